from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenure.foundation.organisation.days import (
    UnknownZoneError,
    day_end,
    day_of,
    day_start,
    fiscal_quarter,
    fiscal_year,
    fiscal_year_start,
    zone_named,
)

BERLIN = ZoneInfo("Europe/Berlin")


def test_a_day_begins_at_local_midnight() -> None:
    assert day_start(day=date(2026, 7, 1), zone=BERLIN) == datetime(2026, 6, 30, 22, 0, tzinfo=UTC)
    assert day_end(day=date(2026, 7, 1), zone=BERLIN) == datetime(2026, 7, 1, 22, 0, tzinfo=UTC)


def test_an_instant_late_in_utc_is_the_next_day_in_the_east() -> None:
    assert day_of(instant=datetime(2026, 7, 1, 22, 30, tzinfo=UTC), zone=BERLIN) == date(2026, 7, 2)


def test_a_day_whose_midnight_is_skipped_begins_where_the_skip_ends() -> None:
    cairo = ZoneInfo("Africa/Cairo")

    # On 24 April 2026 the clock goes from 0:00 (UTC+2) to 1:00 (UTC+3).
    start = day_start(day=date(2026, 4, 24), zone=cairo)

    assert start == datetime(2026, 4, 23, 22, 0, tzinfo=UTC)
    assert start.astimezone(cairo).hour == 1


@given(
    day=st.dates(date(1990, 1, 1), date(2035, 1, 1)),
    zone=st.sampled_from(["Europe/Berlin", "Africa/Cairo", "America/Sao_Paulo", "Asia/Beirut", "Pacific/Auckland"]),
)
def test_the_first_instant_is_of_the_day_and_the_one_before_is_not(day: date, zone: str) -> None:
    start = day_start(day=day, zone=ZoneInfo(zone))

    assert day_of(instant=start, zone=ZoneInfo(zone)) == day
    assert day_of(instant=start - timedelta(microseconds=1), zone=ZoneInfo(zone)) == day - timedelta(days=1)


def test_a_fiscal_year_from_february_is_named_for_the_year_in_which_it_ends() -> None:
    assert fiscal_year(day=date(2026, 1, 31), start_month=2) == 2026
    assert fiscal_year(day=date(2026, 2, 1), start_month=2) == 2027
    assert fiscal_year(day=date(2026, 2, 1), start_month=1) == 2026
    assert fiscal_year_start(day=date(2026, 1, 31), start_month=2) == date(2025, 2, 1)


def test_the_last_quarter_of_a_shifted_year_crosses_new_year() -> None:
    quarter = fiscal_quarter(day=date(2026, 1, 31), start_month=2)

    assert (quarter.fiscal_year, quarter.quarter) == (2026, 4)
    assert (quarter.starts_on, quarter.ends_before) == (date(2025, 11, 1), date(2026, 2, 1))


def test_an_unknown_zone_is_told() -> None:
    with pytest.raises(UnknownZoneError, match="Europe/Berlin"):
        zone_named("Europe/Bärlin")
    with pytest.raises(UnknownZoneError):
        zone_named("../../etc/passwd")

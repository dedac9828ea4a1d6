from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenure.foundation.organisation.business_time import (
    BackwardSpanError,
    Calendar,
    Interval,
    NeverOpenError,
    add_business_minutes,
    business_minutes_between,
    business_time_between,
)
from tenure.foundation.organisation.calendars import OFFICE_WEEK

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Calendar(zone=BERLIN, intervals=OFFICE_WEEK)
ALWAYS = Calendar(zone=BERLIN, intervals=tuple(Interval(day, time(0), time(0)) for day in range(7)))


def _local(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def test_lunch_and_the_night_are_no_working_time() -> None:
    # Monday 11:00–12:00 and 13:00–17:00 are 300 minutes, Tuesday 9:00–9:30 are 30.
    minutes = business_minutes_between(
        calendar=OFFICE, start=_local("2026-03-02T11:00"), end=_local("2026-03-03T09:30")
    )

    assert minutes == 330


def test_a_weekend_and_a_holiday_are_no_working_time() -> None:
    calendar = Calendar(zone=BERLIN, intervals=OFFICE_WEEK, holidays=frozenset({date(2026, 4, 6)}))

    # Good Friday is worked here, Easter Monday is not: Friday 16:00–17:00 and Tuesday 9:00–10:00.
    minutes = business_minutes_between(
        calendar=calendar, start=_local("2026-04-03T16:00"), end=_local("2026-04-07T10:00")
    )

    assert minutes == 120


def test_seconds_count() -> None:
    start = _local("2026-03-02T09:00")

    assert business_minutes_between(calendar=OFFICE, start=start, end=start + timedelta(seconds=90)) == 1.5


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-03-29T00:00", "2026-03-30T00:00", 23 * 60),  # the clock skips 2:00–3:00
        ("2026-10-25T00:00", "2026-10-26T00:00", 25 * 60),  # it repeats 2:00–3:00
    ],
)
def test_a_day_on_which_the_clock_changes_has_its_true_length(start: str, end: str, minutes: int) -> None:
    assert business_minutes_between(calendar=ALWAYS, start=_local(start), end=_local(end)) == minutes


@pytest.mark.parametrize(
    ("day", "starts", "ends", "minutes"),
    [
        ("2026-03-29", time(2, 15), time(2, 45), 0),  # never on the clock
        ("2026-03-29", time(2, 30), time(4, 0), 60),  # 3:00–4:00 only
        ("2026-03-29", time(1, 0), time(2, 30), 60),  # 1:00–2:00 only
        ("2026-10-25", time(2, 15), time(2, 45), 60),  # twice half an hour, not the stretch from first to last
        ("2026-10-25", time(1, 0), time(4, 0), 240),
    ],
)
def test_an_interval_across_a_clock_change_is_the_time_that_the_clock_reads_in_it(
    day: str, starts: time, ends: time, minutes: int
) -> None:
    calendar = Calendar(zone=BERLIN, intervals=(Interval(6, starts, ends),))

    passed = business_minutes_between(
        calendar=calendar, start=_local(f"{day}T00:00"), end=_local(f"{day}T00:00") + timedelta(hours=26)
    )

    assert passed == minutes


def test_a_day_that_the_calendar_of_a_country_skipped_has_no_working_time() -> None:
    apia = ZoneInfo("Pacific/Apia")
    calendar = Calendar(zone=apia, intervals=tuple(Interval(day, time(9), time(17)) for day in range(7)))

    # Thursday 29 December 2011 was followed by Saturday the 31st.
    passed = business_minutes_between(
        calendar=calendar,
        start=datetime(2011, 12, 29, 0, 0, tzinfo=apia),
        end=datetime(2012, 1, 1, 0, 0, tzinfo=apia),
    )

    assert passed == 2 * 8 * 60


def test_adding_goes_on_the_next_morning() -> None:
    # Friday 16:30 has 30 minutes left; 90 more end on Monday at 10:30.
    due = add_business_minutes(calendar=OFFICE, start=_local("2026-03-06T16:30"), minutes=120)

    assert due == _local("2026-03-09T10:30")


def test_adding_up_to_the_close_ends_at_the_close_not_at_the_next_opening() -> None:
    assert add_business_minutes(calendar=OFFICE, start=_local("2026-03-06T16:00"), minutes=60) == _local(
        "2026-03-06T17:00"
    )


def test_adding_nothing_moves_nothing() -> None:
    start = _local("2026-03-07T03:00")

    assert add_business_minutes(calendar=OFFICE, start=start, minutes=0) == start


def test_what_cannot_be_is_refused() -> None:
    start = _local("2026-03-06T16:30")

    with pytest.raises(BackwardSpanError, match="lies before the start"):
        business_minutes_between(calendar=OFFICE, start=start, end=start - timedelta(seconds=1))
    with pytest.raises(BackwardSpanError, match="give 0 or more"):
        add_business_minutes(calendar=OFFICE, start=start, minutes=-1)
    with pytest.raises(NeverOpenError, match="no working time"):
        add_business_minutes(calendar=Calendar(zone=BERLIN, intervals=()), start=start, minutes=1)


zones = st.sampled_from(
    [ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "UTC")]
)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    intervals = []
    for day in draw(st.sets(st.integers(0, 6), min_size=1)):
        cuts = sorted(draw(st.sets(st.integers(0, 95), min_size=2, max_size=4)))
        for begin, end in zip(cuts[::2], cuts[1::2], strict=False):
            intervals.append(Interval(day, time(begin // 4, begin % 4 * 15), time(end // 4, end % 4 * 15)))
    holidays = draw(st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=10))
    return Calendar(zone=draw(zones), intervals=tuple(intervals), holidays=holidays)


instants = st.integers(0, 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(calendar=calendars(), cuts=st.tuples(instants, instants, instants).map(sorted))
def test_a_span_is_the_sum_of_its_parts(calendar: Calendar, cuts: list[datetime]) -> None:
    first, middle, last = cuts

    whole = business_time_between(calendar=calendar, start=first, end=last)

    assert whole == business_time_between(calendar=calendar, start=first, end=middle) + business_time_between(
        calendar=calendar, start=middle, end=last
    )
    assert timedelta() <= whole <= last - first


@given(calendar=calendars(), start=instants, minutes=st.integers(0, 3000))
def test_what_was_added_lies_between(calendar: Calendar, start: datetime, minutes: int) -> None:
    end = add_business_minutes(calendar=calendar, start=start, minutes=minutes)

    assert business_minutes_between(calendar=calendar, start=start, end=end) == minutes
    if minutes:
        just_before = end - timedelta(seconds=1)
        assert business_minutes_between(calendar=calendar, start=start, end=just_before) < minutes


@settings(max_examples=25)
@given(calendar=calendars(), start=instants, hours=st.integers(0, 80))
def test_minute_by_minute_the_clock_says_the_same(calendar: Calendar, start: datetime, hours: int) -> None:
    end = start + timedelta(hours=hours)

    counted = sum(_is_open(calendar, start + timedelta(minutes=minute)) for minute in range(hours * 60))

    assert business_minutes_between(calendar=calendar, start=start, end=end) == counted


def _is_open(calendar: Calendar, instant: datetime) -> bool:
    local = instant.astimezone(calendar.zone)
    return local.date() not in calendar.holidays and any(
        interval.weekday == local.weekday() and interval.starts <= local.time() < interval.ends
        for interval in calendar.intervals
    )

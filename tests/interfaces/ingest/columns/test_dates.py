"""Days and instants in the ways that people and programs write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tenure.interfaces.ingest.columns import AmbiguousDateError, DateOrder, NotADateError, parse_date
from tenure.interfaces.ingest.columns.dates import order_matters, possible_orders

DAY, MONTH = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST
EAST = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *(("2024-01-31", date(2024, 1, 31)), ("2024/1/31", date(2024, 1, 31)), ("2024.01.31", date(2024, 1, 31))),
        *(("31 Jan 2024", date(2024, 1, 31)), ("31-Jan-24", date(2024, 1, 31)), ("Jan 31, 2024", date(2024, 1, 31))),
        *(("January 31st, 2024", date(2024, 1, 31)), ("Wednesday, 31 January 2024", date(2024, 1, 31))),
        *(
            ("31. Januar 2024", date(2024, 1, 31)),
            ("5 févr. 2024", date(2024, 2, 5)),
            ("2024-Jan-31", date(2024, 1, 31)),
        ),
        *(
            ("3 de marzo de 2024", date(2024, 3, 3)),
            ("1. März 2024", date(2024, 3, 1)),
            ("12 ago 2024", date(2024, 8, 12)),
        ),
        *(("31/01/2024", date(2024, 1, 31)), ("01/31/2024", date(2024, 1, 31)), ("05/05/2024", date(2024, 5, 5))),
        *(("2024-01", date(2024, 1, 1)), ("March 2024", date(2024, 3, 1)), ("  2024-01-31 ", date(2024, 1, 31))),
    ],
)
def test_a_date_that_can_be_read_in_one_way_needs_no_order(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize("text", ["03/04/2024", "3.4.24", "03-04-2024", "1/2/2024 10:30"])
def test_a_date_that_can_be_read_in_two_ways_is_not_guessed(text: str) -> None:
    with pytest.raises(AmbiguousDateError, match="Say which"):
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("03/04/2024", DAY, date(2024, 4, 3)),
        ("03/04/2024", MONTH, date(2024, 3, 4)),
        ("3.4.24", DAY, date(2024, 4, 3)),
        ("2/26/2018", MONTH, date(2018, 2, 26)),
        ("1/2/68", MONTH, date(2068, 1, 2)),
        ("1/2/69", MONTH, date(1969, 1, 2)),
        ("2024-03-04", MONTH, date(2024, 3, 4)),
    ],
)
def test_an_order_decides(text: str, order: DateOrder, day: date) -> None:
    assert parse_date(text, order) == day


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2024-01-31 09:30", datetime.fromisoformat("2024-01-31T09:30:00")),
        ("2024-01-31T09:30:15.123456789", datetime.fromisoformat("2024-01-31T09:30:15.123456")),
        ("2024-01-31T09:30:00Z", datetime(2024, 1, 31, 9, 30, tzinfo=UTC)),
        ("2020-01-01 00:00:00 UTC", datetime(2020, 1, 1, tzinfo=UTC)),
        ("2011-10-11 13:45:40.276000+02:00", datetime(2011, 10, 11, 13, 45, 40, 276000, tzinfo=EAST)),
        ("2011-10-11T13:45+0200", datetime(2011, 10, 11, 13, 45, tzinfo=EAST)),
        ("Wed, 31 Jan 2024 09:30:00 +0000", datetime(2024, 1, 31, 9, 30, tzinfo=UTC)),
        ("31/01/2024 9:30 PM", datetime.fromisoformat("2024-01-31T21:30:00")),
        ("31/01/2024 12:05 am", datetime.fromisoformat("2024-01-31T00:05:00")),
        ("2/26/2018 19:58", datetime.fromisoformat("2018-02-26T19:58:00")),
    ],
)
def test_an_instant_is_aware_where_a_zone_is_written(text: str, at: datetime) -> None:
    assert parse_date(text) == at


@pytest.mark.parametrize(
    ("text", "order", "found"),
    [
        ("45322", DateOrder.EXCEL, date(2024, 1, 31)),
        ("45322.5", DateOrder.EXCEL, datetime.fromisoformat("2024-01-31T12:00:00")),
        ("43860", DateOrder.EXCEL_1904, date(2024, 1, 31)),
        ("20240131", DateOrder.COMPACT, date(2024, 1, 31)),
        ("1706693400", DateOrder.UNIX_SECONDS, datetime(2024, 1, 31, 9, 30, tzinfo=UTC)),
        ("1706693400000", DateOrder.UNIX_MILLISECONDS, datetime(2024, 1, 31, 9, 30, tzinfo=UTC)),
    ],
)
def test_numbers_are_dates_where_they_are_said_to_be(text: str, order: DateOrder, found: date) -> None:
    assert parse_date(text, order) == found


@pytest.mark.parametrize(
    ("text", "order"),
    [
        *(("", None), ("x", None), ("2024-13-01", None), ("2024-02-30", None), ("32/01/2024", None), ("Jan-24", None)),
        *(("2024-01-31 25:00", None), ("2024-01-31 13:00 PM", None), ("2024-01-31 09:61", None), ("0000-01-01", None)),
        *(("12/31/1998", DAY), ("31/12/1998", MONTH), ("45322", None), ("45322", DAY), ("5 Foo 2024", None)),
        *(("20241331", DateOrder.COMPACT), ("170669340", DateOrder.UNIX_MILLISECONDS), ("0", DateOrder.EXCEL)),
        *(("9" * 13, DateOrder.EXCEL), ("2024-01-31", DateOrder.EXCEL), ("10:30", None), ("1.2", None)),
    ],
)
def test_what_is_no_date_is_refused(text: str, order: DateOrder | None) -> None:
    with pytest.raises(NotADateError):
        parse_date(text, order)


def test_the_order_matters_only_where_it_makes_another_day() -> None:
    assert order_matters("03/04/2024")
    assert not order_matters("04/04/2024")
    assert not order_matters("31/04/24")
    assert not order_matters("2024-03-04")


@given(some.dates(min_value=date(1970, 1, 1), max_value=date(2068, 12, 31)))
def test_a_date_that_was_written_is_read_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day:%d/%m/%Y}", DAY) == day
    assert parse_date(f"{day:%m/%d/%y}", MONTH) == day
    assert parse_date(f"{day:%d %B %Y}") == day
    assert parse_date(str((day - date(1899, 12, 30)).days), DateOrder.EXCEL) == day


@given(some.text(alphabet="0123456789/-.: JanTZ+", max_size=30))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    for order in possible_orders(text):
        assert isinstance(parse_date(text, order), date)

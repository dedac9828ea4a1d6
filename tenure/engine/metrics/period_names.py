"""Spans of time by the names that people give them: `Q4 2024`, `FY2025`, `March 2024`, `last quarter`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from dateutil.relativedelta import relativedelta

from tenure.engine.metrics.periods import ONE_DAY, PeriodError

EXAMPLES = "2024, FY2024, Q4 2024, H1 2024, March 2024, 2024-03, last quarter, this year, last 12 months"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LENGTHS = {"month": 1, "quarter": 3, "year": 12}
_CENTURY = 2000
Span = tuple[date, date]


def named_span(text: str, *, as_of: date, fiscal_start: int = 1) -> Span:
    """The days `[start, end)` that a name means, by the fiscal calendar, seen from a day.

    Quarters, halves and years are fiscal; a fiscal year is called by the calendar year in which it ends. A bare year
    is that of the calendar. Raises `PeriodError` with examples.
    """
    words = " ".join(text.strip().casefold().replace("–", "-").split())
    for pattern, read in _FORMS:
        found = re.fullmatch(pattern, words)
        if found is not None:
            return read(found, as_of, fiscal_start)
    raise PeriodError(f"“{text[:40]}” is no span of time; write it as {EXAMPLES}.")


def _year(text: str) -> int:
    number = int(text) + (_CENTURY if len(text) == 2 else 0)
    if not 1900 <= number <= 2999:
        raise PeriodError(f"“{text}” is no year; write four figures, as 2024.")
    return number


def _fiscal_start_of(year: int, fiscal_start: int) -> date:
    return date(year if fiscal_start == 1 else year - 1, fiscal_start, 1)


def _calendar_year(found: re.Match[str], as_of: date, fiscal_start: int) -> Span:
    year = _year(found["year"])
    return date(year, 1, 1), date(year + 1, 1, 1)


def _part_of_year(found: re.Match[str], as_of: date, fiscal_start: int) -> Span:
    """A fiscal year, half or quarter."""
    first = _fiscal_start_of(_year(found["year"]), fiscal_start)
    parts = found.groupdict()
    if parts.get("quarter"):
        months, place = 3, int(parts["quarter"])
    elif parts.get("half"):
        months, place = 6, int(parts["half"])
    else:
        months, place = 12, 1
    start = first + relativedelta(months=months * (place - 1))
    return start, start + relativedelta(months=months)


def _month(found: re.Match[str], as_of: date, fiscal_start: int) -> Span:
    parts = found.groupdict()
    number = int(parts["number"]) if parts.get("number") else MONTHS.index(parts["month"][:3]) + 1
    if not 1 <= number <= 12:
        raise PeriodError(f"“{number}” is no month; write it as 2024-03 or March 2024.")
    start = date(_year(parts["year"]), number, 1)
    return start, start + relativedelta(months=1)


def _relative(found: re.Match[str], as_of: date, fiscal_start: int) -> Span:
    """The running one, or the one before it."""
    months = _LENGTHS[found["length"]]
    start = as_of.replace(day=1)
    start -= relativedelta(months=(start.month - (fiscal_start if months > 1 else start.month)) % months)
    if found["which"] != "this":
        start -= relativedelta(months=months)
    return start, start + relativedelta(months=months)


def _last_several(found: re.Match[str], as_of: date, fiscal_start: int) -> Span:
    """The last full ones."""
    months = _LENGTHS[found["length"]]
    tomorrow = as_of + ONE_DAY
    end = tomorrow.replace(day=1)
    end -= relativedelta(months=(end.month - (fiscal_start if months > 1 else end.month)) % months)
    return end - relativedelta(months=months * int(found["count"])), end


def _to_date(found: re.Match[str], as_of: date, fiscal_start: int) -> Span:
    start = as_of.replace(day=1)
    start -= relativedelta(months=(start.month - fiscal_start) % 12)
    return start, as_of + ONE_DAY


_YEAR = r"(?P<year>\d{4}|\d{2})"
_FULL_YEAR = r"(?P<year>\d{4})"
_MONTH = (
    r"(?P<month>january|february|march|april|may|june|july|august|september|october|november|december|sept|"
    + "|".join(MONTHS)
    + r")\.?"
)
_FORMS: tuple[tuple[str, Callable[[re.Match[str], date, int], Span]], ...] = (
    (_FULL_YEAR, _calendar_year),
    (rf"(?:fy|fiscal year) ?-?{_YEAR}", _part_of_year),
    (rf"q(?P<quarter>[1-4])[ -]?(?:fy ?)?{_YEAR}", _part_of_year),
    (rf"(?:fy ?)?{_FULL_YEAR}[ -]?q(?P<quarter>[1-4])", _part_of_year),
    (rf"h(?P<half>[12])[ -]?(?:fy ?)?{_YEAR}", _part_of_year),
    (rf"(?:fy ?)?{_FULL_YEAR}[ -]?h(?P<half>[12])", _part_of_year),
    (rf"{_MONTH} {_FULL_YEAR}", _month),
    (rf"{_FULL_YEAR}-(?P<number>\d{{1,2}})", _month),
    (r"(?P<which>this|last|previous) (?P<length>month|quarter|year)", _relative),
    (r"last (?P<count>[1-9]\d?) (?P<length>month|quarter|year)s", _last_several),
    (r"ytd|year to date", _to_date),
)

"""Days and instants as people and programs write them, read in a given order and never in a guessed one."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from functools import cache, lru_cache

from babel import Locale
from openpyxl.utils.datetime import CALENDAR_MAC_1904, from_excel


class DateOrder(StrEnum):
    """How a date is written where its parts do not tell; the last five are numbers that stand for dates."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    COMPACT = "20240131"
    EXCEL = "Excel day number"
    EXCEL_1904 = "Excel day number from 1904"
    UNIX_SECONDS = "seconds since 1970"
    UNIX_MILLISECONDS = "milliseconds since 1970"


WRITTEN = (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST)
NUMBERED = (DateOrder.COMPACT, DateOrder.EXCEL, DateOrder.UNIX_SECONDS, DateOrder.UNIX_MILLISECONDS)


class NotADateError(ValueError):
    """The text is not a date in the given order."""


class AmbiguousDateError(NotADateError):
    """The text is a date in two orders, and nobody said which."""


# Years of two digits, as most programs read them: 68 is 2068, 69 is 1969.
_PIVOT = 69
_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "sv", "da", "nb", "fi", "pl")
_TIME = (
    r"(?:(?:[T ,]\s*|\s+(?:at\s+)?)(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?)?(?:\s*(?P<zone>Z|UTC|GMT|(?:UTC|GMT)?[-+]\d{2}(?::?\d{2})?)(?:\s+UTC)?)?)?"
)
_ISO = re.compile(
    rf"^(?P<year>\d{{4}})(?P<gap>[-/.])(?P<month>\d{{1,2}})(?P=gap)(?P<day>\d{{1,2}}){_TIME}$", re.IGNORECASE
)
_TRIPLE = re.compile(
    rf"^(?P<first>\d{{1,2}})(?P<gap>[-/.])\s?(?P<second_part>\d{{1,2}})(?P=gap)\s?(?P<year>\d{{4}}|\d{{2}}){_TIME}$",
    re.IGNORECASE,
)
_WORD = r"(?P<name>[^\W\d_]{3,}\.?)"
_DAY_NAME = r"(?:[^\W\d_]{2,}\.?,?\s+)?"
_DAY_THEN_NAME = re.compile(
    rf"^{_DAY_NAME}(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?[\s-]+(?:de\s+)?{_WORD}[\s,-]+(?:de\s+)?"
    rf"(?P<year>\d{{4}}|'?\d{{2}}){_TIME}$",
    re.IGNORECASE,
)
_NAME_THEN_DAY = re.compile(
    rf"^{_DAY_NAME}{_WORD}[\s-]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s*|\s+)(?P<year>\d{{4}}){_TIME}$", re.IGNORECASE
)
_YEAR_NAME_DAY = re.compile(rf"^(?P<year>\d{{4}})[\s-]{_WORD}[\s-](?P<day>\d{{1,2}}){_TIME}$", re.IGNORECASE)
_MONTH_ONLY = re.compile(rf"^(?:(?P<year>\d{{4}})-(?P<month>\d{{2}})|{_WORD}[\s-]+(?P<year2>\d{{4}}))$")
_NUMBER = re.compile(r"^\d{1,14}(?:\.\d+)?$")
_LONGEST = 64
_LAST_SERIAL = 2_958_466


def parse_date(text: str, order: DateOrder | None = None) -> date | datetime:
    """A date, or an instant where a time is written: aware where a zone is written, else naive.

    Dates that can be read in one way only (ISO, names of months) need no order. A month (`2024-01`, `March 2024`) is
    its first day. Raises `AmbiguousDateError` for `03/04/2024` without an order, `NotADateError` for all else.
    """
    bare = " ".join(text.split())
    if not bare or len(bare) > _LONGEST:
        raise _not_a_date(text)
    if order is not None and order not in WRITTEN:
        return _numbered(bare, order, text)
    try:
        return _written(bare, order)
    except (ValueError, OverflowError) as error:
        raise error if isinstance(error, NotADateError) else _not_a_date(text) from error


@lru_cache(maxsize=50_000)
def possible_orders(text: str) -> frozenset[DateOrder]:
    """The orders in which the text is a date: both of the written ones where it can be read in one way only."""
    bare = text.strip()
    if _NUMBER.match(bare):
        return frozenset(order for order in NUMBERED if _is_date(bare, order))
    return frozenset(order for order in WRITTEN if _is_date(bare, order))


def order_matters(text: str) -> bool:
    """Whether the text is another date in another order (`03/04/2024`, not `04/04/2024`)."""
    if _TRIPLE.match(" ".join(text.split())) is None:
        return False
    return len({parse_date(text, order) for order in possible_orders(text)}) > 1


def _is_date(text: str, order: DateOrder) -> bool:
    try:
        parse_date(text, order)
    except NotADateError:
        return False
    return True


def _written(text: str, order: DateOrder | None) -> date | datetime:
    if found := _ISO.match(text):
        return _with_time(date(int(found["year"]), int(found["month"]), int(found["day"])), found)
    if found := _TRIPLE.match(text):
        return _with_time(_ordered(found, order, text), found)
    for pattern in (_DAY_THEN_NAME, _NAME_THEN_DAY, _YEAR_NAME_DAY):
        if found := pattern.match(text):
            return _with_time(date(_year(found["year"]), _month(found["name"]), int(found["day"])), found)
    if found := _MONTH_ONLY.match(text):
        month = int(found["month"]) if found["month"] else _month(found["name"])
        return date(int(found["year"] or found["year2"]), month, 1)
    raise _not_a_date(text)


def _ordered(found: re.Match[str], order: DateOrder | None, text: str) -> date:
    first, second, year = int(found["first"]), int(found["second_part"]), _year(found["year"])
    if order is DateOrder.DAY_FIRST:
        return date(year, second, first)
    if order is DateOrder.MONTH_FIRST:
        return date(year, first, second)
    if first == second:
        return date(year, first, second)
    if first > 12 or second > 12:
        return date(year, second, first) if first > 12 else date(year, first, second)
    raise AmbiguousDateError(f"{text!r} may be read day first or month first. Say which.")


def _year(text: str) -> int:
    digits = text.lstrip("'")
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < _PIVOT else 1900)


def _with_time(day: date, found: re.Match[str]) -> date | datetime:
    if found["hour"] is None:
        return day
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    fraction = (found["fraction"] or "0").ljust(6, "0")[:6]
    at = time(hour, int(found["minute"]), int(found["second"] or 0), int(fraction))
    return datetime.combine(day, at, tzinfo=_zone(found["zone"]))


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    offset = re.sub(r"[A-Za-z:]", "", text)
    if not offset:
        return UTC
    shift = timedelta(hours=int(offset[1:3]), minutes=int(offset[3:5] or 0))
    return timezone(-shift if offset[0] == "-" else shift) if shift else UTC


def _month(name: str) -> int:
    month = _month_names().get(name.casefold().rstrip("."))
    if month is None:
        raise ValueError
    return month


@cache
def _month_names() -> dict[str, int]:
    """Names and short names in the languages of exports; those that mean different months are left out."""
    names: dict[str, int] = {"sept": 9}
    clashing: set[str] = set()
    for language in _LANGUAGES:
        months = Locale(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    key = str(name).casefold().rstrip(".")
                    if len(key) >= 3 and names.setdefault(key, number) != number:
                        clashing.add(key)
    return {name: month for name, month in names.items() if name not in clashing}


def _numbered(text: str, order: DateOrder, original: str) -> date | datetime:
    if not _NUMBER.match(text):
        raise _not_a_date(original)
    try:
        if order is DateOrder.COMPACT:
            found = datetime.strptime(text, "%Y%m%d").date() if len(text) == 8 else None  # noqa: DTZ007
            if found is None or not 1900 <= found.year <= 2100:
                raise _not_a_date(original)
            return found
        if order in (DateOrder.UNIX_SECONDS, DateOrder.UNIX_MILLISECONDS):
            digits = len(text.split(".", maxsplit=1)[0])
            if digits not in ((9, 10) if order is DateOrder.UNIX_SECONDS else (12, 13)):
                raise _not_a_date(original)
            seconds = float(text) / (1000 if order is DateOrder.UNIX_MILLISECONDS else 1)
            return datetime.fromtimestamp(seconds, tz=UTC)
        return _from_serial(float(text), order, original)
    except (ValueError, OverflowError, OSError) as error:
        raise error if isinstance(error, NotADateError) else _not_a_date(original) from error


def _from_serial(serial: float, order: DateOrder, original: str) -> date | datetime:
    if not 1 <= serial < _LAST_SERIAL:
        raise _not_a_date(original)
    found = from_excel(serial, CALENDAR_MAC_1904) if order is DateOrder.EXCEL_1904 else from_excel(serial)
    if not isinstance(found, datetime):
        raise _not_a_date(original)
    return found.date() if serial == int(serial) else found


def _not_a_date(text: str) -> NotADateError:
    return NotADateError(f"{text.strip()[:80]!r} is not a date that can be read. Write it like 2024-01-31.")

"""What expressions of a mapping may call. Each function answers nothing (None) where what it needs is unknown."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import urlsplit

from babel.numbers import get_currency_precision
from dateutil.relativedelta import relativedelta

from tenure.foundation.organisation.money import UnknownCurrencyError, checked_currency

FURTHEST_DAYS = 400_000
LONGEST_TEXT = 100_000


class RefusedError(ValueError):
    """A mapping says of a row that it cannot be used, and why."""


def _refuse(*parts: Any) -> Any:
    """Rejects the row with these words."""
    raise RefusedError(_concat(*parts) or "the mapping refuses this row")


def _coalesce(*values: Any) -> Any:
    return next((value for value in values if value is not None and value != ""), None)


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _concat(*values: Any) -> str | None:
    """The known ones, one after the other."""
    known = [text for value in values if (text := _text(value)) is not None]
    return "".join(known)[:LONGEST_TEXT] if known else None


def _join(between: Any, *values: Any) -> str | None:
    known = [text for value in values if (text := _text(value))]
    return str(between).join(known)[:LONGEST_TEXT] if known else None


def _lowest(*values: Any) -> Any:
    known = [value for value in values if value is not None]
    return min(known) if known else None


def _highest(*values: Any) -> Any:
    known = [value for value in values if value is not None]
    return max(known) if known else None


def _round(value: Decimal | None, places: Decimal | None = Decimal(0)) -> Decimal | None:
    if value is None or places is None:
        return None
    return value.quantize(Decimal(1).scaleb(-min(max(int(places), 0), 10)), rounding=ROUND_HALF_UP)


def _plus_days(day: date | None, days: Decimal | None) -> date | None:
    if day is None or days is None or abs(days) > FURTHEST_DAYS:
        return None
    return day + timedelta(days=int(days))


def _plus_minutes(moment: date | None, minutes: Decimal | None) -> datetime | None:
    """An instant so much later; of a day, from its beginning."""
    if moment is None or minutes is None or abs(minutes) > FURTHEST_DAYS * 1_440:
        return None
    start = moment if isinstance(moment, datetime) else datetime.combine(moment, time.min)
    return start + timedelta(minutes=float(minutes))


def _plus_months(day: date | None, months: Decimal | None) -> date | None:
    if day is None or months is None or abs(months) > FURTHEST_DAYS // 31:
        return None
    return day + relativedelta(months=int(months))


def _days_between(first: date | None, last: date | None) -> Decimal | None:
    if first is None or last is None:
        return None
    start, end = (at.date() if isinstance(at, datetime) else at for at in (first, last))
    return Decimal((end - start).days)


def _from_minor(amount: Decimal | None, currency: Any) -> Decimal | None:
    """Cents, pence, sen as the currency's own unit: by the digits that it has behind the point."""
    if amount is None or currency is None:
        return None
    try:
        code = checked_currency(str(currency))
    except UnknownCurrencyError as error:
        raise ValueError(str(error)) from error
    return amount.scaleb(-get_currency_precision(code))


def _part(value: Any, between: Any, number: Decimal | None) -> str | None:
    """The piece with this number, counted from 1; from the end with a number below 0."""
    text = _text(value)
    if text is None or not between or number is None or not number:
        return None
    pieces = [piece.strip() for piece in text.split(str(between))]
    place = int(number) - 1 if number > 0 else int(number)
    return pieces[place] if -len(pieces) <= place < len(pieces) and pieces[place] else None


def _replace(value: Any, old: Any, new: Any) -> str | None:
    text = _text(value)
    return None if text is None or not old else text.replace(str(old), "" if new is None else str(new))[:LONGEST_TEXT]


def domain_of(value: Any) -> str | None:
    """`example.com` for an address of a site or of mail."""
    text = (_text(value) or "").strip().casefold()
    if "@" in text:
        text = text.rpartition("@")[2]
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:
        return None
    host = host.removeprefix("www.").strip(".")
    return host if "." in host else None


def _each(function: Callable[[str], Any]) -> Callable[[Any], Any]:
    def applied(value: Any) -> Any:
        text = _text(value)
        return None if text is None else function(text)

    return applied


def _contains(value: Any, part: Any) -> bool | None:
    text = _text(value)
    return None if text is None or part is None else str(part).casefold() in text.casefold()


def _hash(*values: Any) -> str:
    joined = "\x1f".join(_text(value) or "" for value in values)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:24]


# How many arguments each takes at least and at most (none: any number), and how the first ones are read.
FUNCTIONS: Mapping[str, tuple[Callable[..., Any], int, int | None]] = {
    "coalesce": (_coalesce, 1, None),
    "refuse": (_refuse, 1, None),
    "concat": (_concat, 1, None),
    "join": (_join, 2, None),
    "min": (_lowest, 1, None),
    "max": (_highest, 1, None),
    "round": (_round, 1, 2),
    "abs": (lambda value: None if value is None else abs(value), 1, 1),
    "plus_days": (_plus_days, 2, 2),
    "plus_months": (_plus_months, 2, 2),
    "plus_minutes": (_plus_minutes, 2, 2),
    "days_between": (_days_between, 2, 2),
    "from_minor": (_from_minor, 2, 2),
    "number": (lambda value: value, 1, 1),
    "date": (lambda value: value, 1, 1),
    "day": (lambda value: value, 1, 1),
    "text": (_text, 1, 1),
    "lower": (_each(str.lower), 1, 1),
    "upper": (_each(str.upper), 1, 1),
    "title": (_each(str.title), 1, 1),
    "trim": (_each(lambda text: re.sub(r"\s+", " ", text).strip() or None), 1, 1),
    "length": (_each(lambda text: Decimal(len(text))), 1, 1),
    "part": (_part, 3, 3),
    "replace": (_replace, 3, 3),
    "contains": (_contains, 2, 2),
    "domain": (domain_of, 1, 1),
    "hash": (_hash, 1, None),
}
# Which arguments are read as numbers or dates, by place; "*" for all of them. Others stay as they are.
READ_AS: Mapping[str, Mapping[int | str, str]] = {
    "round": {"*": "number"},
    "abs": {"*": "number"},
    "number": {"*": "number"},
    "from_minor": {0: "number"},
    "date": {"*": "date"},
    "day": {"*": "day"},
    "min": {"*": "comparable"},
    "max": {"*": "comparable"},
    "plus_days": {0: "date", 1: "number"},
    "plus_months": {0: "date", 1: "number"},
    "plus_minutes": {0: "date", 1: "number"},
    "days_between": {"*": "date"},
    "part": {2: "number"},
}

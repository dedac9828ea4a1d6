"""Cells as values: numbers, dates and instants in the formats that a mapping names."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from tenure.foundation.organisation.days import day_start
from tenure.interfaces.ingest.columns.booleans import parse_boolean
from tenure.interfaces.ingest.columns.dates import DateOrder, parse_date
from tenure.interfaces.ingest.columns.empties import EMPTY_WORDS
from tenure.interfaces.ingest.columns.numbers import NumberStyle, parse_number
from tenure.interfaces.ingest.mapping.expressions import Reader

MOST_REMEMBERED = 50_000


@dataclass(frozen=True)
class Formats:
    """How a source writes numbers, dates and nothing, and in which zone its times are."""

    numbers: NumberStyle
    dates: DateOrder | None
    zone: ZoneInfo
    empty: Collection[str] = EMPTY_WORDS

    def is_nothing(self, value: Any) -> bool:
        """Whether a cell holds nothing."""
        if value is None:
            return True
        if not isinstance(value, str):
            return False
        bare = value.strip()
        return not bare or bare.casefold() in self.empty

    def number(self, value: Any) -> Decimal | None:
        """The number of a cell. Raises `ValueError`."""
        if value is None:
            return None
        if isinstance(value, Decimal):
            return value
        if isinstance(value, bool | date):
            raise ValueError(f"“{value}” is not a number")
        if isinstance(value, int | float):
            return _finite(value)
        if not value.strip():
            return None
        if self.numbers is NumberStyle.POINT and len(value) < 25:
            # Most cells are plain; the full reading costs ten times as much.
            try:
                plain = Decimal(value)
            except InvalidOperation:
                return parse_number(value, self.numbers)
            return plain if plain.is_finite() and "_" not in value else parse_number(value, self.numbers)
        return parse_number(value, self.numbers)

    def moment(self, value: Any) -> date | datetime | None:
        """The day or instant of a cell, instants with their zone. Raises `ValueError`."""
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, bool):
            raise ValueError(f"“{value}” is not a date")
        if isinstance(value, int | float | Decimal):
            value = f"{value:f}" if isinstance(value, Decimal) else str(value)
        found = parse_date(value, self.dates) if isinstance(value, str) else value
        if isinstance(found, datetime) and found.tzinfo is None:
            return found.replace(tzinfo=self.zone)
        return found

    def instant(self, value: Any) -> datetime | None:
        """The instant of a cell in UTC; of a day, its beginning. Raises `ValueError`."""
        found = self.moment(value)
        if found is None:
            return None
        if isinstance(found, datetime):
            return found.astimezone(UTC)
        return day_start(day=found, zone=self.zone)

    def day(self, value: Any) -> date | None:
        """The day of a cell; of an instant, the local one. Raises `ValueError`."""
        found = self.moment(value)
        if isinstance(found, datetime):
            local = found.astimezone(self.zone)
            # A time of midnight without a zone of its own is how spreadsheets write a day.
            return found.date() if found.time() == time.min else local.date()
        return found

    def truth(self, value: Any) -> bool | None:
        """Yes or no. Raises `ValueError`."""
        if value is None or isinstance(value, bool):
            return value
        return parse_boolean(f"{value:f}" if isinstance(value, Decimal) else str(value))

    def reader(self) -> Reader:
        """What expressions read cells with."""
        return Reader(number=self.number, date=self.moment, is_nothing=self.is_nothing, day=self.day)


def _finite(value: float) -> Decimal | None:
    number = Decimal(repr(value))
    if number.is_nan():
        return None
    if not number.is_finite():
        raise ValueError(f"“{value}” is not a number")
    return number


def remembered(read: Any) -> Any:
    """The same function that knows again what it has read: columns repeat themselves."""
    known: dict[Any, Any] = {}

    def reading(value: Any) -> Any:
        key = (type(value), value)
        try:
            return known[key]
        except KeyError:
            result = read(value)
        except TypeError:
            return read(value)
        if len(known) >= MOST_REMEMBERED:
            known.clear()
        known[key] = result
        return result

    return reading

"""What an answer depends on beside the condition and the row: who asks, when, and what the fields are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import Any

from tenure.engine.conditions.syntax import Field, Fields, Percent, Today

Previous = Mapping[tuple[str, int], Any]


@dataclass(frozen=True)
class Asked:
    """`today` and `me` filled in, the zone in which instants have their day, and the choices of fields."""

    today: date
    me: Any = None
    zone: tzinfo = UTC
    fields: Fields = field(default_factory=dict)

    def choices(self, name: str) -> tuple[tuple[str, str], ...]:
        """The choices of a field; none where it may hold anything."""
        described = self.fields.get(name)
        return described.choices if isinstance(described, Field) else ()

    def day(self, value: date | Today) -> date:
        """The day that a value of the language means."""
        return self.today + timedelta(days=value.offset_days) if isinstance(value, Today) else value

    def begin(self, day: date) -> datetime:
        """The instant at which a day begins in the zone."""
        return datetime.combine(day, time.min, tzinfo=self.zone).astimezone(UTC)


@dataclass(frozen=True)
class Linked:
    """What a link leads to: its public id and its name, as values of a row or as columns."""

    public_id: Any
    name: Any


def number_said(value: Decimal | Percent) -> Decimal:
    """The number that a value of the language means; a percentage as a part of 1."""
    return value.share if isinstance(value, Percent) else value

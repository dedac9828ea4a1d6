"""From where the records are looked at: as of which day, as known when, in whose time and money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tenure.engine.relations.settings import Setting

FOREVER = date(9999, 12, 31)
ALWAYS = date(1, 1, 1)


@dataclass(frozen=True)
class Viewpoint:
    """Nothing dated after the local day `as_of` is seen; nothing known only after `known_at` (none: all of today).

    `settings` are the parameters of definitions that a company may set, by name.
    """

    as_of: date
    currency: str
    zone: str = "UTC"
    known_at: datetime | None = None
    fiscal_start: int = 1
    week_start: int = 0
    rate_max_age_days: int = 31
    settings: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def ends_at(self) -> datetime:
        """The first instant after the day `as_of`, in UTC without a zone, as the lake's tables hold instants."""
        return self.end_of(self.as_of)

    def end_of(self, day: date) -> datetime:
        """The first instant after the local day, in UTC without a zone."""
        local = datetime.combine(day + timedelta(days=1), time.min, tzinfo=ZoneInfo(self.zone))
        return local.astimezone(UTC).replace(tzinfo=None)

    def setting(self, one: Setting) -> Any:
        """A parameter as the company set it, or its default."""
        return self.settings.get(one.key, one.default)

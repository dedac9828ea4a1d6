"""One thing that happened to a record, its place on the timeline, and the cursor by which the next page begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from tenure.interfaces.web.records.history_words import Entry

Cursor = tuple[datetime, tuple[str, int]]


@dataclass(frozen=True)
class Happening:
    """One thing on the timeline. `place` orders what happened at the same moment; `entry` is set for a change."""

    at: datetime
    place: tuple[str, int]
    type: str
    icon: str
    label: str
    title: str
    detail: str = ""
    address: str = ""
    is_whole_day: bool = False
    entry: Entry | None = None

    @property
    def cursor(self) -> str:
        """Where the next page begins: after this."""
        return f"{self.at.isoformat()}~{self.place[0]}~{self.place[1]}"


def order_of(each: Happening) -> Cursor:
    """By what the timeline is sorted, newest first."""
    return each.at, each.place


def cursor_in(text: str) -> Cursor | None:
    """The cursor in an address; none where there is none or it cannot be read."""
    moment, _, rest = text.partition("~")
    key, _, number = rest.partition("~")
    try:
        at = datetime.fromisoformat(moment)
        return (at, (key, int(number))) if at.tzinfo else None
    except ValueError:
        return None


def moment_of(value: date, zone: tzinfo) -> datetime:
    """The moment at which a day or moment stands on the timeline."""
    return value if isinstance(value, datetime) else datetime.combine(value, time.min, zone)

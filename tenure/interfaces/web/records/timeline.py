"""Everything that happened to a record, merged by date: what was done to it and all that points to it."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import Any

from django.db import models

from tenure.foundation.records.model import Record
from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.records.fields import FieldRights, own_values, plain_field
from tenure.interfaces.web.records.finding import Link, links_to, named
from tenure.interfaces.web.records.history_words import Entry, history_of
from tenure.interfaces.web.records.words import Setting, shown

PAGE = 25
BRIEF = 8
CHANGES = "changes"
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


@dataclass(frozen=True)
class TimelinePage:
    """A page of the timeline and where the next one begins (empty: this was the last)."""

    happenings: tuple[Happening, ...]
    next_cursor: str


def types_of(*, record: Record, user: Any) -> list[tuple[str, str]]:
    """What the timeline may be narrowed to: (type, label)."""
    kinds = {link.model.kind.key: link.model.kind.plural for link in _dated_links(record, user)}
    return [(CHANGES, "Changes"), *sorted(kinds.items(), key=lambda each: each[1])]


def timeline_page(
    *,
    record: Record,
    user: Any,
    rights: FieldRights,
    setting: Setting,
    only: str = "",
    cursor: str = "",
    until: datetime | None = None,
    size: int = PAGE,
) -> TimelinePage:
    """The newest happenings before the cursor; `only` narrows to one type, `until` leaves out what came later."""
    before = _parsed(cursor)
    sources: list[list[Happening]] = []
    if only in ("", CHANGES):
        sources.append(_changes(record, rights, setting))
    for link in _dated_links(record, user):
        if only in ("", link.model.kind.key):
            sources.append(_pointing(record, link, before, setting, size))
    newest_first = heapq.merge(*sources, key=_order, reverse=True)
    wanted = (each for each in newest_first if _is_before(each, before) and (until is None or each.at <= until))
    found = _first(_unique(wanted), size + 1)
    return TimelinePage(tuple(found[:size]), found[size - 1].cursor if len(found) > size else "")


def _order(each: Happening) -> Cursor:
    return each.at, each.place


def _is_before(each: Happening, before: Cursor | None) -> bool:
    return before is None or _order(each) < before


def _unique(happenings: Iterator[Happening]) -> Iterator[Happening]:
    """A record that points here twice is one happening."""
    seen = set()
    for each in happenings:
        if each.place not in seen:
            seen.add(each.place)
            yield each


def _first(happenings: Iterator[Happening], most: int) -> list[Happening]:
    return [each for each, _ in zip(happenings, range(most), strict=False)]


def _changes(record: Record, rights: FieldRights, setting: Setting) -> list[Happening]:
    found = [
        Happening(
            at=entry.change.recorded_at,
            place=(CHANGES, entry.change.pk),
            type=CHANGES,
            icon="history",
            label=entry.operation,
            title=entry.change.actor_label,
            detail=entry.change.reason,
            entry=entry,
        )
        for entry in history_of(record=record, rights=rights, setting=setting)
    ]
    return sorted(found, key=_order, reverse=True)


def _dated_links(record: Record, user: Any) -> list[Link]:
    return [link for link in links_to(model=type(record), user=user) if _date_field(link.model) is not None]


def _date_field(model: type[Record]) -> str | None:
    """The date by which a record stands on a timeline: its birth, else the first thing that happened."""
    return model.kind.born or next(iter(model.kind.happened), None)


def _pointing(record: Record, link: Link, before: Cursor | None, setting: Setting, size: int) -> list[Happening]:
    name = str(_date_field(link.model))
    rows = named(link.model.objects.all()).filter(**{link.field: record, f"{name}__isnull": False})
    if before is not None:
        rows = rows.filter(_earlier(link.model, name, before, setting.zone))
    found = rows.order_by(f"-{name}", "-pk")[: size + 1]
    return sorted((_happening(each, name, setting) for each in found), key=_order, reverse=True)


def _earlier(model: type[Record], name: str, before: Cursor, zone: tzinfo) -> models.Q:
    """What stands after the cursor on a timeline that runs backwards."""
    moment, (key, number) = before
    at: date = moment
    if not isinstance(plain_field(model, name), models.DateTimeField):
        at = moment.astimezone(zone).date()
        if _moment(at, zone) != moment:
            return models.Q(**{f"{name}__lte": at})
    if model.kind.key > key:
        return models.Q(**{f"{name}__lt": at})
    at_once = models.Q(**{name: at}) & (models.Q(pk__lt=number) if model.kind.key == key else models.Q())
    return models.Q(**{f"{name}__lt": at}) | at_once


def _happening(record: Record, name: str, setting: Setting) -> Happening:
    value: Any = getattr(record, name)
    kind = record.kind
    stage = plain_field(type(record), kind.stage) if kind.stage else None
    detail = (
        "" if stage is None else shown(field=stage, values=own_values(record), model=type(record), setting=setting).text
    )
    return Happening(
        at=_moment(value, setting.zone),
        place=(kind.key, record.pk),
        type=kind.key,
        icon=kind.icon,
        label=kind.label,
        title=str(record),
        detail=detail,
        address=record_url(record),
        is_whole_day=not isinstance(value, datetime),
    )


def _moment(value: date, zone: tzinfo) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, time.min, zone)


def _parsed(cursor: str) -> Cursor | None:
    moment, _, rest = cursor.partition("~")
    key, _, number = rest.partition("~")
    try:
        at = datetime.fromisoformat(moment)
        return (at, (key, int(number))) if at.tzinfo else None
    except ValueError:
        return None

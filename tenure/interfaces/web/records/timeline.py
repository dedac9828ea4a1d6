"""Everything that happened to a record, merged by date: what was done to it and all that points to it."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tenure.foundation.records.model import Record
from tenure.interfaces.web.records.fields import FieldRights
from tenure.interfaces.web.records.happenings import Cursor, Happening, cursor_in, order_of
from tenure.interfaces.web.records.timeline_sources import CHANGES, about, changes_of, dated_links, pointing
from tenure.interfaces.web.records.words import Setting
from tenure.lifecycle.work.models import Note, Task

PAGE = 25
BRIEF = 8
ABOUT = {Note.kind.key: Note.kind.plural, Task.kind.key: Task.kind.plural}


@dataclass(frozen=True)
class TimelinePage:
    """A page of the timeline and where the next one begins (empty: this was the last)."""

    happenings: tuple[Happening, ...]
    next_cursor: str


def types_of(*, record: Record, user: Any) -> list[tuple[str, str]]:
    """What the timeline may be narrowed to: (type, label)."""
    kinds = {link.model.kind.key: link.model.kind.plural for link in dated_links(record=record, user=user)}
    return [(CHANGES, "Changes"), *sorted({**kinds, **ABOUT}.items(), key=lambda each: each[1])]


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
    before = cursor_in(cursor)
    sources: list[list[Happening]] = []
    if only in ("", CHANGES):
        sources.append(changes_of(record=record, rights=rights, setting=setting))
    if not only or only in ABOUT:
        told = about(record=record, user=user)
        sources.append([each for each in told if only in ("", each.type)])
    for link in dated_links(record=record, user=user):
        if only in ("", link.model.kind.key):
            begin = _later_of(before, until)
            sources.append(pointing(record=record, link=link, before=begin, setting=setting, size=size))
    newest_first = heapq.merge(*sources, key=order_of, reverse=True)
    wanted = (each for each in newest_first if _is_before(each, before) and (until is None or each.at <= until))
    found = [each for each, _ in zip(_unique(wanted), range(size + 1), strict=False)]
    return TimelinePage(tuple(found[:size]), found[size - 1].cursor if len(found) > size else "")


def _later_of(before: Cursor | None, until: datetime | None) -> Cursor | None:
    """The cursor from which a source is read: on a past day, nothing after it."""
    if until is None or (before is not None and before[0] <= until):
        return before
    return until, ("", 0)


def _is_before(each: Happening, before: Cursor | None) -> bool:
    return before is None or order_of(each) < before


def _unique(happenings: Iterator[Happening]) -> Iterator[Happening]:
    """A record that points here twice is one happening."""
    seen = set()
    for each in happenings:
        if each.place not in seen:
            seen.add(each.place)
            yield each

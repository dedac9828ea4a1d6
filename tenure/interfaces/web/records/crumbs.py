"""Where a page about a record stands: its list or its owner, the record, what is done there."""

from __future__ import annotations

from typing import Any

from tenure.foundation.access.rights import may
from tenure.foundation.records.model import Record
from tenure.interfaces.web.addresses import list_url, record_url
from tenure.interfaces.web.records.names import name_for

SHOWN_CHARACTERS = 80


def crumbs_to(record: Record, *further: str, user: Any) -> list[dict[str, str]]:
    """The way to a page about a record; `further` names what the page does with it."""
    way = _above(record, user)
    way.append({"label": name_for(record, user=user)[:SHOWN_CHARACTERS], "url": record_url(record) if further else ""})
    return [*way, *({"label": word} for word in further)]


def owner_of(record: Record, *, user: Any) -> Record | None:
    """The record that this one is a part of, where the person may see it."""
    link = record.kind.part_of
    owner = getattr(record, link) if link else None
    return owner if owner is not None and may(user=user, action="view", kind=owner.kind) else None


def _above(record: Record, user: Any) -> list[dict[str, str]]:
    owner = owner_of(record, user=user)
    if owner is not None:
        here = {"label": name_for(owner, user=user)[:SHOWN_CHARACTERS], "url": record_url(owner)}
        return [*_above(owner, user), here, {"label": record.kind.plural}]
    if record.kind.part_of:
        return [{"label": record.kind.plural}]
    return [{"label": record.kind.plural, "url": list_url(record.kind)}]

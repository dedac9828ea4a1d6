"""What a new record may be a second copy of: told in its form with links, never refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tenure.foundation.records.model import Record
from tenure.foundation.search.duplicates import duplicates_of
from tenure.interfaces.listing.labels import label_of
from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.records.fields import plain_field
from tenure.interfaces.web.records.names import name_for


@dataclass(frozen=True)
class Alike:
    """A record that is there already: its name, its page, and in what it is alike."""

    name: str
    address: str
    why: str


def alike_to(*, model: type[Record], values: Mapping[str, Any], visible: frozenset[str], user: Any) -> list[Alike]:
    """The records that a new one with these values may be, by fields that the person sees."""
    return [
        Alike(name_for(each.record, user=user), record_url(each.record), _why(model, each.record, each.field))
        for each in duplicates_of(model=model, values=values, fields=visible)
    ]


def _why(model: type[Record], record: Record, name: str) -> str:
    if name == model.kind.title:
        return "nearly the same name"
    label = label_of(plain_field(model, name))
    return f"{label[:1].lower()}{label[1:]} {getattr(record, name)}"

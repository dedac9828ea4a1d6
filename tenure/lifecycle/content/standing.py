"""How what ships stands in this company: not there, as it ships, changed here, taken out, older than what ships."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import F
from django.db.models.functions import Lower

from tenure.foundation.records.kinds import model_of
from tenure.foundation.records.model import Record
from tenure.foundation.records.models import ExternalId
from tenure.lifecycle.content.pieces import Part, PartRef, Piece

SOURCE = "content"
PATH = "content"


class Standing(StrEnum):
    """How a piece stands."""

    MISSING = "missing"
    AS_SHIPPED = "as shipped"
    CHANGED = "changed here"
    REMOVED = "removed here"
    OWN = "own of that name"
    NEWER_SHIPS = "newer text ships"


@dataclass(frozen=True)
class Found:
    """A piece, how it stands, its record if there is one, and the labels of the fields that differ."""

    piece: Piece
    standing: Standing
    record: Record | None = None
    differs: tuple[str, ...] = ()


def standings(*, pieces: Sequence[Piece]) -> list[Found]:
    """How each piece stands, in a handful of queries for all of them."""
    records = loaded_records(pieces=pieces)
    own = _own_records([piece for piece in pieces if piece.key not in records])
    return [_found(piece, records, own.get(piece.key)) for piece in pieces]


def part_key(piece: Piece, part: Part) -> str:
    """The name of a part for good."""
    return f"{piece.key}#{part.key}"


def loaded_records(*, pieces: Iterable[Piece]) -> dict[str, Record]:
    """The records that were made from pieces and parts, by key; those taken out of use too."""
    kinds = {piece.kind for piece in pieces} | {part.kind for piece in pieces for part in piece.parts}
    names: dict[str, dict[int, str]] = defaultdict(dict)
    for found in ExternalId.objects.filter(source=SOURCE, kind_key__in=kinds):
        names[found.kind_key][found.target_id] = found.external_id
    records: dict[str, Record] = {}
    for kind, by_id in names.items():
        for record in model_of(kind).everything.filter(pk__in=by_id):
            records[by_id[record.pk]] = record
    return records


def differing(*, values: Mapping[str, Any], record: Record, links: Mapping[str, Record]) -> dict[str, Any]:
    """The shipped values that the record does not have, by field; `links` are the records of the parts."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        field = record._meta.get_field(name)
        wanted = links[value.key].pk if isinstance(value, PartRef) else value
        if getattr(record, field.attname) != wanted:  # type: ignore[union-attr]
            found[name] = wanted
    return found


def _own_records(pieces: Sequence[Piece]) -> dict[str, Record]:
    """Records in use that nobody made from a piece, and that are the same thing by name, by the piece's key."""
    by_kind: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        by_kind[piece.kind].append(piece)
    found: dict[str, Record] = {}
    for kind, some in by_kind.items():
        wanted = {_named(piece.values, piece.same): piece.key for piece in some}
        name = some[0].same[0]
        lowered = [named[0] for named in wanted]
        for record in model_of(kind).objects.annotate(lowered=Lower(F(name))).filter(lowered__in=lowered):
            key = wanted.get(_named(vars(record), some[0].same))
            if key is not None:
                found[key] = record
    return found


def _named(values: Mapping[str, Any], same: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(values[name]).lower() for name in same)


def _found(piece: Piece, records: Mapping[str, Record], own: Record | None) -> Found:
    record = records.get(piece.key)
    if record is None:
        if own is None:
            return Found(piece, Standing.MISSING)
        same = not differing(values=piece.values, record=own, links={}) and not piece.parts
        return Found(piece, Standing.AS_SHIPPED if same else Standing.OWN, own)
    if record.deleted_at is not None:
        return Found(piece, Standing.REMOVED, record)
    differs = tuple(_differences(piece, record, records))
    if not differs:
        return Found(piece, Standing.AS_SHIPPED, record)
    parts = [records[key] for part in piece.parts if (key := part_key(piece, part)) in records]
    touched = any(_touched(each) for each in (record, *parts))
    return Found(piece, Standing.CHANGED if touched else Standing.NEWER_SHIPS, record, differs)


def _differences(piece: Piece, record: Record, records: Mapping[str, Record]) -> Iterable[str]:
    yield from (_label(record, name) for name in differing(values=piece.values, record=record, links={}))
    if not piece.parts:
        return
    links = {part.key: found for part in piece.parts if (found := records.get(part_key(piece, part)))}
    for part in piece.parts:
        found = links.get(part.key)
        if found is None or found.deleted_at is not None:
            yield str(part.values[model_of(part.kind).kind.title])
        elif _part_differs(part, found, links):
            yield str(found)
    ours = {found.pk for found in links.values()}
    model = model_of(piece.parts[0].kind)
    for other in model.objects.filter(**{str(model.kind.part_of): record}).exclude(pk__in=ours):
        yield str(other)


def _part_differs(part: Part, found: Record, links: Mapping[str, Record]) -> bool:
    linked = all(value.key in links for value in part.values.values() if isinstance(value, PartRef))
    return not linked or bool(differing(values=part.values, record=found, links=links))


def _label(record: Record, name: str) -> str:
    label = str(record._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[0].upper() + label[1:]


def _touched(record: Record) -> bool:
    """Whether somebody or something other than the loading wrote a version."""
    versions = record.versions_model._default_manager.filter(record_id=record.pk)
    return versions.exclude(change__path=PATH).exists()

"""Writing what ships into the company: what is missing, and newer texts of what nobody touched. Nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tenure.foundation.access.configuring import configuring
from tenure.foundation.access.models import User
from tenure.foundation.records import operations
from tenure.foundation.records.kinds import model_of
from tenure.foundation.records.model import Record
from tenure.lifecycle.content.pieces import Part, PartRef, Piece
from tenure.lifecycle.content.reading import shipped_pieces
from tenure.lifecycle.content.standing import (
    PATH,
    SOURCE,
    Found,
    Standing,
    differing,
    loaded_records,
    part_key,
    standings,
)

REASON = "What ships with Tenure"


@dataclass(frozen=True)
class Loaded:
    """What a loading did: pieces added, pieces given their newer text, and pieces left as they are."""

    added: tuple[Piece, ...]
    renewed: tuple[Piece, ...]
    kept: int


def load_content(*, by: User, now: datetime, pieces: Sequence[Piece] | None = None) -> Loaded:
    """Writes the missing pieces (default: of all that ship), and newer texts where nobody changed the old one.

    What the company changed, took out or has of its own under that name stays. A second time changes nothing. For
    administrators. Raises `NotAllowedError`, `ContentError`.
    """
    with configuring(by=by, path=PATH, now=now, reason=REASON):
        found = standings(pieces=shipped_pieces() if pieces is None else pieces)
        missing = [each.piece for each in found if each.standing is Standing.MISSING]
        newer = [each for each in found if each.standing is Standing.NEWER_SHIPS]
        for piece in missing:
            _add(piece, now)
        for each in newer:
            _renew(each, now)
    return Loaded(
        added=tuple(missing),
        renewed=tuple(each.piece for each in newer),
        kept=len(found) - len(missing) - len(newer),
    )


def _add(piece: Piece, now: datetime) -> None:
    values = {**piece.values, **dict.fromkeys(piece.dated, now)}
    record = operations.create(model=model_of(piece.kind), values=values, external_ids={SOURCE: piece.key})
    links: dict[str, Record] = {}
    for part in piece.parts:
        links[part.key] = _add_part(piece, part, record, links)


def _add_part(piece: Piece, part: Part, record: Record, links: Mapping[str, Record]) -> Record:
    model = model_of(part.kind)
    values = {name: links[value.key] if isinstance(value, PartRef) else value for name, value in part.values.items()}
    return operations.create(
        model=model,
        values={**values, str(model.kind.part_of): record},
        external_ids={SOURCE: part_key(piece, part)},
    )


def _renew(found: Found, now: datetime) -> None:
    """Gives an untouched record its newer text; parts that no longer ship go out of use."""
    assert found.record is not None
    piece, record = found.piece, found.record
    _change(record, piece.values, {})
    present = loaded_records(pieces=[piece])
    links: dict[str, Record] = {}
    for part in piece.parts:
        known = present.get(part_key(piece, part))
        links[part.key] = _add_part(piece, part, record, links) if known is None else known
        if known is not None:
            if known.deleted_at is not None:
                operations.undelete(record=known)
            _change(known, part.values, links)
    _drop_others(piece, record, links)


def _change(record: Record, values: Mapping[str, object], links: Mapping[str, Record]) -> None:
    if patch := differing(values=values, record=record, links=links):
        named = {getattr(record._meta.get_field(name), "attname", name): value for name, value in patch.items()}
        operations.change(record=record, values=named)


def _drop_others(piece: Piece, record: Record, links: Mapping[str, Record]) -> None:
    if not piece.parts:
        return
    model = model_of(piece.parts[0].kind)
    mine = {link.pk for link in links.values()}
    for other in model.objects.filter(**{str(model.kind.part_of): record}).exclude(pk__in=mine):
        operations.delete(record=other)

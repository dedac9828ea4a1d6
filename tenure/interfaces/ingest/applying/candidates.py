"""The rows of a chunk as one target sees them: computed, converted, linked; or refused, with the reason."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tenure.interfaces.ingest.applying.keys import key_of, plain
from tenure.interfaces.ingest.applying.links import Link, inherited
from tenure.interfaces.ingest.applying.lookups import Trouble
from tenure.interfaces.ingest.applying.plan import Cell, TargetPlan
from tenure.interfaces.ingest.reading import Row


class _Later:
    """Stands for a link that may lead to a row still to come."""

    def __repr__(self) -> str:
        return "later"


LATER = _Later()
NEEDED = "is empty, and every record needs one"


@dataclass(slots=True)
class Candidate:
    """One row for one target. `values` follow the plan's cells, then links; `key` is what the source calls it."""

    number: int
    row: dict[str, Any]
    values: list[Any] = field(default_factory=list)
    own: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    known_from: datetime | None = None
    reason: str = ""
    is_left_out: bool = False
    is_incomplete: bool = False

    def digest(self) -> int:
        """A number for what the row says; 0 while a link of it is still to be made."""
        if self.is_incomplete:
            return 0
        said = "\x1f".join(map(repr, (*self.values, *self.own.items())))
        hashed = hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        return int.from_bytes(hashed, "big", signed=True) or 1


def candidates(*, plan: TargetPlan, rows: Sequence[Row]) -> list[Candidate]:
    """A candidate for every row, in order, with its links found for the whole chunk at once."""
    found = [_computed(plan, row) for row in rows]
    usable = [candidate for candidate in found if not candidate.reason and not candidate.is_left_out]
    for link in plan.links:
        _linked(link, usable)
    for place, link in enumerate(plan.links):
        if link.heirs:
            _inherit(plan, place, [candidate for candidate in usable if not candidate.reason])
    return found


def _inherit(plan: TargetPlan, place: int, rows: Sequence[Candidate]) -> None:
    """Fills a link that rows do not speak of by what their other links lead to."""
    link, first = plan.links[place], len(plan.cells)
    empty = [candidate for candidate in rows if candidate.values[first + place] is None]
    found = inherited(link.heirs, plan.links, [candidate.values[first:] for candidate in empty])
    for candidate, value in zip(empty, found, strict=True):
        candidate.values[first + place] = value
        if value is None and link.is_required:
            candidate.reason = f"{link.name}: {NEEDED}"


def _computed(plan: TargetPlan, row: Row) -> Candidate:
    candidate = Candidate(number=row.number, row=row.values)
    name = ""
    try:
        if plan.when is not None and not plan.when(row.values):
            candidate.is_left_out = True
            return candidate
        candidate.key = key_of(plan, row)
        for cell in plan.cells:
            name = cell.name
            candidate.values.append(_value(cell, row.values))
        for cell in plan.own:
            name = cell.name
            candidate.own[cell.name] = _value(cell, row.values)
        name = "known_from"
        if plan.known is not None:
            candidate.known_from = _value(plan.known, row.values)
    except (ValueError, OverflowError, ArithmeticError) as error:
        candidate.reason = f"{name}: {error}" if name else str(error)
    return candidate


def _value(cell: Cell, row: dict[str, Any]) -> Any:
    given = cell.evaluate(row)
    if given is not None and given != "":
        value = cell.convert(given)
        if value is not None and value != "":
            return value
    if cell.is_required:
        raise ValueError(NEEDED)
    return cell.blank


def _linked(link: Link, rows: Sequence[Candidate]) -> None:
    keys: list[str] = []
    for candidate in rows:
        try:
            keys.append("" if candidate.reason else plain(link.evaluate(candidate.row)))
        except (ValueError, ArithmeticError) as error:
            keys.append("")
            candidate.reason = f"{link.name}: {error}"
    if link.is_own_kind:
        link.finder.forget_missing()
    missing = link.finder.missing
    if link.is_own_kind:
        link.finder.missing = "reject"  # what is not there yet may be a row to come: nothing is made for it now
    known = link.finder.find(key for key in keys if key)
    link.finder.missing = missing
    for candidate, key in zip(rows, keys, strict=True):
        candidate.values.append(_place(link, candidate, key, known))


def _place(link: Link, candidate: Candidate, key: str, known: dict[str, int | Trouble]) -> Any:
    if not key:
        if link.is_required and not link.heirs and not candidate.reason:
            candidate.reason = f"{link.name}: {NEEDED}"
        return None
    found = known[key]
    if isinstance(found, int):
        return found
    if link.is_own_kind and not link.is_required and not found.is_ambiguous:
        candidate.is_incomplete = True
        return LATER
    if link.is_ignored and not link.is_required:
        return None
    candidate.reason = candidate.reason or f"{link.name}: {found.reason}"
    return None

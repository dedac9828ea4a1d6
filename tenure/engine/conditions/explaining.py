"""Why a condition holds for one row or not: each part of it with the row's value and its own answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from typing import Any, Literal

from tenure.engine.conditions.asking import Asked, Previous
from tenure.engine.conditions.deciding import all_hold, any_holds, clause_holds, is_known, opposite
from tenure.engine.conditions.syntax import And, Change, Comparison, Condition, Fields, Me, Not, Or
from tenure.engine.conditions.writing import write


@dataclass(frozen=True)
class Clause:
    """One comparison or change: its text, the row's value, and what came of it.

    `before` is the earlier value of a change. `cause` says in words why the answer is unknown; empty where it is known.
    """

    text: str
    value: Any
    holds: bool | None
    field: str = ""
    before: Any = None
    cause: str = ""


@dataclass(frozen=True)
class Joint:
    """Parts joined by `and` or `or`, or one part under `not`, with the answer of all together."""

    word: Literal["and", "or", "not"]
    parts: tuple[Explained, ...]
    text: str
    holds: bool | None


Explained = Clause | Joint


def explain(
    condition: Condition,
    *,
    row: Mapping[str, Any],
    today: date,
    me: Any = None,
    zone: tzinfo = UTC,
    fields: Fields | None = None,
    previous: Previous | None = None,
    causes: Mapping[str, str] | None = None,
) -> Explained:
    """The condition as a tree of the same shape, with every answer on the way. Takes what `decide` takes.

    `causes` says by field why its value is not known, such as “no survey answered yet”.
    """
    asked = Asked(today=today, me=me, zone=zone, fields=fields or {})
    return _explained(condition, row, previous or {}, causes or {}, asked)


def clauses_explained(explained: Explained) -> Iterator[Clause]:
    """The comparisons and changes alone, in the order of the text."""
    if isinstance(explained, Clause):
        yield explained
        return
    for part in explained.parts:
        yield from clauses_explained(part)


def _explained(
    condition: Condition, row: Mapping[str, Any], previous: Previous, causes: Mapping[str, str], asked: Asked
) -> Explained:
    match condition:
        case And(inner) | Or(inner):
            parts = tuple(_explained(part, row, previous, causes, asked) for part in inner)
            answers = [part.holds for part in parts]
            if isinstance(condition, And):
                return Joint("and", parts, write(condition), all_hold(answers))
            return Joint("or", parts, write(condition), any_holds(answers))
        case Not(part):
            only = _explained(part, row, previous, causes, asked)
            return Joint("not", (only,), write(condition), opposite(only.holds))
        case Comparison() | Change():
            return _clause(condition, row, previous, causes, asked)


def _clause(
    clause: Comparison | Change, row: Mapping[str, Any], previous: Previous, causes: Mapping[str, str], asked: Asked
) -> Clause:
    name, value = clause.field, row.get(clause.field)
    holds = clause_holds(clause, row=row, previous=previous, asked=asked)
    before = previous.get((name, clause.days)) if isinstance(clause, Change) else None
    cause = _cause(clause, value, before, causes) if holds is None else ""
    return Clause(write(clause), value, holds, name, before, cause)


def _cause(clause: Comparison | Change, value: Any, before: Any, causes: Mapping[str, str]) -> str:
    if not is_known(value):
        return causes.get(clause.field) or f"{clause.field} is not known"
    if isinstance(clause, Comparison):
        is_mine = Me() in clause.values
        return "nobody is asking as “me”" if is_mine else f"the name of what {clause.field} leads to is not known"
    days = "the day before" if clause.days == 1 else f"{clause.days} days before"
    if not is_known(before):
        return f"{clause.field} was not known {days}"
    return f"{clause.field} was 0 {days}, which has no percentage"

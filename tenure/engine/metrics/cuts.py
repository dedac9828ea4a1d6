"""Cuts of a number: by a row's own column, or by any field of a linked record as it was on the row's day (G16)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.engine.relations.declaring import Relation
from tenure.engine.relations.describing import Column, Description, Holds
from tenure.engine.relations.records import Records
from tenure.engine.relations.suggesting import nearest

UNKNOWN = "unknown"


class UnknownCutError(LookupError):
    """A metric cannot be cut by this."""


@dataclass(frozen=True)
class Cut:
    """A dimension of one relation, resolved. `name` is what was asked for; `column` is a column of the rows, or
    `steps` lead from a column of the rows over kinds and their columns to a value: (kind, column) each. `kind` is the
    kind of the records whose titles are shown, where the value is a link."""

    name: str
    holds: Holds
    column: str | None = None
    link: str = ""
    steps: tuple[tuple[str, str], ...] = ()
    own_field: str | None = None
    kind: str | None = None
    unknown: str = UNKNOWN
    choices: Mapping[str, str] | None = None


def resolve(name: str, *, relation: Relation, kinds: Mapping[str, Description]) -> Cut:
    """The cut that a name means for a relation: one of its dimensions, or a path such as `account.industry`,
    `account.csm.team` or `account.custom.plan_b`. Raises `UnknownCutError` with a suggestion."""
    path = relation.dimensions.get(name, name)
    unknown = relation.unknown.get(name)
    if "." not in path:
        if name in relation.dimensions:
            return Cut(name, Holds.TEXT, column=path, unknown=unknown or UNKNOWN)
        raise UnknownCutError(_suggest(name, [*relation.dimensions, *relation.links]))
    start, *fields = path.split(".")
    if start not in relation.links:
        raise UnknownCutError(_suggest(name, [*relation.dimensions, *(f"{link}." for link in relation.links)]))
    return _walk(name, start, fields, relation.links[start], unknown, kinds)


def _walk(
    name: str, start: str, fields: list[str], link: str, unknown: str | None, kinds: Mapping[str, Description]
) -> Cut:
    steps: list[tuple[str, str]] = []
    here = start
    for place, field in enumerate(fields):
        kind = kinds[here]
        if field == "custom" and place == len(fields) - 2:
            own = kind.own.get(fields[-1])
            if own is None:
                raise UnknownCutError(_suggest(name, [f"{start}.custom.{key}" for key in kind.own]))
            steps.append((here, "custom"))
            return Cut(name, own.holds, link=link, steps=tuple(steps), own_field=own.name, unknown=unknown or UNKNOWN)
        if field == "title" and place == len(fields) - 1:
            # The linked record itself.
            return Cut(name, Holds.LINK, link=link, steps=tuple(steps), kind=here, unknown=unknown or UNKNOWN)
        column = kind.columns.get(field)
        if column is None or column.is_long:
            raise UnknownCutError(_suggest(name, [f"{start}.{key}" for key in kind.columns]))
        steps.append((here, column.column))
        if place < len(fields) - 1:
            if column.links_to is None:
                raise UnknownCutError(f"“{name}”: {kind.label} has no linked record called {field!r}.")
            here = column.links_to
        else:
            return _end(name, column, link, tuple(steps), unknown)
    raise UnknownCutError(f"“{name}” names no field.")


def _end(name: str, column: Column, link: str, steps: tuple[tuple[str, str], ...], unknown: str | None) -> Cut:
    return Cut(
        name,
        column.holds,
        link=link,
        steps=steps,
        kind=column.links_to,
        unknown=unknown or column.nothing or UNKNOWN,
        choices=column.choices or None,
    )


def with_cuts(table: ir.Table, *, cuts: Mapping[str, Cut], records: Records) -> ir.Table:
    """The rows with one column per cut (by the names of `cuts`): the stored value, an id where it is a link."""
    groups: dict[tuple[str, str], dict[str, str]] = {}
    for new, cut in cuts.items():
        if cut.column is not None:
            table = table.mutate(**{new: table[cut.column]})
        elif not cut.steps:
            table = table.mutate(**{new: table[cut.link]})
        else:
            kind, column = cut.steps[0]
            groups.setdefault((kind, cut.link), {})[new] = column
    for number, ((kind, link), columns) in enumerate(groups.items()):
        table = records.at(table, kind=kind, link=link, day="day", columns=columns, prefix=f"_cut{number}")
    for new, cut in cuts.items():
        for number, (kind, column) in enumerate(cut.steps[1:]):
            before = f"{new}_before"
            table = table.rename({before: new})
            table = records.at(
                table, kind=kind, link=before, day="day", columns={new: column}, prefix=f"_{new}{number}"
            ).drop(before)
        if cut.own_field is not None:
            table = table.mutate(**{new: own_value(table[new], cut.own_field)})
    return table


def own_value(custom: ir.Value, key: str) -> ir.StringValue:
    """A company's own field out of a record's `custom`, as text."""
    held: Any = custom
    return held.cast("json")[key].cast("string").re_replace('^"|"$', "").nullif("null")


def labels(cuts: Mapping[str, Cut], *, records: Records, found: Mapping[str, set[Any]]) -> dict[str, dict[Any, str]]:
    """For each cut that is a link, the titles of the ids found; a title that two records share gets its public id."""
    told: dict[str, dict[Any, str]] = {}
    for name, cut in cuts.items():
        if cut.holds is not Holds.LINK or cut.kind is None:
            continue
        kind = records.kind(cut.kind)
        ids = found[name] - {None}
        every = records.source.answer(
            name=("titles", kind.key), view=records.view, make=partial(_titles, records, kind)
        )
        rows = [row for row in every if row["id"] in ids]
        titles = [row["title"] for row in rows]
        told[name] = {
            row["id"]: row["title"] if titles.count(row["title"]) == 1 else f"{row['title']} ({row['public_id']})"
            for row in rows
        }
    return told


def _titles(records: Records, kind: Description) -> ir.Table:
    held = records.now(kind.key)
    return held.select("id", "public_id", title=held[kind.title])


def _suggest(name: str, known: list[str]) -> str:
    near = nearest(name, known, least=60)
    hint = f"; did you mean “{near}”?" if near else f"; there are: {', '.join(sorted(known)[:20])}."
    return f"There is no dimension “{name}”{hint}"


def null_safe(column: ir.Value) -> ir.Value:
    """Where an empty text stands for nothing, nothing."""
    value: Any = column
    return value.nullif(ibis.literal("")) if value.type().is_string() else value

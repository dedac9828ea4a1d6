"""A mapping cut to the tables at hand: what they lack is left out, and told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from glob import escape

from tenure.foundation.access.rights import CUSTOM
from tenure.foundation.records.kinds import model_of
from tenure.interfaces.ingest.mapping.checking import COUNT, called, columns_of, joined, own_columns, tables_for
from tenure.interfaces.ingest.mapping.expressions import ExpressionError, Reader, read_expression
from tenure.interfaces.ingest.mapping.schema import USAGE, Mapping, Rule, Target
from tenure.interfaces.ingest.mapping.usage import NEEDED
from tenure.interfaces.ingest.reading import Table

_ANY = Reader(number=lambda value: value, date=lambda value: value, is_nothing=lambda value: value is None)


class NothingFitsError(ValueError):
    """None of the tables is one that the mapping knows."""


@dataclass
class Fitted:
    """A mapping that fits the tables. `used` and `unused` are names of tables; `notes` tell what else was left out."""

    mapping: Mapping
    used: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def fit(*, mapping: Mapping, tables: Sequence[Table]) -> Fitted:
    """The mapping for these tables: targets whose table is there, with the fields whose columns are there.

    Raises `NothingFitsError`.
    """
    targets: list[Target] = []
    used: set[str] = set()
    notes: list[str] = []
    for target in mapping.targets:
        for table in tables_for(target, tables):
            fitted = _fitted(mapping.whole(target), table, tables)
            if isinstance(fitted, Target):
                targets.append(fitted.model_copy(update={"let": target.let}))
                used.add(table.name)
                used |= {other.name for join in fitted.join.values() for other in joined(join.table, tables)}
            else:
                notes.append(fitted)
    if not targets:
        known = "; ".join(dict.fromkeys(_signature(target) for target in mapping.targets))
        raise NothingFitsError(
            f"None of the files fits the mapping {mapping.name or mapping.source}. It knows: {known}."
        )
    needed = {(target.kind, CUSTOM + one.key) for target in targets for one in mapping.custom_fields}
    needed &= {(target.kind, name) for target in targets for name in target.fields}
    own = [one for one in mapping.custom_fields if (one.kind, CUSTOM + one.key) in needed]
    whole = mapping.model_copy(update={"targets": targets, "custom_fields": own})
    names = [table.name for table in tables]
    return Fitted(
        whole, [n for n in names if n in used], [n for n in names if n not in used], list(dict.fromkeys(notes))
    )


def _signature(target: Target) -> str:
    what = target.kind.replace("_", " ")
    told = f"columns {', '.join(target.recognised_by)}" if target.recognised_by else f"a table {target.table or ''}"
    return f"{what} ({told.strip()})"


def _fitted(target: Target, table: Table, tables: Sequence[Table]) -> Target | str:
    """The target for one table, or why there is none."""
    present = own_columns(target, table)
    named = {name: called(target, name, table) for name in target.also_called}
    joins = _joins(target, present, tables)
    cut = target.model_copy(
        update={
            "table": escape(table.name),
            "recognised_by": [],
            "also_called": {name: [other] for name, other in named.items() if other and name not in table.columns},
            "join": joins,
            "absent": [],
        }
    )
    known = columns_of(cut, table, tables)
    fields = {name: rule for name, rule in target.fields.items() if _is_there(target, rule, known)}
    missing = [name for name in _needed(target) if name in target.fields and name not in fields]
    if target.id is not None and not _is_there(target, target.id, known):
        return f"{table.name} makes no {target.kind.replace('_', ' ')}: it lacks {_named(target, target.id)}."
    if missing:
        lacking = ", ".join(_named(target, target.fields[name]) for name in missing)
        return f"{table.name} makes no {target.kind.replace('_', ' ')}: it lacks {lacking}."
    known_from = target.known_from if target.known_from and _is_there(target, target.known_from, known) else None
    known |= set(target.let)
    rules = [*fields.values(), *([target.id] if target.id else []), *([known_from] if known_from else [])]
    used = {name for rule in rules for name in _columns(target, rule)} | _of_text(target, target.when)
    return cut.model_copy(
        update={
            "fields": fields,
            "known_from": known_from,
            "match": [name for name in target.match if name in fields],
            "absent": sorted(used - known),
        }
    )


def _joins(target: Target, present: set[str], tables: Sequence[Table]) -> dict[str, object]:
    """The joins whose table, and whose key on this side, are there."""
    kept: dict[str, object] = {}
    known = set(present)
    for alias, join in target.join.items():
        others = joined(join.table, tables)
        theirs = {column for other in others for column in other.columns}
        if others and set(join.on.values()) <= known and set(join.on) <= theirs:
            kept[alias] = join
            known |= {f"{alias}.{column}" for column in {COUNT, *theirs}}
    return kept


def _needed(target: Target) -> Iterator[str]:
    if target.kind == USAGE:
        yield from NEEDED
        return
    for one in model_of(target.kind)._meta.local_concrete_fields:
        if not one.blank and not one.has_default() and not one.null and one.editable:
            yield one.name


def _is_there(target: Target, rule: Rule, known: set[str]) -> bool:
    """Whether the table has anything that the rule speaks of, or the rule has an answer without it."""
    columns = _columns(target, rule)
    return not columns or bool(columns & known) or _answers_anyway(target, rule)


def _answers_anyway(target: Target, rule: Rule) -> bool:
    """Whether the rule says something of a row in which everything is empty, as `coalesce(Plan, 'Standard')` does."""
    text = target.let.get(rule.column) if rule.column is not None else rule.expression
    if text is None:
        return False
    try:
        return read_expression(text, reader=_ANY, lets=target.let).evaluate({}) is not None
    except (ExpressionError, ValueError, TypeError, ArithmeticError):
        return False


def _columns(target: Target, rule: Rule) -> set[str]:
    if rule.column is not None and rule.column not in target.let:
        return {rule.column}
    return _of_text(target, rule.column or rule.expression)


def _of_text(target: Target, text: str | None) -> set[str]:
    if text is None:
        return set()
    try:
        return set(read_expression(text, reader=_ANY, lets=target.let).columns)
    except ExpressionError:
        return set()  # told when the mapping is checked


def _named(target: Target, rule: Rule) -> str:
    return " or ".join(sorted(_columns(target, rule))) or "a value"

"""Columns that a mapping does not speak of, kept as fields of the company's own: nothing of a file is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tenure.foundation.access.rights import CUSTOM
from tenure.foundation.records.custom_values import custom_fields
from tenure.interfaces.ingest.columns import ColumnProfile, ColumnType, Question, Topic, describe, own_field_for
from tenure.interfaces.ingest.mapping.checking import joined, tables_for
from tenure.interfaces.ingest.mapping.expressions import ExpressionError, Reader, read_expression
from tenure.interfaces.ingest.mapping.rules import written
from tenure.interfaces.ingest.mapping.schema import USAGE, Mapping, OwnField, Rule, Target
from tenure.interfaces.ingest.mapping.suggesting import OpenQuestion
from tenure.interfaces.ingest.reading import Table

_ANY = Reader(number=lambda value: value, date=lambda value: value, is_nothing=lambda value: value is None)


def unmapped(*, mapping: Mapping, tables: Sequence[Table]) -> dict[str, list[str]]:
    """The columns with values in them that no target reads, by table; of tables that the mapping reads at all."""
    return {table.name: [profile.name for profile in left] for table, _, left in _left(mapping, tables) if left}


def with_unmapped(*, mapping: Mapping, tables: Sequence[Table]) -> tuple[Mapping, list[OpenQuestion]]:
    """The mapping with a field of the company's own for each of those columns, on the kind that the table's rows mainly
    are; and what their cells leave open, such as which of two numbers is the month."""
    own, targets = list(mapping.custom_fields), list(mapping.targets)
    questions: list[OpenQuestion] = []
    for _, place, left in _left(mapping, tables):
        target = targets[place]
        taken = {one.key for one in custom_fields(kind_key=target.kind)}
        taken |= {one.key for one in own if one.kind == target.kind}
        fields = dict(target.fields)
        for profile in left:
            field = own_field_for(profile, taken=taken)
            taken.add(field.key)
            own.append(
                OwnField(
                    kind=target.kind, key=field.key, label=field.label, type=field.type, options=list(field.options)
                )
            )
            fields[CUSTOM + field.key] = Rule(column=profile.name, **written(profile))
            questions += [OpenQuestion(place, CUSTOM + field.key, one) for one in _open(profile)]
        targets[place] = target.model_copy(update={"fields": fields})
    return mapping.model_copy(update={"custom_fields": own, "targets": targets}), questions


def _open(profile: ColumnProfile) -> list[Question]:
    return [one for one in profile.questions if one.topic is not Topic.CURRENCY]


def _left(mapping: Mapping, tables: Sequence[Table]) -> Iterator[tuple[Table, int, list[ColumnProfile]]]:
    """Each table with the place of the target that its rows mainly are, and the columns that nothing reads."""
    for table in tables:
        readers = [place for place, one in enumerate(mapping.targets) if table in tables_for(one, tables)]
        places = [place for place in readers if mapping.targets[place].kind != USAGE]
        if places:
            read = {name for place in readers for name in _read(mapping.whole(mapping.targets[place]))}
            read |= _joined(mapping, table, tables)
            yield table, _main(mapping, places), [one for one in describe(table) if _is_left(one, read)]


def _is_left(profile: ColumnProfile, read: set[str]) -> bool:
    """A name with a line before it is bookkeeping of whatever copied the table, and says nothing of its rows."""
    is_said = profile.type is not ColumnType.EMPTY and not profile.name.startswith("_")
    return is_said and profile.name not in read


def _main(mapping: Mapping, places: Sequence[int]) -> int:
    """The target with most fields: of a file of deals that also names accounts, the deals."""
    return max(places, key=lambda place: (len(mapping.targets[place].fields), -place))


def _read(target: Target) -> set[str]:
    """What a target reads of its own table, under every name that the column may have."""
    rules = [*target.fields.values(), *(one for one in (target.id, target.known_from) if one is not None)]
    names = {rule.column for rule in rules if rule.column is not None}
    texts = [rule.expression for rule in rules if rule.expression] + [*target.let.values(), target.when or ""]
    for text in filter(None, texts):
        names |= _columns(text, target.let)
    names |= {name for join in target.join.values() for name in join.on.values()}
    return names | {other for name, others in target.also_called.items() if name in names for other in others}


def _joined(mapping: Mapping, table: Table, tables: Sequence[Table]) -> set[str]:
    """What targets read of the table by joining it to another."""
    found: set[str] = set()
    for target in map(mapping.whole, mapping.targets):
        for alias, join in target.join.items():
            if any(other.name == table.name for other in joined(join.table, tables)):
                named = (name.removeprefix(f"{alias}.") for name in _read(target) if name.startswith(f"{alias}."))
                found |= {*join.on, *named}
    return found


def _columns(text: str, lets: dict[str, str]) -> set[str]:
    try:
        return set(read_expression(text, reader=_ANY, lets=lets).columns)
    except ExpressionError:
        return set()  # told when the mapping is checked

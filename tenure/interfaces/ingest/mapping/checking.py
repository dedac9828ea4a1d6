"""Whether a mapping fits the kinds of this installation, the tables of an import, and the rights of its importer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any

from django.db import models

from tenure.foundation.access.rights import CUSTOM, NotAllowedError, editable_fields, may, require
from tenure.foundation.organisation.days import UnknownZoneError, zone_named
from tenure.foundation.organisation.money import UnknownCurrencyError, checked_currency
from tenure.foundation.records.kinds import UnknownKindError, model_of, record_models
from tenure.foundation.records.models import CustomField
from tenure.interfaces.ingest.mapping.errors import Fault, MappingError, suggestion
from tenure.interfaces.ingest.mapping.expressions import ExpressionError, Reader, read_expression
from tenure.interfaces.ingest.mapping.schema import ANY_ID, CREATE, ID, PUBLIC_ID, USAGE, Mapping, Rule, Target
from tenure.interfaces.ingest.mapping.usage import ACCOUNT, faults_of_usage
from tenure.interfaces.ingest.reading import Table

COUNT = "count"
NOT_MAPPED = frozenset({"id", "public_id", "deleted_at", "merged_into", "custom"})
_ANY = Reader(number=lambda value: value, date=lambda value: value, is_nothing=lambda value: value is None)


def check(*, mapping: Mapping, tables: Sequence[Table], by: Any) -> None:
    """Passes if the mapping can be run on the tables by this user.

    Raises `MappingError` with every fault, `NotAllowedError` for what the user may not write.
    """
    faults = [*_of_whole(mapping)]
    for place, target in enumerate(mapping.targets):
        faults += _of_target(mapping, mapping.whole(target), tables, f"targets › {place + 1}")
    if faults:
        raise MappingError(faults)
    _require_rights(mapping, by)


def tables_for(target: Target, tables: Sequence[Table]) -> list[Table]:
    """The tables that a target reads: of its name (`*` stands for any letters), with its columns, or the only one."""
    if target.recognised_by:
        return [table for table in tables if set(target.recognised_by) <= own_columns(target, table)]
    if target.table is None:
        return list(tables)
    return joined(target.table, tables)


def columns_of(target: Target, table: Table, tables: Sequence[Table]) -> set[str]:
    """The names that rules of the target may use: the table's columns, and those of what it joins."""
    names = own_columns(target, table) | set(target.absent)
    for alias, join in target.join.items():
        columns = {column for other in joined(join.table, tables) for column in other.columns}
        names |= {f"{alias}.{column}" for column in {COUNT, *columns}}
    return names


def own_columns(target: Target, table: Table) -> set[str]:
    """The table's columns, by all names that the target has for them."""
    return set(table.columns) | {name for name in target.also_called if called(target, name, table) is not None}


def called(target: Target, name: str, table: Table) -> str | None:
    """How the table calls a column that may go by several names, whatever the capitals."""
    if name in table.columns:
        return name
    folded = {column.strip().casefold(): column for column in reversed(table.columns)}
    names = [name, *target.also_called.get(name, [])]
    return next((folded[other.casefold()] for other in names if other.casefold() in folded), None)


def joined(name: str, tables: Sequence[Table]) -> list[Table]:
    """The tables of this name; of names with `|` between them, those of the first that there are."""
    for one in name.casefold().split("|"):
        if found := [table for table in tables if fnmatchcase(table.name.casefold(), one.strip())]:
            return found
    return []


def own_fields(mapping: Mapping, kind_key: str) -> dict[str, CustomField]:
    """The company's own fields of a kind: those that there are, and those that the mapping brings."""
    found = {field.key: field for field in CustomField.objects.filter(kind_key=kind_key, retired_at=None)}
    for declared in mapping.custom_fields:
        if declared.kind == kind_key and declared.key not in found:
            found[declared.key] = CustomField(
                kind_key=kind_key,
                key=declared.key,
                label=declared.label,
                type=declared.type,
                options=declared.options,
                link_kind=declared.link_kind,
            )
    return found


def _of_whole(mapping: Mapping) -> Iterator[Fault]:
    if mapping.zone:
        yield from _zone(mapping.zone, "zone")
    if mapping.currency:
        try:
            checked_currency(mapping.currency)
        except UnknownCurrencyError as error:
            yield Fault("currency", str(error))
    for place, declared in enumerate(mapping.custom_fields):
        yield from _kind(declared.kind, f"custom_fields › {place + 1} › kind")


def _zone(name: str, place: str) -> Iterator[Fault]:
    try:
        zone_named(name)
    except UnknownZoneError as error:
        yield Fault(place, str(error))


def _kind(key: str, place: str) -> Iterator[Fault]:
    try:
        model_of(key)
    except UnknownKindError:
        known = [model.kind.key for model in record_models()]
        yield Fault(place, f"there is no kind of record “{key}”.{suggestion(key, known)}")


def _of_target(mapping: Mapping, target: Target, tables: Sequence[Table], place: str) -> Iterator[Fault]:
    wrong_kind = [] if target.kind == USAGE else list(_kind(target.kind, f"{place} › kind"))
    if wrong_kind:
        yield from wrong_kind
        return
    found = tables_for(target, tables)
    if not found and target.table is not None:
        names = [table.name for table in tables]
        yield Fault(f"{place} › table", f"this import has no table “{target.table}”.{suggestion(target.table, names)}")
    if not found and target.recognised_by:
        yield Fault(f"{place} › recognised_by", f"no table has the columns {', '.join(target.recognised_by)}.")
    if target.table is None and not target.recognised_by and len(tables) > 1:
        yield Fault(f"{place} › table", f"say which of the tables: {', '.join(table.name for table in tables)}.")
    for alias, join in target.join.items():
        if not joined(join.table, tables):
            names = [table.name for table in tables]
            yield Fault(
                f"{place} › join › {alias}", f"there is no table “{join.table}”.{suggestion(join.table, names)}"
            )
    columns = set.intersection(*(columns_of(target, table, tables) for table in found)) if found else None
    yield from faults_of_usage(target, place) if target.kind == USAGE else _of_fields(mapping, target, place)
    if columns is not None:
        columns |= set(target.let)
    for name, rule in _rules(target):
        yield from _of_rule(target, rule, columns, f"{place} › {name}")
    if target.when is not None:
        yield from _of_expression(target, target.when, columns, f"{place} › when")
    for name, text in target.let.items():
        yield from _of_expression(target, text, None, f"{place} › let › {name}")


def _rules(target: Target) -> Iterator[tuple[str, Rule]]:
    if target.id is not None:
        yield "id", target.id
    if target.known_from is not None:
        yield "known_from", target.known_from
    for name, rule in target.fields.items():
        yield f"fields › {name}", rule


def _of_fields(mapping: Mapping, target: Target, place: str) -> Iterator[Fault]:
    model = model_of(target.kind)
    fields = {field.name: field for field in model._meta.local_concrete_fields if field.name not in NOT_MAPPED}
    own = {CUSTOM + key for key in own_fields(mapping, target.kind)}
    for name, rule in target.fields.items():
        where = f"{place} › fields › {name}"
        if name not in fields and name not in own:
            hint = suggestion(name, {*fields, *own})
            yield Fault(where, f"{model.kind.plural} have no field “{name}”.{hint}")
            continue
        field = fields.get(name)
        is_link = isinstance(field, models.ForeignKey)
        if is_link and not rule.find:
            yield Fault(where, "this is a link: say with `find` by what the record is found, as in `find: name`.")
        if rule.find and field is not None and not is_link:
            yield Fault(where, "`find` is for links to other records; this field is none.")
        if is_link and rule.find:
            yield from _of_ways(field.related_model, rule, where)  # type: ignore[union-attr]
    unknown = [name for name in target.match if name not in target.fields]
    for name in unknown:
        yield Fault(
            f"{place} › match", f"“{name}” is not among the fields of this target.{suggestion(name, target.fields)}"
        )


def _of_ways(model: Any, rule: Rule, where: str) -> Iterator[Fault]:
    if not hasattr(model, "kind"):
        yield Fault(where, "this link leads to no record and cannot be imported.")
        return
    names = {field.name for field in model._meta.local_concrete_fields if not field.is_relation}
    for way in rule.find:
        if way not in names | {ID, ANY_ID, PUBLIC_ID}:
            yield Fault(where, f"{model.kind.plural} cannot be found by “{way}”.{suggestion(way, names | {ID})}")
    if rule.missing == CREATE and model._meta.get_field(model.kind.title).is_relation:
        yield Fault(where, f"{model.kind.plural} cannot be made by the way; import them first.")


def _of_rule(target: Target, rule: Rule, columns: set[str] | None, place: str) -> Iterator[Fault]:
    if rule.zone:
        yield from _zone(rule.zone, f"{place} › zone")
    if rule.column is not None and columns is not None and rule.column not in columns:
        yield Fault(place, f"the table has no column “{rule.column}”.{suggestion(rule.column, columns)}")
    if rule.expression is not None:
        yield from _of_expression(target, rule.expression, columns, f"{place} › expression")


def _of_expression(target: Target, text: str, columns: set[str] | None, place: str) -> Iterator[Fault]:
    try:
        expression = read_expression(text, reader=_ANY, lets=target.let)
    except ExpressionError as error:
        yield Fault(place, str(error))
        return
    if columns is None:
        return
    for name in sorted(expression.columns - columns):
        yield Fault(place, f"the table has no column “{name}”.{suggestion(name, columns)}")


def _require_rights(mapping: Mapping, by: Any) -> None:
    if mapping.custom_fields and not may(user=by, action="configure"):
        known = {(field.kind_key, field.key) for field in CustomField.objects.all()}
        if any((field.kind, field.key) not in known for field in mapping.custom_fields):
            require(user=by, action="configure")
    for target in mapping.targets:
        if target.kind == USAGE:
            require(user=by, action="bulk", kind=model_of(ACCOUNT).kind)
            require(user=by, action="change", kind=model_of(ACCOUNT).kind)
            continue
        kind = model_of(target.kind).kind
        for action in ("bulk", "create", "change"):
            require(user=by, action=action, kind=kind)
        own_new = {CUSTOM + field.key for field in mapping.custom_fields if field.kind == kind.key}
        refused = set(target.fields) - editable_fields(user=by, kind=kind) - own_new
        if refused:
            raise NotAllowedError(
                f"Your role does not let you write {', '.join(sorted(refused))} of {kind.plural.lower()}. "
                "Leave them out of the mapping, or ask an administrator."
            )
        for name, rule in target.fields.items():
            if rule.missing == CREATE:
                field: Any = model_of(target.kind)._meta.get_field(name)
                require(user=by, action="create", kind=field.related_model.kind)

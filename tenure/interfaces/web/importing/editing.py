"""Changing a mapping by the menus of the page: each function gives the mapping as it is afterwards."""

from __future__ import annotations

from typing import Any

from tenure.foundation.access.rights import CUSTOM
from tenure.foundation.records.custom_values import custom_fields
from tenure.foundation.records.kinds import model_of
from tenure.interfaces.ingest.columns import (
    EXTERNAL_ID,
    KNOWN_FROM,
    ColumnProfile,
    DateOrder,
    NumberStyle,
    Topic,
    own_field_for,
)
from tenure.interfaces.ingest.mapping.rules import rule_for
from tenure.interfaces.ingest.mapping.schema import Mapping, OwnField, Rule, Target

OWN = "=own"
MATCHED_BY_CONTENT = ""


def assign(mapping: Mapping, *, place: int, profile: ColumnProfile, choice: str) -> Mapping:
    """The column fills the chosen field and no other; none leaves it out, `=own` makes a field of the company's own.

    A field that another column filled is taken from it. The last field of a target cannot be left out.
    """
    target = mapping.targets[place]
    own: OwnField | None = None
    if choice == OWN:
        own = _new_own_field(mapping, target.kind, profile)
        choice = CUSTOM + own.key
    names = called(target, profile.name)
    fields = {name: rule for name, rule in target.fields.items() if rule.column not in names}
    changed: dict[str, Any] = {"fields": fields}
    if target.id is not None and target.id.column in names:
        changed["id"] = None
    if target.known_from is not None and target.known_from.column in names:
        changed["known_from"] = None
    if choice == EXTERNAL_ID:
        changed["id"] = rule_for(profile=profile, kind=target.kind, field=choice)
    elif choice == KNOWN_FROM:
        changed["known_from"] = rule_for(profile=profile, kind=target.kind, field=choice)
    elif choice:
        fields[choice] = rule_for(profile=profile, kind=target.kind, field=choice)
    changed["match"] = [name for name in target.match if name in fields]
    if own is not None:
        mapping = mapping.model_copy(update={"custom_fields": [*mapping.custom_fields, own]})
    return _without_unused(_with_target(mapping, place, target.model_copy(update=changed)))


def called(target: Target, column: str) -> frozenset[str]:
    """The names that rules of the target may call a column by."""
    return frozenset({column, *(name for name, others in target.also_called.items() if column in others)})


def set_rule(mapping: Mapping, *, place: int, field: str, **settings: Any) -> Mapping:
    """One rule with some of its settings changed (how it is written, how its record is found)."""
    target = mapping.targets[place]
    if field in (EXTERNAL_ID, KNOWN_FROM):
        name = "id" if field == EXTERNAL_ID else "known_from"
        rule: Rule = getattr(target, name)
        return _with_target(mapping, place, target.model_copy(update={name: _with(rule, settings)}))
    fields = {**target.fields, field: _with(target.fields[field], settings)}
    return _with_target(mapping, place, target.model_copy(update={"fields": fields}))


def set_meaning(mapping: Mapping, *, place: int, field: str, value: str, meaning: str | None) -> Mapping:
    """What one value of a column means; None: nothing, the field stays empty."""
    rule = mapping.targets[place].fields[field]
    return set_rule(mapping, place=place, field=field, values={**(rule.values or {}), value: meaning})


def set_format(mapping: Mapping, *, place: int, field: str, topic: Topic, value: str) -> Mapping:
    """Answers a question about how a column is written; an empty value asks it again."""
    if topic is Topic.CURRENCY:
        return mapping.model_copy(update={"currency": value or None})
    if topic is Topic.DATE_ORDER:
        return set_rule(mapping, place=place, field=field, dates=DateOrder(value) if value else None)
    return set_rule(mapping, place=place, field=field, numbers=NumberStyle(value) if value else None)


def set_match(mapping: Mapping, *, place: int, field: str) -> Mapping:
    """By which field a row knows its record again, beside the id of the source."""
    target = mapping.targets[place]
    return _with_target(mapping, place, target.model_copy(update={"match": [field] if field else []}))


def set_constant(mapping: Mapping, *, place: int, field: str, value: str | None) -> Mapping:
    """The same value for all rows of a target; None takes it away."""
    target = mapping.targets[place]
    fields = {name: rule for name, rule in target.fields.items() if name != field}
    if value is not None:
        fields[field] = Rule(constant=value, **_found_by_name(target.kind, field))
    return _without_unused(_with_target(mapping, place, target.model_copy(update={"fields": fields})))


def _found_by_name(kind: str, field: str) -> dict[str, Any]:
    """For a link: found by the name of what it leads to, which is made where it needs nothing but that name."""
    one: Any = None if field.startswith(CUSTOM) else model_of(kind)._meta.get_field(field)
    if one is None or not one.is_relation:
        return {}
    related = one.related_model
    title = related._meta.get_field(related.kind.title)
    needed = [
        each.name
        for each in related._meta.local_concrete_fields
        if not (each.blank or each.null or each.has_default() or each.name == title.name or each.primary_key)
    ]
    if title.is_relation:
        return {"find": ["id"]}
    return {"find": [title.name], "missing": "reject" if needed else "create"}


def _with(rule: Rule, settings: dict[str, Any]) -> Rule:
    return Rule.model_validate({**rule.model_dump(exclude_defaults=True), **settings})


def _with_target(mapping: Mapping, place: int, target: Target) -> Mapping:
    targets = [target if number == place else one for number, one in enumerate(mapping.targets)]
    return mapping.model_copy(update={"targets": targets})


def _without_unused(mapping: Mapping) -> Mapping:
    used = {(target.kind, name) for target in mapping.targets for name in target.fields}
    own = [one for one in mapping.custom_fields if (one.kind, CUSTOM + one.key) in used]
    return mapping.model_copy(update={"custom_fields": own})


def _new_own_field(mapping: Mapping, kind: str, profile: ColumnProfile) -> OwnField:
    taken = {one.key for one in custom_fields(kind_key=kind)}
    taken |= {one.key for one in mapping.custom_fields if one.kind == kind}
    found = own_field_for(profile, taken=taken)
    return OwnField(kind=kind, key=found.key, label=found.label, type=found.type, options=list(found.options))

"""The filter as chips: each part of the condition in words, and the forms that add one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tenure.engine.conditions.reading import read
from tenure.engine.conditions.syntax import And, Comparison, Condition, ConditionError, FieldType, Operator
from tenure.engine.conditions.writing import write, write_value
from tenure.interfaces.listing.fields import ListField
from tenure.interfaces.web.lists.asking import Asked

O = Operator  # noqa: E741 - the operators are named on every line below
_WORDS = {O.EQUAL: "is", O.UNEQUAL: "is not", O.KNOWN: "is known", O.UNKNOWN: "is empty", O.IN: "is one of"}
_BY_TYPE: dict[FieldType, tuple[Operator, ...]] = {
    FieldType.TEXT: (O.CONTAINS, O.EQUAL, O.UNEQUAL, O.STARTS, O.UNKNOWN, O.KNOWN),
    FieldType.LINK: (O.EQUAL, O.CONTAINS, O.UNEQUAL, O.UNKNOWN, O.KNOWN),
    FieldType.NUMBER: (O.AT_LEAST, O.AT_MOST, O.EQUAL, O.MORE, O.LESS, O.UNKNOWN, O.KNOWN),
    FieldType.DAY: (O.AT_LEAST, O.AT_MOST, O.EQUAL, O.UNKNOWN, O.KNOWN),
    FieldType.FLAG: (O.EQUAL,),
}
_DAY_WORDS = {O.AT_LEAST: "on or after", O.AT_MOST: "on or before", O.EQUAL: "on"}
WITHOUT_VALUE = (O.KNOWN, O.UNKNOWN)


@dataclass(frozen=True)
class Chip:
    """One part of the filter in words, and the list without it."""

    text: str
    without: str


def chips_of(asked: Asked) -> list[Chip]:
    """The parts of the filter that can be taken away one by one."""
    if asked.error is not None or not asked.condition:
        return []
    parts = _parts(asked.condition)
    return [
        Chip(_in_words(part, asked), asked.address(filter=_joined([*parts[:at], *parts[at + 1 :]])))
        for at, part in enumerate(parts)
    ]


def operators_for(field: ListField) -> list[tuple[str, str]]:
    """How a field may be compared in the builder, with the words for it."""
    found = (O.EQUAL, O.UNEQUAL, O.UNKNOWN, O.KNOWN) if field.choices else _BY_TYPE[field.type]
    words = _DAY_WORDS if field.type is FieldType.DAY else {}
    return [(str(each), words.get(each) or _WORDS.get(each) or str(each)) for each in found]


def with_added(*, condition: str, field: ListField, operator: str, value: str) -> str:
    """The condition with one more comparison. Raises `ConditionError` where the value does not fit the field."""
    text = f"{field.name} {operator}"
    if operator not in WITHOUT_VALUE:
        text += f" {_written(field, value)}"
    added = read(text)
    if not isinstance(added, Comparison):
        raise ConditionError("Write one value", position=0)
    return _joined([*(_parts(condition) if condition else []), added])


def _written(field: ListField, value: str) -> str:
    value = value.strip()
    if not value:
        raise ConditionError("Give a value", position=0)
    is_person = field.type is FieldType.LINK and value.lower() == "me"
    if is_person or field.type in (FieldType.NUMBER, FieldType.DAY, FieldType.FLAG):
        return value.lower().replace(",", "") if field.type is FieldType.NUMBER else value.lower()
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _parts(text: str) -> list[Condition]:
    condition = read(text)
    return list(condition.parts) if isinstance(condition, And) else [condition]


def _joined(parts: list[Condition]) -> str:
    if not parts:
        return ""
    return write(parts[0] if len(parts) == 1 else And(tuple(parts)))


def _in_words(part: Condition, asked: Asked) -> str:
    field = asked.fields.get(part.field) if isinstance(part, Comparison) else None
    if field is None or not isinstance(part, Comparison):
        return write(part)
    words = dict(operators_for(field)).get(str(part.operator)) or _WORDS.get(part.operator, str(part.operator))
    labels = dict(field.choices)
    values = [_said(value, labels) for value in part.values]
    joiner = " and " if part.operator in (O.BETWEEN, O.NOT_BETWEEN) else ", "
    return f"{field.label} {words} {joiner.join(values)}".strip()


def _said(value: Any, labels: dict[str, str]) -> str:
    return labels.get(value, value) if isinstance(value, str) else write_value(value)

"""A filter put together by choosing: one more comparison for a list's condition."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from tenure.engine.conditions.syntax import NUMBERS, Comparison, FieldType, Me, Operator, Percent, Value
from tenure.engine.conditions.writing import write
from tenure.interfaces.listing.fields import ListField

_OF_NUMBERS = (
    (Operator.AT_LEAST, "at least"),
    (Operator.AT_MOST, "at most"),
    (Operator.EQUAL, "is"),
    (Operator.UNEQUAL, "is not"),
)
OPERATORS: dict[FieldType, tuple[tuple[Operator, str], ...]] = {
    FieldType.TEXT: (
        (Operator.CONTAINS, "contains"),
        (Operator.EQUAL, "is"),
        (Operator.UNEQUAL, "is not"),
        (Operator.STARTS, "starts with"),
    ),
    **dict.fromkeys(NUMBERS, _OF_NUMBERS),
    FieldType.DAY: ((Operator.AT_LEAST, "from"), (Operator.AT_MOST, "until"), (Operator.EQUAL, "on")),
    FieldType.FLAG: ((Operator.EQUAL, "is"),),
    FieldType.LINK: ((Operator.EQUAL, "is"), (Operator.UNEQUAL, "is not"), (Operator.CONTAINS, "name contains")),
}
ALWAYS = ((Operator.KNOWN, "is known"), (Operator.UNKNOWN, "is unknown"))


class FilterValueError(ValueError):
    """The value does not fit the field."""


def comparison_text(*, field: ListField, operator: str, value: str) -> str:
    """The comparison as a condition. Raises `FilterValueError` saying what the field takes."""
    chosen = Operator(operator)
    if chosen in (Operator.KNOWN, Operator.UNKNOWN):
        return write(Comparison(field.name, chosen))
    if not value.strip():
        raise FilterValueError(f"Say what “{field.label}” is compared with, or choose “is known” or “is unknown”.")
    return write(Comparison(field.name, chosen, (_value(field, value.strip()),)))


def operators_of(field: ListField) -> list[tuple[str, str]]:
    """How a field may be compared: the operator and its words."""
    return [(operator.value, words) for operator, words in (*OPERATORS[field.type], *ALWAYS)]


def _value(field: ListField, text: str) -> Value:
    try:
        if field.type is FieldType.SHARE and text.endswith("%"):
            return Percent(Decimal(text.rstrip("% ")))
        if field.type in NUMBERS:
            return Decimal(text.replace(",", "").replace(" ", ""))
        if field.type is FieldType.DAY:
            return date.fromisoformat(text)
    except (InvalidOperation, ValueError):
        wanted = "a number such as 1200.50" if field.is_number else "a day such as 2026-03-01"
        raise FilterValueError(f"“{text}” does not fit “{field.label}”: give {wanted}.") from None
    if field.type is FieldType.FLAG:
        return text.casefold() in ("true", "yes", "1")
    return Me() if field.type is FieldType.LINK and text == "me" else text

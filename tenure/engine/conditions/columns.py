"""The columns behind fields, brought into the form in which conditions compare them."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.datatypes as dt

from tenure.engine.conditions.asking import Linked
from tenure.engine.conditions.folding import AFTER, BEFORE
from tenure.engine.conditions.syntax import FieldType

MICRO_PLACES = 6
LARGEST_INTEGER = 2**63 - 1
Column = Any  # an Ibis value, or `Linked` with two of them


@dataclass(frozen=True)
class Prepared:
    """A field's column, null exactly where the field is unknown; texts folded.

    Of a link `value` is what it is as it stands and `name` its folded name; of a text both are the folded text. A link
    is a pair where its public id and its name come in two columns.
    `steps` are the decimal places of a column that holds whole steps: 0 for integers, 6 for money in millionths, the
    scale of a decimal; None for floating numbers and for what is no number. `largest` is what it can hold, in steps.
    """

    type: FieldType
    value: Any
    name: Any = None
    is_pair: bool = False
    steps: int | None = None
    largest: int = LARGEST_INTEGER


class UnfitColumnError(TypeError):
    """A column cannot hold what its field is declared to hold."""

    def __init__(self, name: str, type_: FieldType, found: Any) -> None:
        super().__init__(f"The column of “{name}” is {found}, which no field of the type {type_.value} can be.")


def prepared(*, name: str, type_: FieldType, column: Column) -> Prepared:
    """The column of a field. Money may come in whole millionths (integers) or in units (decimals, floating)."""
    if isinstance(column, Linked):
        return Prepared(type_, column.public_id.nullif(""), name=folded(column.name), is_pair=True)
    found = column.type()
    if not _fits(type_, found):
        raise UnfitColumnError(name, type_, found)
    if found.is_string():
        known = folded(column)
        return Prepared(type_, column.nullif("") if type_ is FieldType.LINK else known, name=known)
    if found.is_floating():
        # What is not a number counts as greater than every number wherever this runs, so it goes with the infinite.
        wide = column.cast("float64")
        return Prepared(type_, ibis.ifelse(wide.abs() <= ibis.literal(sys.float_info.max), wide, ibis.null("float64")))
    if found.is_integer():
        return Prepared(type_, column, steps=MICRO_PLACES if type_ is FieldType.MONEY else 0)
    if found.is_decimal() and found.scale is not None and found.precision is not None:
        return Prepared(type_, column, steps=found.scale, largest=10**found.precision - 1)
    return Prepared(type_, column)


def folded(column: Any) -> Any:
    """The text as `folding.fold` has it, null where it is empty."""
    for letter, lower in BEFORE:
        column = column.replace(letter, lower)
    column = column.lower()
    for letter, lower in AFTER:
        column = column.replace(letter, lower)
    return column.nullif("")


def _fits(type_: FieldType, found: dt.DataType) -> bool:
    match type_:
        case FieldType.TEXT | FieldType.LINK:
            return found.is_string()
        case FieldType.DAY | FieldType.INSTANT:
            return found.is_date() or found.is_timestamp()
        case FieldType.FLAG:
            return found.is_boolean()
        case _:
            return found.is_numeric() and not found.is_boolean()

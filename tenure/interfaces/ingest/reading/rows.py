"""What a table gives: its rows, the rows that could not be read, and columnar batches of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

Value = str | int | float | Decimal | bool | datetime | date | None


class Cause(StrEnum):
    """Why a row was set aside."""

    CELL_COUNT = "cell_count"
    QUOTE = "quote"
    NUL = "nul"
    ENCODING = "encoding"
    TOO_LARGE = "too_large"
    NOT_AN_OBJECT = "not_an_object"
    FORMULA = "formula"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Row:
    """One row by column name. Text files give text; other formats what they hold. `number` is what a person sees."""

    number: int
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row set aside, as it stands in the file (its beginning, if it is huge), with what is wrong in plain words."""

    number: int
    text: str
    reason: str
    cause: Cause


@dataclass(frozen=True)
class Batch:
    """Some rows as columns. `numbers` are the rows' numbers in the file, in the order of `data`.

    Text files give columns of text (an empty cell is empty text), other formats columns of the file's own types.
    `broken` are the rows set aside since the batch before; the last batch may hold nothing but these.
    """

    data: pa.RecordBatch
    numbers: Sequence[int]
    broken: tuple[BrokenRow, ...] = ()

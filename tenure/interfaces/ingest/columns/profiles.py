"""What a column holds, as far as its cells tell, and what only a person can say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tenure.interfaces.ingest.columns.dates import DateOrder
from tenure.interfaces.ingest.columns.numbers import NumberStyle


class ColumnType(StrEnum):
    """What most cells of a column are."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    DATETIME = "datetime"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    EMAIL = "email"
    DOMAIN = "domain"
    URL = "url"
    ID = "id"


class Topic(StrEnum):
    """What a question is about."""

    DATE_ORDER = "date_order"
    NUMBER_STYLE = "number_style"
    CURRENCY = "currency"


@dataclass(frozen=True)
class Choice:
    """One possible answer, with how it reads the question's example."""

    value: str
    reading: str


@dataclass(frozen=True)
class Question:
    """Something that the column leaves open. `choices` is empty where nothing that fits every cell is known."""

    column: str
    topic: Topic
    text: str
    example: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class ColumnProfile:
    """What the sampled cells of one column are like.

    `share_empty` counts blank cells and words for nothing, which `empty_words` names as found. `fit` is the share of
    the other cells that are of the guessed type; `misfits` are examples of those that are not. `date_orders` and
    `number_styles` are the readings that suit every fitting cell: one where the column tells, several where it does
    not (and a question asks), none where the column has no dates or numbers, or holds both ways (and a question asks).
    `currencies` are the codes and signs beside numbers. `values` are all values of a choice, most frequent first.
    """

    name: str
    rows: int
    share_empty: float
    distinct: int
    type: ColumnType
    fit: float = 1.0
    is_unique: bool = False
    has_zone: bool | None = None
    is_percent: bool = False
    date_orders: tuple[DateOrder, ...] = ()
    number_styles: tuple[NumberStyle, ...] = ()
    currencies: tuple[str, ...] = ()
    empty_words: tuple[str, ...] = ()
    values: tuple[tuple[str, int], ...] = ()
    examples: tuple[str, ...] = ()
    misfits: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()

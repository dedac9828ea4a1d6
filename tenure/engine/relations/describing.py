"""What the engine must know of a kind of record: its columns, what they hold, and which of them the future hides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Holds(StrEnum):
    """What a column holds, as far as questions go."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    INSTANT = "instant"
    FLAG = "flag"
    LINK = "link"
    CUSTOM = "custom"


@dataclass(frozen=True)
class Column:
    """One column of a kind. `name` is the field's (`owner`), `column` the table's (`owner_id`).

    `links_to` is the kind of the linked record; `choices` maps a stored value to its words;
    `nothing` is the word for an empty value; `is_long` marks texts that
    no question is about.
    """

    name: str
    column: str
    holds: Holds
    label: str = ""
    links_to: str | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    nothing: str | None = None
    is_long: bool = False


@dataclass(frozen=True)
class Description:
    """A kind of record as the engine sees it.

    `table` is the table of its versions; `happened` maps each column of something that came to pass to the columns
    which it reveals; `money` maps columns of amounts to the column with their currency; `own` are the company's own
    fields, by key; `internal` is the column that marks what is not the business's (the company's own accounts).
    """

    key: str
    label: str
    table: str
    title: str
    columns: Mapping[str, Column]
    happened: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    money: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, Column] = field(default_factory=dict)
    internal: str | None = None

    @property
    def kept(self) -> tuple[str, ...]:
        """The table's columns that questions are about."""
        return tuple(one.column for one in self.columns.values() if not one.is_long)


class UnknownKindError(LookupError):
    """A relation asks for a kind of record that there is not."""

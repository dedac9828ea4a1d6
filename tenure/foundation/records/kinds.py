"""What a kind of record is called, who looks after it and how its dates read: declared once, beside its model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from tenure.foundation.records.model import Record


class Function(StrEnum):
    """The functions of the company; rights are given by function, and every kind belongs to one."""

    COMPANY = "company"
    MARKETING = "marketing"
    SALES = "sales"
    DELIVERY = "delivery"
    SUPPORT = "support"
    SUCCESS = "success"
    BILLING = "billing"
    FINANCE = "finance"


class Likeness(StrEnum):
    """How two records are alike in a field that identifies them."""

    SAME = "same"  # the same text, in capitals or not
    DOMAIN = "domain"  # the same host, however the address is written
    NAME = "name"  # nearly the same name of a company, whatever its legal form


class UnknownKindError(LookupError):
    """No kind of record goes by this name."""


@dataclass(frozen=True)
class Section:
    """A titled group of fields on a record's page and form."""

    title: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Numbering:
    """How the records of a kind are numbered where nobody gave a number.

    `format` is what the company may change. `dated_by` names the date whose year the number carries (none: the year of
    writing). `not_while` names stages in which a record has no number yet. `is_gap_free`: the law wants every number
    accounted for, so a numbered record can be voided but not deleted.
    """

    format: str
    field: str = "number"
    dated_by: str | None = None
    not_while: tuple[str, ...] = ()
    is_gap_free: bool = False


@dataclass(frozen=True)
class Implied:
    """Where the field `given` has the value `equals`, `field` always has `value`, on every way of writing."""

    given: str
    equals: object
    field: str
    value: object


@dataclass(frozen=True)
class Kind:
    """The declaration of one kind of record.

    `born` names the date or instant from which a record's first version holds (none: from when it was written).
    `happened` maps each date of something that came to pass to the fields which it reveals: as of a day before that
    date, both read null. `planned` names dates that may lie in the future and are known at once. `money` maps each
    amount to the field with its currency. `asks` names fields that a form asks for without refusing their absence.
    `personal` names fields that an erasure overwrites. `sensitive` names fields for managers and finance only.
    `markdown` names long texts that are written in Markdown and read as such.
    `stages` are the usual values of a stage that is free text, in their order; others may be written.
    `implied` says what follows of itself from a field's value, so that nobody needs to say it: see `Implied`.
    `nothing` says, for a field by which numbers are cut, what stands where it is empty (else “unknown”).
    `part_of` names the link to the record that this one is a part of (a line of an invoice, an event of a case): such
    kinds are worked on their owner's page and have no place in the navigation. `numbering`: see `Numbering`.
    """

    key: str
    prefix: str
    label: str
    plural: str
    function: Function
    title: str
    columns: tuple[str, ...]
    sections: tuple[Section, ...] = ()
    born: str | None = None
    happened: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    planned: tuple[str, ...] = ()
    money: Mapping[str, str] = field(default_factory=dict)
    search: tuple[str, ...] = ()
    owner: str | None = None
    account: str | None = None
    part_of: str | None = None
    tree: str | None = None
    identified_by: Mapping[str, Likeness] = field(default_factory=dict)
    stage: str | None = None
    stages: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    sensitive: tuple[str, ...] = ()
    markdown: tuple[str, ...] = ()
    nothing: Mapping[str, str] = field(default_factory=dict)
    icon: str = "file"
    numbering: Numbering | None = None
    implied: tuple[Implied, ...] = ()


def implied_by(*, kind: Kind, values: Mapping[str, object]) -> dict[str, object]:
    """What follows from these values of a record of the kind, by field."""
    return {one.field: one.value for one in kind.implied if values.get(one.given) == one.equals}


def record_models() -> Iterator[type[Record]]:
    """Every model of a kind of record, found by scanning the rooms, in order of installation."""
    from tenure.foundation.records.model import Record

    for model in apps.get_models():
        if issubclass(model, Record):
            yield model


def model_of(key: str) -> type[Record]:
    """The model of the kind with this key.

    Raises `UnknownKindError` with the known keys.
    """
    for model in record_models():
        if model.kind.key == key:
            return model
    known = ", ".join(sorted(model.kind.key for model in record_models()))
    raise UnknownKindError(f"There is no kind of record called {key!r}. Known kinds: {known}.")

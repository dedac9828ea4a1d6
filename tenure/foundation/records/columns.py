"""The columns that records are made of, named for what they hold, so that a model reads as a list of facts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models

from tenure.foundation.records.fields import AmountField, CurrencyField, ShareField
from tenure.foundation.records.trees import ParentField

PERSON = "organisation.Person"


def text(
    *,
    length: int = 200,
    required: bool = False,
    choices: type[models.TextChoices] | None = None,
    default: str = "",
    label: str | None = None,
    help_text: str = "",
) -> models.CharField:
    """One line of text, or one of the choices. Unknown is the empty text."""
    return models.CharField(
        label,
        max_length=length,
        blank=not required,
        default=default,
        choices=None if choices is None else choices.choices,
        help_text=help_text,
    )


def long_text(*, required: bool = False, label: str | None = None, help_text: str = "") -> models.TextField:
    """Text of any length."""
    return models.TextField(label, blank=not required, default="", help_text=help_text)


def link(
    to: str,
    *,
    required: bool = False,
    related_name: str | None = None,
    label: str | None = None,
    editable: bool = True,
) -> models.ForeignKey[Any, Any]:
    """A link to another record, which cannot go while it is linked to."""
    return models.ForeignKey(
        to,
        on_delete=models.PROTECT,
        null=not required,
        blank=not required,
        related_name=related_name,
        verbose_name=label,
        editable=editable,
    )


def part_of_own_kind(*, related_name: str, label: str = "Part of") -> ParentField:
    """A link to a record of the same kind, without circles."""
    return ParentField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name=related_name, verbose_name=label
    )


def colleague(*, required: bool = False, label: str | None = None) -> models.ForeignKey[Any, Any]:
    """A link to a colleague."""
    return link(PERSON, required=required, related_name="+", label=label)


def day(*, required: bool = False, label: str | None = None, help_text: str = "") -> models.DateField:
    """A calendar day."""
    return models.DateField(label, null=not required, blank=not required, help_text=help_text)


def instant(*, required: bool = False, label: str | None = None) -> models.DateTimeField:
    """A moment, kept in UTC."""
    return models.DateTimeField(label, null=not required, blank=not required)


def money(*, label: str | None = None, help_text: str = "") -> AmountField:
    """An amount of money; unknown is null, never zero."""
    return AmountField(label, null=True, blank=True, help_text=help_text)


def currency_code() -> CurrencyField:
    """The currency of the amounts beside it."""
    return CurrencyField(blank=True, default="")


def decimal_number(
    *, digits: int = 14, places: int = 4, default: Decimal | None = None, label: str | None = None, help_text: str = ""
) -> models.DecimalField:
    """A decimal number that is not money: hours, a quantity, a weight."""
    return models.DecimalField(
        label,
        max_digits=digits,
        decimal_places=places,
        null=default is None,
        blank=default is None,
        default=default,
        help_text=help_text,
    )


def share(*, default: Decimal | None = None, label: str | None = None, help_text: str = "") -> ShareField:
    """A share of one, such as a discount: 0.25 in records and files, “25%” on pages, either in conditions."""
    is_open = default is None
    return ShareField(label, null=is_open, blank=is_open, default=default, help_text=help_text)


def whole_number(*, label: str | None = None, help_text: str = "") -> models.IntegerField:
    """A whole number."""
    return models.IntegerField(label, null=True, blank=True, help_text=help_text)


def flag(*, default: bool = False, label: str | None = None, help_text: str = "") -> models.BooleanField:
    """Yes or no."""
    return models.BooleanField(label, default=default, help_text=help_text)

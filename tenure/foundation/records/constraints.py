"""The constraints by which a database guards the structure of records (never the order of business dates)."""

from __future__ import annotations

from functools import reduce
from operator import and_

from django.db import models
from django.db.models import F, Q


def amounts_have_currency(name: str, *amounts: str, currency: str = "currency") -> models.CheckConstraint:
    """Wherever one of the amounts is known, so is its currency."""
    condition = reduce(and_, (Q(**{f"{amount}__isnull": True}) | ~Q(**{currency: ""}) for amount in amounts))
    return models.CheckConstraint(
        condition=condition,
        name=f"{name}_has_currency",
        violation_error_message="Say in which currency the amount is, for example EUR.",
    )


def not_negative(name: str, *fields: str) -> models.CheckConstraint:
    """None of the numbers is below zero (unknown is allowed)."""
    condition = reduce(and_, (Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": 0}) for field in fields))
    return models.CheckConstraint(
        condition=condition,
        name=f"{name}_not_negative",
        violation_error_message=f"{_listed(fields)} cannot be below zero.",
    )


def share_of_one(name: str, *fields: str) -> models.CheckConstraint:
    """Each of the numbers lies between 0 and 1 (unknown is allowed)."""
    condition = reduce(
        and_, (Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": 0, f"{field}__lte": 1}) for field in fields)
    )
    return models.CheckConstraint(
        condition=condition,
        name=f"{name}_share_of_one",
        violation_error_message=f"{_listed(fields)} must lie between 0 and 1 (25 %% is 0.25).",
    )


def interval(name: str, starts: str, ends: str) -> models.CheckConstraint:
    """An interval that the product itself keeps does not end before it starts; open ends are allowed."""
    return models.CheckConstraint(
        condition=Q(**{f"{starts}__isnull": True}) | Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gte": F(starts)}),
        name=f"{name}_interval",
        violation_error_message="The end must not come before the start.",
    )


def unique_while_live(name: str, *fields: str, filled: str | None = None) -> models.UniqueConstraint:
    """No two records in use share these values; `filled` names a text whose absence is no value."""
    live = Q(deleted_at__isnull=True)
    return models.UniqueConstraint(
        fields=fields,
        condition=live & ~Q(**{filled: ""}) if filled else live,
        name=f"{name}_unique",
        violation_error_message=f"Another record already has this {_listed(fields).lower()}.",
    )


def _listed(fields: tuple[str, ...]) -> str:
    return " and ".join(field.replace("_", " ") for field in fields).capitalize()

"""Questions about an account together with the accounts that are parts of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from tenure.business.accounts.models import Account
from tenure.foundation.records.kinds import model_of
from tenure.foundation.records.trees import above, below


class NotAboutAnAccountError(ValueError):
    """A kind of record names no account, so it cannot be added up over accounts."""


def descendants(*, account: Account) -> QuerySet[Account]:
    """The accounts under this one, at any depth, without itself; deleted and merged accounts are left out."""
    return below(record=account, link="parent")


def ancestors(*, account: Account) -> QuerySet[Account]:
    """The accounts that this one is a part of, at any height, without itself."""
    return above(record=account, link="parent")


def family(*, account: Account) -> QuerySet[Account]:
    """The account and all that is under it."""
    return Account.objects.filter(pk=account.pk) | descendants(account=account)


def records_of(*, account: Account, kind: str, with_parts: bool = True) -> QuerySet[Any]:
    """The records of a kind that belong to the account, by default also those of the accounts under it.

    Raises `NotAboutAnAccountError` for kinds that name no account.
    """
    model = model_of(kind)
    link = model.kind.account
    if link is None:
        raise NotAboutAnAccountError(f"{model.kind.plural} do not name an account.")
    accounts = family(account=account) if with_parts else Account.objects.filter(pk=account.pk)
    return model.objects.filter(**{f"{link}__in": accounts})


def sum_by_currency(*, records: QuerySet[Any], amount: str) -> dict[str, Decimal]:
    """The sum of an amount in each currency, exactly as recorded and without conversion; unknown amounts are left out.

    `amount` is a field that the kind declares as money.
    """
    currency = records.model.kind.money[amount]
    rows = records.filter(**{f"{amount}__isnull": False}).values_list(currency).annotate(total=Sum(amount))
    return dict(rows.order_by(currency))

"""Questions about deals."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import QuerySet

from tenure.business.accounts.models import Account
from tenure.business.accounts.queries import records_of, sum_by_currency
from tenure.business.sales.models import Opportunity


def open_opportunities(*, account: Account, with_parts: bool = True) -> QuerySet[Opportunity]:
    """The deals of an account, and of the accounts under it, that are neither won nor lost."""
    deals = records_of(account=account, kind="opportunity", with_parts=with_parts)
    return deals.filter(outcome="", closed_at__isnull=True)


def open_arr(*, account: Account, with_parts: bool = True) -> dict[str, Decimal]:
    """The ARR of the open deals of an account and of those under it, by currency; not converted."""
    return sum_by_currency(records=open_opportunities(account=account, with_parts=with_parts), amount="arr")

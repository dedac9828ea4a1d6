"""The dates coming up: deals expected to close, next steps, contracts about to end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from tenure.business.billing.models import Contract
from tenure.business.sales.models import Opportunity
from tenure.foundation.access.models import User
from tenure.foundation.access.rights import may
from tenure.foundation.access.roles import Action
from tenure.foundation.organisation.models import Person
from tenure.foundation.records.model import Record

CLOSING_DAYS = 30
RENEWAL_DAYS = 90
SHOWN = 12


@dataclass(frozen=True)
class Upcoming:
    """One date: what happens on it, to which record."""

    on: date
    what: str
    record: Record


def upcoming_dates(*, user: User, person: Person | None, today: date) -> list[Upcoming]:
    """The next dates of the person's own records, soonest first; overdue closings come first of all.

    Somebody who is no colleague (an administrator without a person) sees everyone's.
    """
    mine = {"owner": person} if person else {}
    found: list[Upcoming] = []
    if may(user=user, action=Action.VIEW, kind=Opportunity.kind):
        found += _closings(mine, today) + _next_steps(mine, today)
    if may(user=user, action=Action.VIEW, kind=Contract.kind):
        found += _endings(mine, today)
    return sorted(found, key=attrgetter("on"))[:SHOWN]


def _closings(mine: dict[str, Person], today: date) -> list[Upcoming]:
    deals = Opportunity.objects.filter(**mine, closed_at=None, close_date__lte=today + timedelta(days=CLOSING_DAYS))
    nearest = deals.select_related("account").order_by("close_date")[:SHOWN]
    return [Upcoming(deal.close_date, "Closes", deal) for deal in nearest if deal.close_date]


def _next_steps(mine: dict[str, Person], today: date) -> list[Upcoming]:
    deals = Opportunity.objects.filter(
        **mine, closed_at=None, next_step_on__gte=today, next_step_on__lte=today + timedelta(days=CLOSING_DAYS)
    )
    nearest = deals.order_by("next_step_on")[:SHOWN]
    return [Upcoming(deal.next_step_on, deal.next_step or "Next step", deal) for deal in nearest if deal.next_step_on]


def _endings(mine: dict[str, Person], today: date) -> list[Upcoming]:
    contracts = Contract.objects.filter(
        **mine, terminated_on=None, end_on__gte=today, end_on__lte=today + timedelta(days=RENEWAL_DAYS)
    )
    nearest = contracts.select_related("account").order_by("end_on")[:SHOWN]
    return [
        Upcoming(contract.end_on, "Renews" if contract.auto_renew else "Ends", contract)
        for contract in nearest
        if contract.end_on
    ]

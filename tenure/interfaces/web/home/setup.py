"""The checklist of what is still to be set up, from what is really there."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from tenure.business.accounts.models import Account
from tenure.business.billing.models import Product
from tenure.foundation.access.models import User
from tenure.foundation.organisation.models import CalendarInterval, ExchangeRate, Person
from tenure.interfaces.web.addresses import new_url


@dataclass(frozen=True)
class Step:
    """One thing to set up, and whether it is done."""

    text: str
    url: str
    is_done: bool


def setup_steps() -> list[Step]:
    """Every step, in the order in which to take them."""
    return [
        Step("Say when you work: calendars and holidays", _settings("calendars"), CalendarInterval.objects.exists()),
        Step(
            "Enter exchange rates, if you sell in other currencies", _settings("rates"), ExchangeRate.objects.exists()
        ),
        Step("Invite your colleagues", _settings("invitations"), User.objects.count() > 1),
        Step("Add the people who own accounts and deals", new_url(Person.kind), Person.objects.count() > 1),
        Step("Add what you sell", new_url(Product.kind), Product.objects.exists()),
        Step("Add your first account", new_url(Account.kind), Account.objects.exists()),
    ]


def _settings(name: str) -> str:
    return reverse(f"web:settings_{name}")

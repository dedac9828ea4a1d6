"""A small company with people of different rights, and the records that the pages are tried on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tenure.business.accounts.models import Account, Contact
from tenure.business.billing.models import Invoice
from tenure.business.sales.models import Opportunity
from tenure.foundation.access.models import RoleAssignment, User
from tenure.foundation.access.roles import Role
from tenure.foundation.organisation.models import Company, Person
from tenure.foundation.records import operations
from tenure.foundation.records.recording import recording

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def tenth_of_march(set_clock: Callable[[str], None]) -> None:
    """It is 10 March 2026, nine o'clock."""
    set_clock(NOW.isoformat())


@pytest.fixture
def act() -> Callable[..., Any]:
    """`with act(on=…):` writes as the system at that moment."""
    return lambda on=NOW, **more: recording(actor=None, actor_label="Setup", path="test", now=on, **more)


@pytest.fixture
def company(db: None, act: Callable[..., Any]) -> Company:
    """Our company, in Berlin."""
    with act(datetime(2025, 1, 1, tzinfo=UTC)):
        return Company.objects.create(name="Northwind", currency="EUR", zone="Europe/Berlin")


@pytest.fixture
def hire(company: Company, act: Callable[..., Any]) -> Callable[..., User]:
    """`hire("Ann", role=…, function=…)` gives a user who is also a colleague."""

    def hire(name: str, *, role: Role, function: str | None = None) -> User:
        with act(datetime(2025, 1, 1, tzinfo=UTC)):
            user = User.objects.create_user(email=f"{name.lower()}@northwind.example", name=name)
            RoleAssignment.objects.create(user=user, role=role, function=function)
            operations.create(model=Person, values={"name": name, "email": user.email, "user": user})
        return user

    return hire


@pytest.fixture
def admin(hire: Callable[..., User]) -> User:
    """May do everything."""
    return hire("Ada", role=Role.ADMINISTRATOR)


@pytest.fixture
def seller(hire: Callable[..., User]) -> User:
    """A member of sales."""
    return hire("Sam", role=Role.MEMBER, function="sales")


@pytest.fixture
def viewer(hire: Callable[..., User]) -> User:
    """May look, not touch."""
    return hire("Vic", role=Role.VIEWER)


@pytest.fixture
def browse() -> Callable[..., Client]:
    """`browse(user)` gives a client signed in as the user; `checks=True` makes it insist on CSRF tokens."""

    def browse(user: User, *, checks: bool = False) -> Client:
        client = Client(enforce_csrf_checks=checks)
        client.force_login(user, backend=BACKEND)
        return client

    return browse


@pytest.fixture
def account(company: Company, act: Callable[..., Any]) -> Account:
    """A customer since January."""
    with act(datetime(2026, 1, 5, 8, 0, tzinfo=UTC)):
        values = {"name": "Acme", "industry": "Retail", "created_on": date(2026, 1, 5), "domain": "acme.example"}
        return operations.create(model=Account, values={**values, "status": "customer", "currency": "EUR"})


@pytest.fixture
def contact(account: Account, act: Callable[..., Any]) -> Contact:
    """A person at the customer."""
    with act(datetime(2026, 1, 6, 8, 0, tzinfo=UTC)):
        values = {"account": account, "name": "Carla Cole", "email": "carla@acme.example", "role": "champion"}
        return operations.create(model=Contact, values=values)


@pytest.fixture
def opportunity(account: Account, act: Callable[..., Any]) -> Opportunity:
    """An open deal with the customer."""
    with act(datetime(2026, 2, 1, 8, 0, tzinfo=UTC)):
        values = {"name": "Acme expansion", "account": account, "arr": Decimal("12000.50"), "currency": "EUR"}
        dates = {"created_at": datetime(2026, 2, 1, 8, 0, tzinfo=UTC), "close_date": date(2026, 3, 22)}
        return operations.create(model=Opportunity, values={**values, **dates, "stage": "Proposal"})


@pytest.fixture
def invoice(account: Account, act: Callable[..., Any]) -> Invoice:
    """A bill to the customer, not yet paid."""
    with act(datetime(2026, 3, 1, 8, 0, tzinfo=UTC)):
        values = {
            "number": "INV-1",
            "account": account,
            "status": "issued",
            "total": Decimal("1190"),
            "currency": "EUR",
        }
        return operations.create(
            model=Invoice, values={**values, "issued_on": date(2026, 3, 1), "due_on": date(2026, 3, 31)}
        )

"""A company in the middle of its work: who works there, what it sells, and the customers it has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tenure.business.accounts.models import Account, Contact
from tenure.business.billing.models import Contract, ContractLine, Plan, Product
from tenure.foundation.access.models import User
from tenure.foundation.access.policy import Grant
from tenure.foundation.access.roles import Role
from tenure.foundation.access.users import create_user
from tenure.foundation.organisation.models import Company
from tenure.foundation.organisation.set_up import Administrator, CompanyFacts, set_up_company
from tenure.foundation.records import operations
from tenure.foundation.records.kinds import Function
from tenure.foundation.records.recording import recording

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
PASSWORD = "rain on the tin roof"
SET_UP = datetime(2025, 1, 2, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def tenth_of_march(set_clock: Callable[[str], None]) -> None:
    """It is Tuesday 10 March 2026, ten o'clock in Berlin."""
    set_clock(NOW.isoformat())


@pytest.fixture
def act() -> Callable[..., Any]:
    """`with act(on=…):` writes as the system at that moment."""
    return lambda on=NOW: recording(actor=None, actor_label="Setup", path="test", now=on)


@pytest.fixture
def company(db: None) -> Company:
    """Northwind, in Berlin, in euros, set up as `tenure init` does."""
    company, _ = set_up_company(
        facts=CompanyFacts(name="Northwind", currency="EUR", zone="Europe/Berlin"),
        administrator=Administrator(name="Ada Lindqvist", email="ada@northwind.example", password=PASSWORD),
        now=SET_UP,
    )
    return company


@pytest.fixture
def hire(company: Company, act: Callable[..., Any]) -> Callable[..., User]:
    """`hire("Sam Okafor", Function.SALES)` gives a colleague with a login; the password is `PASSWORD`."""

    def hire(name: str, function: Function, *, role: Role = Role.MEMBER) -> User:
        email = f"{name.split(maxsplit=1)[0].lower()}@northwind.example"
        with act(SET_UP):
            return create_user(name=name, email=email, password=PASSWORD, grants=[Grant(role, function)])

    return hire


@pytest.fixture
def seller(hire: Callable[..., User]) -> User:
    """Sells."""
    return hire("Sam Okafor", Function.SALES)


@pytest.fixture
def csm(hire: Callable[..., User]) -> User:
    """Looks after customers."""
    return hire("Cleo Marchetti", Function.SUCCESS)


@pytest.fixture
def agent(hire: Callable[..., User]) -> User:
    """Answers customers."""
    return hire("Noor Haddad", Function.SUPPORT)


@pytest.fixture
def accountant(hire: Callable[..., User]) -> User:
    """Bills customers and sees to it that they pay."""
    return hire("Fiona Brandt", Function.FINANCE, role=Role.MANAGER)


@pytest.fixture
def product(company: Company, act: Callable[..., Any]) -> Product:
    """What Northwind sells, with one plan."""
    with act(SET_UP):
        product = operations.create(model=Product, values={"name": "Atlas", "code": "ATL", "unit": "seat"})
        operations.create(model=Plan, values={"name": "Team", "product": product})
    return product


@pytest.fixture
def customer(company: Company, product: Product, csm: User, act: Callable[..., Any]) -> Account:
    """Harbour Foods, a customer since last May, with a contract that ends in two months."""
    with act(datetime(2025, 5, 1, 8, 0, tzinfo=UTC)):
        account = operations.create(
            model=Account,
            values={
                "name": "Harbour Foods",
                "domain": "harbourfoods.example",
                "status": "customer",
                "industry": "Food",
                "region": "North",
                "size": 420,
                "csm": csm.person,  # type: ignore[attr-defined]
                "currency": "EUR",
                "created_on": date(2025, 4, 1),
                "customer_since": date(2025, 5, 1),
            },
        )
        operations.create(
            model=Contact,
            values={
                "account": account,
                "name": "Mara Lindner",
                "email": "mara@harbourfoods.example",
                "title": "Head of logistics",
                "role": "champion",
            },
        )
        contract = operations.create(
            model=Contract,
            values={
                "number": "C-2025-0001",
                "account": account,
                "status": "signed",
                "signed_on": date(2025, 4, 22),
                "start_on": date(2025, 5, 1),
                "end_on": date(2026, 4, 30),
                "currency": "EUR",
            },
        )
        operations.create(
            model=ContractLine,
            values={
                "contract": contract,
                "account": account,
                "product": product,
                "qty": Decimal(40),
                "amount": Decimal(2000),
                "currency": "EUR",
                "period": "month",
                "service_start": date(2025, 5, 1),
                "service_end": date(2026, 4, 30),
            },
        )
    return account

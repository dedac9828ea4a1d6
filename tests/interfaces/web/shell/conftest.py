"""A company with an administrator, a member of sales and somebody without a role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tenure.foundation.access.models import RoleAssignment, User
from tenure.foundation.access.roles import Role
from tenure.foundation.organisation.models import Company, Person
from tenure.foundation.records.kinds import Function
from tenure.foundation.records.recording import recording

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def tenth_of_march(set_clock: Callable[[str], None]) -> None:
    """It is Tuesday 10 March 2026, ten o'clock in Berlin."""
    set_clock(NOW.isoformat())


@pytest.fixture
def act() -> Callable[..., Any]:
    """`with act():` writes as the system."""
    return lambda on=NOW, **times: recording(actor=None, actor_label="Setup", path="test", now=on, **times)


@pytest.fixture
def company(db: None, act: Callable[..., Any]) -> Company:
    """Northwind, in Berlin, in euros."""
    with act():
        return Company.objects.create(name="Northwind", currency="EUR", zone="Europe/Berlin")


@pytest.fixture
def anna(company: Company, act: Callable[..., Any]) -> User:
    """Anna is the administrator."""
    return _user(act, "anna@example.com", "Anna Bergmann", Role.ADMINISTRATOR, None)


@pytest.fixture
def ben(company: Company, act: Callable[..., Any]) -> User:
    """Ben sells."""
    return _user(act, "ben@example.com", "Ben Okafor", Role.MEMBER, Function.SALES)


@pytest.fixture
def signed_in(client: Client) -> Callable[[User], Client]:
    """`signed_in(anna)` is a client with her session."""

    def sign_in(user: User) -> Client:
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return sign_in


def _user(act: Callable[..., Any], email: str, name: str, role: Role, function: Function | None) -> User:
    user = User.objects.create_user(email=email, name=name, password="a long enough secret")
    with act():
        RoleAssignment.objects.create(user=user, role=role, function=function)
        Person.objects.create(name=name, email=email, user=user)
    return user

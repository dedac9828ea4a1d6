"""Somebody who imports, somebody who may not, files to send, and a worker at hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as product_settings
from django.test import Client

from tenure.foundation import clock
from tenure.foundation.access.models import RoleAssignment, User
from tenure.foundation.access.roles import Role
from tenure.foundation.jobs.worker import run_due_jobs
from tenure.foundation.organisation.models import Company
from tenure.foundation.records.kinds import Function
from tenure.foundation.records.recording import recording

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path, set_clock: Callable[[str], None]) -> Path:
    """A home of its own for each test, on 10 March 2026."""
    set_clock(NOW.isoformat())
    settings.HOME = tmp_path / "home"
    return settings.HOME


@pytest.fixture
def act() -> Callable[..., Any]:
    """`with act():` writes as the system."""
    return lambda on=NOW: recording(actor=None, actor_label="Setup", path="test", now=on)


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
    """Ben sells: a member, who may not import."""
    return _user(act, "ben@example.com", "Ben Okafor", Role.MEMBER, Function.SALES)


@pytest.fixture
def mara(company: Company, act: Callable[..., Any]) -> User:
    """Mara manages sales: she may import, but not add fields."""
    return _user(act, "mara@example.com", "Mara Lind", Role.MANAGER, Function.SALES)


@pytest.fixture
def browse(client: Client) -> Callable[[User], Client]:
    """`browse(anna)` is a client with her session."""

    def sign_in(user: User) -> Client:
        client.force_login(user, backend=product_settings.AUTHENTICATION_BACKENDS[0])
        return client

    return sign_in


@pytest.fixture
def work() -> Callable[[], int]:
    """Runs what waits in the queue."""
    return lambda: run_due_jobs(now=clock.now())


def _user(act: Callable[..., Any], email: str, name: str, role: Role, function: Function | None) -> User:
    user = User.objects.create_user(email=email, name=name, password="a long enough secret")
    with act():
        RoleAssignment.objects.create(user=user, role=role, function=function)
    return user

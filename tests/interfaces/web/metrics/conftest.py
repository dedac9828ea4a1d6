"""A company with a few deals, and people who look at its numbers."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client

from tenure.foundation.organisation.models import Company
from tests.foundation.access.people import new_user
from tests.support.deals import few_deals

_NUMBERS = count(1)


@pytest.fixture
def won(company: Company, set_clock: Callable[[str], None], tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three wins and a loss in February, one win in March; it is the tenth of March."""
    monkeypatch.setattr(settings, "HOME", tmp_path)
    set_clock("2026-03-10T09:00:00Z")
    few_deals()


def browser(*grants: Any) -> Client:
    """Somebody with these roles, signed in."""
    client = Client()
    client.force_login(new_user(*grants, email=f"{next(_NUMBERS)}@example.com"))
    return client


def page(client: Client, address: str, *, status: int = 200) -> BeautifulSoup:
    """The page at an address."""
    response = client.get(address)
    assert response.status_code == status, response.content[:2000]
    return BeautifulSoup(response.content, "html.parser")

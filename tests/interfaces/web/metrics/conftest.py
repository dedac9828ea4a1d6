"""A company with a few deals, and people who look at its numbers."""

from __future__ import annotations

from itertools import count
from typing import Any

from bs4 import BeautifulSoup
from django.test import Client

from tests.foundation.access.people import new_user
from tests.support.deals import home, won

__all__ = ["home", "won"]

_NUMBERS = count(1)


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

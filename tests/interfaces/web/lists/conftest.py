"""The company and people that the lists are tried on, and a few accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tenure.business.accounts.models import Account
from tenure.foundation.access.models import User
from tenure.foundation.access.roles import Role
from tenure.foundation.records import operations
from tests.interfaces.web.records.conftest import (
    account,
    act,
    admin,
    browse,
    company,
    contact,
    hire,
    invoice,
    opportunity,
    seller,
    tenth_of_march,
    viewer,
)

__all__ = [
    "account",
    "act",
    "admin",
    "browse",
    "company",
    "contact",
    "hire",
    "invoice",
    "opportunity",
    "seller",
    "tenth_of_march",
    "viewer",
]


@pytest.fixture
def manager(hire: Callable[..., User]) -> User:
    """Manages sales: may change many and export."""
    return hire("Mia", role=Role.MANAGER, function="sales")


@pytest.fixture
def three(company: Any, act: Callable[..., Any]) -> list[Account]:
    """Aster and Birch in Retail, Cedar in Energy."""
    rows = (("Aster", "Retail", 10), ("Birch", "Retail", 200), ("Cedar", "Energy", 3000))
    with act():
        return [
            operations.create(model=Account, values={"name": name, "industry": industry, "size": size})
            for name, industry, size in rows
        ]

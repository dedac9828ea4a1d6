"""The company, its people and a few won and lost opportunities for the dashboards to tell of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from tenure.foundation.access.models import User
from tenure.foundation.access.roles import Role
from tenure.foundation.organisation.models import Company
from tests.interfaces.web.records.conftest import act, admin, browse, company, hire, seller, tenth_of_march, viewer
from tests.support.deals import few_deals

__all__ = ["act", "admin", "browse", "company", "hire", "seller", "tenth_of_march", "viewer"]


@pytest.fixture
def supporter(hire: Callable[..., User]) -> User:
    """A member of support."""
    return hire("Sue", role=Role.MEMBER, function="support")


@pytest.fixture
def home(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of its own for the lake."""
    monkeypatch.setattr(settings, "HOME", tmp_path)


@pytest.fixture
def won(company: Company, home: None) -> None:
    """Three wins by referral and a loss by outbound in February; one win by referral in March."""
    few_deals()

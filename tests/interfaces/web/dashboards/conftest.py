"""The company, its people and a few won and lost opportunities for the dashboards to tell of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings

from tenure.foundation.access.models import User
from tenure.foundation.access.roles import Role
from tenure.foundation.organisation.models import Company
from tests.business.samples import sample
from tests.interfaces.web.records.conftest import act, admin, browse, company, hire, seller, tenth_of_march, viewer

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
    for outcome, month, name in (
        *(("won", 2, f"Deal {number}") for number in range(3)),
        ("lost", 2, "Lost deal"),
        ("won", 3, "New deal"),
    ):
        sample(
            "opportunity",
            name=name,
            type="new",
            outcome=outcome,
            created_at=datetime(2026, 1, 5, tzinfo=UTC),
            closed_at=datetime(2026, month, 5, 12, tzinfo=UTC),
            lead_source="Referral" if outcome == "won" else "Outbound",
        )

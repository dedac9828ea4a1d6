"""A few deals that numbers can be told of, in a home of their own for the lake."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from tenure.foundation.organisation.models import Company
from tests.business.samples import sample


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of its own for the lake."""
    monkeypatch.setattr(settings, "HOME", tmp_path)


@pytest.fixture
def won(company: Company, set_clock: Callable[[str], None], home: None) -> None:
    """Three wins by referral and a loss by outbound in February; one win by referral in March, whose tenth it is."""
    set_clock("2026-03-10T09:00:00Z")
    few_deals()


def few_deals() -> None:
    """Three wins by referral and a loss by outbound in February 2026; one win by referral in March."""
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

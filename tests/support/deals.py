"""A few deals that numbers can be told of."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.business.samples import sample


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

"""Instants fall on the company's own days."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tenure.foundation.organisation.models import Company
from tests.business.samples import sample
from tests.support.numbers import Numbers


@pytest.mark.parametrize(
    ("zone", "closed", "march"),
    [
        ("America/New_York", datetime(2026, 4, 1, 3, 30, tzinfo=UTC), 1),  # 23:30 on 31 March there (E11)
        ("America/New_York", datetime(2026, 4, 1, 4, 0, tzinfo=UTC), 0),
        ("Europe/Berlin", datetime(2026, 3, 31, 21, 59, tzinfo=UTC), 1),  # summer time began on 29 March
        ("Europe/Berlin", datetime(2026, 3, 31, 22, 0, tzinfo=UTC), 0),
        ("UTC", datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC), 1),
    ],
)
def test_a_deal_counts_on_the_local_day_of_its_closing(
    numbers: Numbers, company: Company, zone: str, closed: datetime, march: int
) -> None:
    company.zone = zone
    company.save()
    sample("opportunity", type="new", outcome="won", closed_at=closed, created_at=datetime(2026, 1, 1, tzinfo=UTC))

    assert numbers.value("won_opportunities", "2026-03-01", "2026-04-01") == march

"""The numbers of a subscription business are those of a ledger kept from its file alone."""

from __future__ import annotations

import csv
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tenure.foundation.organisation.models import Company
from tests.interfaces.ingest.ready.bringing import bring
from tests.support.exports import export
from tests.support.ledger import KINDS, ONE_DAY, Ledger, LedgerLine
from tests.support.numbers import Numbers

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
STARTS = [date(2023 + month // 12, month % 12 + 1, 1) for month in range(25)]
SERIES = {kind: "churned_mrr" if kind == "churn" else f"{kind}_mrr" for kind in KINDS}


@pytest.fixture
def numbers(db: None, tmp_path: Path, ann: Any) -> Numbers:
    """All five tables, by the mapping beside the tests."""
    Company.objects.create(name="Kestrel", currency="USD", zone="UTC")
    bring("ravenstack-saas", *sorted(export("ravenstack-saas").glob("*.csv")), by=ann)
    return Numbers(lake=tmp_path / "lake")


@pytest.fixture
def ledger() -> Ledger:
    """A line pays from its first to its last day, and a trial pays nothing."""
    with (export("ravenstack-saas") / "ravenstack_subscriptions.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return Ledger(
        LedgerLine(
            account=row["account_id"],
            start=date.fromisoformat(row["start_date"]),
            end=date.fromisoformat(row["end_date"]) if row["end_date"] else None,
            amount=0 if row["is_trial"] == "TRUE" else int(row["mrr_amount"]),
            part=row["plan_tier"],
        )
        for row in rows
    )


def test_mrr_at_every_month_end_and_its_movements_equal_the_ledger(numbers: Numbers, ledger: Ledger) -> None:
    answers = numbers.answers("mrr_movements", "2023-01-01", "2025-01-01", grain="month")

    told = {(one.series, one.period.start): one.value for one in answers}
    for start, following in pairwise(STARTS):
        assert told["opening_mrr", start] == ledger.total(start - ONE_DAY)
        assert told["closing_mrr", start] == ledger.total(following - ONE_DAY)
        for kind, series in SERIES.items():
            assert told[series, start] == ledger.moved(kind, start, following), (series, start)


def test_retention_by_month_equals_the_ledger(numbers: Numbers, ledger: Ledger) -> None:
    keys = ("net_revenue_retention", "gross_revenue_retention", "logo_churn_rate")
    told = {
        (key, one.period.start): one.value
        for key in keys
        for one in numbers.answers(f"{key}_in_period", "2023-02-01", "2025-01-01", grain="month")
    }

    for start, following in pairwise(STARTS[1:]):
        count, opened, closed, least, gone = ledger.kept(start - ONE_DAY, following - ONE_DAY)
        assert told["net_revenue_retention", start] == pytest.approx(closed / opened, abs=1e-12)
        assert told["gross_revenue_retention", start] == pytest.approx(least / opened, abs=1e-12)
        assert told["logo_churn_rate", start] == pytest.approx(gone / count, abs=1e-12)


def test_mrr_by_plan_equals_the_ledger(numbers: Numbers, ledger: Ledger) -> None:
    assert numbers.cut("mrr", "2024-06-30", "2024-07-01", by="plan") == ledger.balances(date(2024, 6, 30), of="part")

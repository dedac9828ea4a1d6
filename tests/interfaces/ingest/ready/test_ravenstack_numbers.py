"""The numbers of a subscription business are those of a ledger kept from its file alone."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from tenure.foundation.organisation.models import Company
from tests.interfaces.ingest.ready.bringing import bring
from tests.support.exports import export
from tests.support.numbers import Numbers

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
YEARS = ("2023-01-01", "2025-01-01")
STARTS = [date(2023 + month // 12, month % 12 + 1, 1) for month in range(25)]
ONE_DAY = timedelta(days=1)
SERIES = {
    "new": "new_mrr", "expansion": "expansion_mrr", "contraction": "contraction_mrr", "churn": "churned_mrr",
    "reactivation": "reactivation_mrr",
}  # fmt: skip
Deltas = dict[str, dict[date, int]]


@pytest.fixture
def numbers(db: None, tmp_path: object, ann: object) -> Numbers:
    """All five tables, by the mapping beside the tests."""
    Company.objects.create(name="Kestrel", currency="USD", zone="UTC")
    bring("ravenstack-saas", *sorted(export("ravenstack-saas").glob("*.csv")), by=ann)
    return Numbers(lake=tmp_path / "lake")  # type: ignore[operator]


def _deltas() -> Deltas:
    """What each account's MRR changes by on a day: a line pays from its first to its last day, trials pay nothing."""
    found: Deltas = defaultdict(lambda: defaultdict(int))
    with (export("ravenstack-saas") / "ravenstack_subscriptions.csv").open(newline="") as file:
        for line in csv.DictReader(file):
            amount = 0 if line["is_trial"] == "TRUE" else int(line["mrr_amount"])
            found[line["account_id"]][date.fromisoformat(line["start_date"])] += amount
            if line["end_date"]:
                found[line["account_id"]][date.fromisoformat(line["end_date"]) + ONE_DAY] -= amount
    return found


def _balances(deltas: Deltas, day: date) -> dict[str, int]:
    """Each account's MRR at the end of a day, where it has any."""
    sums = {account: sum(amount for on, amount in days.items() if on <= day) for account, days in deltas.items()}
    return {account: amount for account, amount in sums.items() if amount}


def _movements(deltas: Deltas) -> dict[str, dict[date, int]]:
    """By kind and month, one net movement per account and day."""
    found: dict[str, dict[date, int]] = {kind: defaultdict(int) for kind in SERIES}
    for days in deltas.values():
        balance, most = 0, 0
        for on in sorted(days):
            change = days[on]
            after = balance + change
            if change > 0:
                kind = "expansion" if balance else "reactivation" if most else "new"
            else:
                kind = "contraction" if after else "churn"
            if change and STARTS[0] <= on < STARTS[-1]:
                found[kind][on.replace(day=1)] += abs(change)
            balance, most = after, max(most, after)
    return found


def test_mrr_at_every_month_end_and_its_movements_equal_the_ledger(numbers: Numbers) -> None:
    deltas = _deltas()
    movements = _movements(deltas)

    answers = numbers.answers("mrr_movements", *YEARS, grain="month")

    told = {(one.series, one.period.start): one.value for one in answers}
    for start, following in pairwise(STARTS):
        assert told["closing_mrr", start] == sum(_balances(deltas, following - ONE_DAY).values())
        assert told["opening_mrr", start] == sum(_balances(deltas, start - ONE_DAY).values())
        for kind, series in SERIES.items():
            assert told[series, start] == movements[kind][start], (series, start)
    assert sum(movements["churn"].values()) > 0
    assert sum(movements["reactivation"].values()) > 0


def test_retention_by_month_equals_the_ledger(numbers: Numbers) -> None:
    deltas = _deltas()

    told = {
        (one.series, one.period.start): one.value
        for key in ("net_revenue_retention_in_period", "gross_revenue_retention_in_period", "logo_churn_rate_in_period")
        for one in numbers.answers(key, "2023-02-01", "2025-01-01", grain="month")
    }

    for start, following in pairwise(STARTS[1:]):
        opened, closed = _balances(deltas, start - ONE_DAY), _balances(deltas, following - ONE_DAY)
        kept = {account: closed.get(account, 0) for account in opened}
        whole = sum(opened.values())
        assert told["net_revenue_retention_in_period", start] == pytest.approx(sum(kept.values()) / whole, abs=1e-12)
        least = sum(min(kept[account], opened[account]) for account in opened)
        assert told["gross_revenue_retention_in_period", start] == pytest.approx(least / whole, abs=1e-12)
        gone = sum(not amount for amount in kept.values())
        assert told["logo_churn_rate_in_period", start] == pytest.approx(gone / len(opened), abs=1e-12)


def test_mrr_by_plan_adds_up_to_all_of_it(numbers: Numbers) -> None:
    by_plan = numbers.cut("mrr", "2024-06-30", "2024-07-01", by="plan")

    assert set(by_plan) == {"Basic", "Enterprise", "Pro"}
    assert sum(by_plan.values()) == Decimal(sum(_balances(_deltas(), date(2024, 6, 30)).values()))

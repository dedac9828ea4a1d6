"""What must hold for any company: the invariants of revenue, over companies made at random, against a plain ledger."""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from tenure.foundation.organisation.rates import save_rate
from tests.business.samples import sample
from tests.support.ledger import KINDS, ONE_DAY, Ledger, LedgerLine
from tests.support.numbers import Numbers

pytestmark = pytest.mark.django_db
STARTS = [date(2025, month, 1) for month in range(1, 13)] + [date(2026, 1, 1)]
YEAR = ("2025-01-01", "2026-01-01")
SERIES = {kind: "churned_mrr" if kind == "churn" else f"{kind}_mrr" for kind in KINDS}
SEEDS = range(40 if os.environ.get("TENURE_TEST_PROFILE") == "long" else 2)
Told = dict[tuple[str, date], Any]


def lines_of(rng: Random, account: str) -> list[LedgerLine]:
    """Some lines of one account: terms that follow each other, with and without gaps, overlap, pay nothing, or end and
    begin anew on one day."""
    found, at = [], date(2024, 6, 1) + timedelta(days=rng.randrange(500))
    for _ in range(rng.randrange(1, 6)):
        end = None if rng.random() < 0.15 else at + timedelta(days=rng.choice((0, 1, 27, 30, 31, 90, 364)))
        amount = rng.choice((0, 1, 10, 10, 25, 100, 999))
        found.append(LedgerLine(account, at, end, amount, rng.choice(("Plan", "Connect"))))
        gap = rng.choice((-40, 0, 1, 1, 1, 2, 30, 200))
        at = max((end or at) + timedelta(days=gap), at)
    return found


@pytest.fixture(params=SEEDS)
def ledger(request: pytest.FixtureRequest, numbers: Numbers) -> Ledger:
    """A company of twenty-five accounts, in the records and in the ledger."""
    rng = Random(request.param)
    products = {name: sample("product", name=name) for name in ("Plan", "Connect")}
    lines: list[LedgerLine] = []
    for place in range(25):
        segment = rng.choice(("SMB", "Enterprise", ""))
        account = sample("account", name=f"A{place:02}", segment=segment)
        contract = sample("contract", account=account, status="signed", signed_on=date(2024, 6, 1))
        for line in lines_of(rng, account.name):
            sample(
                "contract_line", account=account, contract=contract, product=products[line.part], currency="USD",
                amount=Decimal(line.amount), period="month", service_start=line.start, service_end=line.end,
            )  # fmt: skip
            lines.append(line)
    return Ledger(lines)


def told_by(numbers: Numbers, key: str, **asked: Any) -> Told:
    """The answers of a metric by series and month."""
    return {(one.series, one.period.start): one.value for one in numbers.answers(key, *YEAR, grain="month", **asked)}


def test_movements_are_the_ledger_s_and_lead_from_one_balance_to_the_next(numbers: Numbers, ledger: Ledger) -> None:
    told = told_by(numbers, "mrr_movements")

    for start, following in pairwise(STARTS):
        moved = {kind: told[series, start] for kind, series in SERIES.items()}
        assert moved == {kind: ledger.moved(kind, start, following) for kind in KINDS}
        assert told["opening_mrr", start] == ledger.total(start - ONE_DAY)
        assert told["closing_mrr", start] == ledger.total(following - ONE_DAY)
        net = moved["new"] + moved["expansion"] + moved["reactivation"] - moved["contraction"] - moved["churn"]
        assert told["opening_mrr", start] + net == told["closing_mrr", start]
        assert told["net_new_mrr", start] == net


def test_retention_is_the_ledger_s_and_keeps_its_bounds(numbers: Numbers, ledger: Ledger) -> None:
    keys = ("net_revenue_retention", "gross_revenue_retention", "gross_churn_rate", "net_churn_rate", "logo_churn_rate")
    told: dict[str, Told] = {key: told_by(numbers, f"{key}_in_period") for key in keys}

    for start, following in pairwise(STARTS):
        nrr, grr, gross, net, logo = (told[key][f"{key}_in_period", start] for key in keys)
        count, opened, closed, least, gone = ledger.kept(start - ONE_DAY, following - ONE_DAY)
        if not opened:
            assert (nrr, grr, logo) == (None, None, None)
            continue
        assert nrr == pytest.approx(closed / opened, abs=1e-12)
        assert grr == pytest.approx(least / opened, abs=1e-12)
        assert logo == pytest.approx(gone / count, abs=1e-12)
        assert 0 <= grr <= min(nrr, 1)
        assert (gross, net) == (pytest.approx(1 - grr, abs=1e-12), pytest.approx(1 - nrr, abs=1e-12))


def test_customers_roll_forward(numbers: Numbers, ledger: Ledger) -> None:
    told = {**told_by(numbers, "customers"), **told_by(numbers, "logo_churn_rate")}

    for start, following in pairwise(STARTS):
        came = told["new_customers", start] + told["reactivated_customers", start]
        closing = told["opening_customers", start] + came - told["churned_customers", start]
        assert closing == told["customers", start] == len(ledger.balances(following - ONE_DAY))


@pytest.mark.parametrize("by", ["product", "segment"])
def test_cuts_add_to_the_total_and_movements_lead_from_cut_to_cut(numbers: Numbers, ledger: Ledger, by: str) -> None:
    sums: dict[tuple[str, date], Decimal] = defaultdict(Decimal)
    for one in numbers.answers("mrr_movements", *YEAR, grain="month", by=by):
        sums[one.series, one.period.start] += one.value

    for start, following in pairwise(STARTS):
        assert sums["closing_mrr", start] == ledger.total(following - ONE_DAY)
        assert sums["transferred_mrr", start] == 0
        assert sums["migration_in", start] == sums["migration_out", start]
        moved = {kind: sums[series, start] for kind, series in SERIES.items()}
        net = moved["new"] + moved["expansion"] + moved["reactivation"] - moved["contraction"] - moved["churn"]
        assert sums["opening_mrr", start] + net == sums["closing_mrr", start]


def test_the_rows_behind_a_number_add_up_to_it(numbers: Numbers, ledger: Ledger) -> None:
    rows = numbers.rows("churned_mrr", *YEAR)

    assert sum(row.amount for row in rows) == sum(ledger.moved("churn", *pair) for pair in pairwise(STARTS))


def test_a_rate_of_the_day_moves_nothing_of_lines_that_run(numbers: Numbers, ledger: Ledger) -> None:
    before = told_by(numbers, "mrr_movements")

    save_rate(from_currency="EUR", to_currency="USD", rate=Decimal("1.5"), on=date(2025, 6, 1), source="test")

    assert told_by(numbers, "mrr_movements") == before

"""Balances laid out in blocks, against a plain count per key and window, and against the query that Spark runs."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pyarrow as pa
import pytest

from tenure.engine.workspace import balances
from tenure.engine.workspace.balances import Layout, stretches_of, values_of
from tenure.engine.workspace.duck import DuckSource
from tests.business.samples import sample
from tests.support.numbers import Numbers

DAY = timedelta(days=1)
BEGIN = date(2025, 1, 1)
FOREVER = date(9999, 12, 31)
Stretch = tuple[int, int | None, date, date, int | None, bool]


def made_at_random(rng: Random) -> list[Stretch]:
    """Stretches of accounts and products (some without one): account, product, since, until, amount, whether it is a
    change that closings are told without."""
    found: list[Stretch] = []
    for account in rng.sample(range(1, 100), 12):
        for product in rng.sample([None, 1, 2, 3], rng.randrange(1, 4)):
            at = BEGIN + rng.randrange(-60, 120) * DAY
            for _ in range(rng.randrange(1, 4)):
                until = rng.choice([FOREVER, at + rng.randrange(1, 90) * DAY])
                found.append((account, product, at, until, rng.choice([None, 5, 70, 300, 2**60 + 1]), False))
                at = (until if until < FOREVER else at) + rng.randrange(0, 40) * DAY
            if rng.random() < 0.3:
                found.append(
                    (account, product, BEGIN + rng.randrange(0, 100) * DAY, FOREVER, rng.choice([-3, 4]), True)
                )
    return sorted(found, key=lambda one: (one[0], one[1] is None, one[1] or 0, one[2]))


def windows() -> list[dict[str, Any]]:
    """Windows of different lengths that overlap."""
    found = []
    for place, (start, days) in enumerate([(0, 31), (31, 28), (-40, 90), (0, 120), (100, 1)]):
        first = BEGIN + start * DAY
        found.append(
            {
                "period": place, "window_start": first, "window_end": first + days * DAY,
                "window_close": first + (days - 1) * DAY, "window_opening": first - DAY,
            }
        )  # fmt: skip
    return found


def counted_plainly(stretches: list[Stretch]) -> dict[Any, Any]:
    """For each window, account and product opening, closing and those of the whole account; None where not known."""
    found: dict[Any, Any] = {}
    for window in windows():
        parts: dict[Any, list[Any]] = {}
        for account, product in {(one[0], one[1]) for one in stretches}:
            mine = [one for one in stretches if (one[0], one[1]) == (account, product)]
            ends = []
            for day in (window["window_opening"], window["window_close"]):
                held = [one[4] for one in mine if one[2] <= day < one[3] and not one[5]]
                ends.append(None if None in held else sum(x for x in held if x is not None))
            moved = sum(
                one[4] or 0 for one in mine if one[5] and window["window_opening"] < one[2] <= window["window_close"]
            )
            if ends[1] is not None and ends[1] > 0:
                ends[1] -= moved
            parts[account, product] = ends
        for (account, product), ends in parts.items():
            of = [value for (one, _), value in parts.items() if one == account]
            whole = [None if None in side else sum(side) for side in zip(*of, strict=True)]
            found[window["period"], account, product] = (*ends, *whole)
    return found


def as_table(stretches: list[Stretch]) -> pa.Table:
    names = ["account_id", "product_id", "since", "until", "amount", "is_held"]
    types = [pa.int64(), pa.int64(), pa.date32(), pa.date32(), pa.int64(), pa.bool_()]
    return pa.table(
        {name: pa.array([one[at] for one in stretches], types[at]) for at, name in enumerate(names)},
    )


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("cells", [100_000, 1])
def test_balances_are_those_of_a_plain_count(seed: int, cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balances, "CELLS_AT_ONCE", cells)
    monkeypatch.setattr(balances, "KEYS_AT_LEAST", 2)
    stretches = made_at_random(Random(seed))
    by = ["account_id", "product_id"]
    layout = Layout(
        stretches=stretches_of(as_table(stretches), by=by, whole=["account_id"]), windows=windows(), values={}
    )

    rows = [row for batch in layout.batches() for row in batch.to_pylist()]
    found = {
        (row["period"], row["account_id"], row["product_id"]): (
            row["opening"], row["closing"], row["whole_opening"], row["whole_closing"],
        )
        for row in rows
    }  # fmt: skip

    assert len(found) == len(rows)
    assert found == counted_plainly(stretches)


def test_a_linked_value_is_that_of_the_opening_or_of_the_closing_of_what_is_new() -> None:
    stretches: list[Stretch] = [
        (1, None, BEGIN - 100 * DAY, FOREVER, 5, False),
        (2, None, BEGIN + 3 * DAY, FOREVER, 5, False),
        (3, None, BEGIN, FOREVER, 5, False),
    ]
    segments = pa.table(
        {
            "record": pa.array([1, 1, 2, 2, 9], pa.int64()),
            "since": pa.array([date(1900, 1, 1), BEGIN + DAY, date(1900, 1, 1), BEGIN + 31 * DAY, BEGIN], pa.date32()),
            "value": ["small", "large", "new", None, "another's"],
        }
    )
    layout = Layout(
        stretches=stretches_of(as_table(stretches), by=["account_id"], whole=["account_id"]),
        windows=windows()[:2],
        values={"cut_0": ("account_id", values_of(segments))},
    )

    found = [
        (row["period"], row["account_id"], row["cut_0"]) for batch in layout.batches() for row in batch.to_pylist()
    ]

    # 1 was small when January opened and large when February did; 2 came in January and lost its segment on the first
    # of February; of 3 nothing is known.
    assert sorted(found, key=str) == [
        (0, 1, "small"), (0, 2, "new"), (0, 3, None), (1, 1, "large"), (1, 2, "new"), (1, 3, None),
    ]  # fmt: skip


KEYS = (
    "mrr_movements",
    "net_revenue_retention",
    "gross_revenue_retention",
    "logo_churn_rate",
    "upsell_cross_sell_rate",
)


@pytest.mark.parametrize("by", ["", "segment", "product", "account.industry,plan", "csm"])
def test_laid_out_and_queried_balances_are_the_same(numbers: Numbers, by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = Random(by)
    products = [sample("product", name=name) for name in ("Plan", "Connect")]
    for place in range(15):
        account = sample("account", name=f"A{place}", segment=rng.choice(["smb", "enterprise", ""]))
        contract = sample("contract", account=account, status="signed", signed_on=date(2024, 6, 1))
        at = date(2024, 6, 1) + rng.randrange(300) * DAY
        for _ in range(rng.randrange(1, 4)):
            end = at + rng.randrange(20, 200) * DAY
            sample(
                "contract_line", account=account, contract=contract, product=rng.choice(products), currency="USD",
                amount=Decimal(rng.choice([10, 20, 300])), period="month", service_start=at, service_end=end,
            )  # fmt: skip
            at = end + rng.choice([1, 1, 40]) * DAY

    def asked() -> dict[Any, Any]:
        found: dict[Any, Any] = defaultdict(list)
        for key in KEYS:
            for one in numbers.answers(key, "2025-01-01", "2025-07-01", grain="month", by=by):
                found[one.series].append((one.period.start, tuple(one.dims.items()), one.value, one.reason))
        return found

    laid_out = asked()
    monkeypatch.setattr(DuckSource, "balances", lambda self, wanted, *, view: None)
    monkeypatch.setattr(DuckSource, "_key", lambda self, name, view: ("queried", by, name, repr(view)))
    monkeypatch.setattr(DuckSource, "generation", "", raising=False)

    assert asked() == laid_out

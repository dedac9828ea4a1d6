"""How many customers each CSM has, and whether time goes where the money is."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from tenure.engine.metrics.declaring import (
    Aggregate,
    AsOf,
    Better,
    Estimate,
    Flow,
    Measure,
    Metric,
    Outcome,
    Ratio,
    Unit,
)

ON_DAY = AsOf()
NO_CSM = "no customer has a CSM on that day"


def long_tail(rows: Sequence[tuple[Any, ...]]) -> Outcome | None:
    """The share of MRR that comes from the top fifth of customers: rows of account, MRR, first day, how many."""
    ranked = sorted(rows, key=lambda row: (-row[1], row[2], row[0]))
    total = sum(row[1] for row in ranked)
    top = sum(row[1] for row in ranked[: ceil(len(ranked) / 5)])
    return Outcome(top / total, None, top, total) if total else None


CSMS = Measure("customer_books", ON_DAY, value=lambda t: t.csm_id, aggregate=Aggregate.DISTINCT)
WORKED = Measure("csm_time", Flow("on"), value=lambda t: t.minutes)

customer_coverage = Metric(
    key="customer_coverage",
    title="CSM book and 80/20 coverage",
    function="success",
    journey=("impact", "scale"),
    maturity="elevate",
    definition="How many customers and how much ARR a CSM looks after, and whether their time goes to the largest.",
    formula="customers ÷ CSMs who have customers, on the day",
    included="Customers of the pool are divided equally among the CSMs. The top fifth by ARR is rounded up to whole "
    "customers; of equals, who came first. Time is that of time entries, else of activities.",
    excluded="Accounts that pay nothing recurring.",
    better=Better.TARGET,
    series=(
        Ratio(
            "customer_coverage",
            Unit.COUNT,
            Measure("customer_books", ON_DAY, value=lambda t: t.account_id, aggregate=Aggregate.DISTINCT),
            CSMS,
            NO_CSM,
            title="Customers per CSM",
            needs_ten=False,
        ),
        Ratio(
            "arr_per_csm",
            Unit.MONEY,
            Measure("customer_books", ON_DAY, value=lambda t: t.mrr * 12, unit=Unit.MONEY),
            CSMS,
            NO_CSM,
            title="ARR per CSM",
            needs_ten=False,
        ),
        Ratio(
            "focus_ratio",
            Unit.RATIO,
            Measure("csm_time", Flow("on"), value=lambda t: t.minutes, where=lambda t: t.is_top),
            WORKED,
            "no time of CSMs with customers is recorded in the period",
            title="Time on the top fifth",
        ),
        Estimate(
            "arr_long_tail",
            Unit.RATIO,
            Measure("customer_books", ON_DAY, columns=("account_id", "mrr", "first_on")),
            long_tail,
            "no customers on that day",
            title="ARR of the top fifth",
        ),
    ),
    dimensions=("csm", "segment", "touch_model"),
    default_grain="quarter",
)

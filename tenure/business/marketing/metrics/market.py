"""How large the market is that we go after, and how much of it is ours."""

from __future__ import annotations

from typing import Any

from tenure.engine.metrics.declaring import (
    Aggregate,
    AsOf,
    Better,
    Derived,
    Input,
    Measure,
    Metric,
    Outcome,
    Total,
    Unit,
)

NO_PLAN = "the plan names no target accounts (target_accounts by segment) for this day"


def _accounts(t: Any) -> Any:
    return t.accounts


def _account(t: Any) -> Any:
    return t.account_id


def _priced(t: Any) -> Any:
    return t["size"].notnull() | t.lacks_rate


def _market(size: Any, priced: int) -> Outcome:
    return Outcome(size) if priced else Outcome(None, "the plan names no target accounts with an expected ARR")


def _penetration(customers: int, targets: int) -> Outcome:
    return Outcome(customers / targets, None, customers, targets) if targets else Outcome(None, NO_PLAN)


addressable_market_penetration = Metric(
    key="addressable_market_penetration",
    title="Addressable market size and penetration",
    function="marketing",
    journey=("identify",),
    maturity="initiate",
    definition="How much of the market that we mean to serve is already ours, and what all of it would be worth.",
    formula="customers in the planned segments ÷ target accounts in them; size: target accounts × expected ARR of each",
    included="Assumptions of the plan on the closing day: figures target_accounts and expected_arr_per_account, one "
    "for each segment (cut segment=…, and region=… or industry=… if need be).",
    excluded="Customers outside the planned segments.",
    better=Better.HIGHER,
    series=(
        Derived(
            "addressable_market_penetration",
            Unit.RATIO,
            {"customers": Input("customers_in_addressable_market"), "targets": Input("target_accounts")},
            _penetration,
        ),
        Derived(
            "addressable_market_size",
            Unit.MONEY,
            {"size": Input("planned_market_value"), "priced": Input("planned_market_parts")},
            _market,
            title="Size",
        ),
        Total(
            "target_accounts",
            Unit.COUNT,
            Measure("planned_market", AsOf(), value=_accounts),
            title="Target accounts",
        ),
        Total(
            "customers_in_addressable_market",
            Unit.COUNT,
            Measure("customers_in_market", AsOf(), value=_account, aggregate=Aggregate.DISTINCT),
            title="Customers in it",
        ),
        Total(
            "planned_market_value",
            Unit.MONEY,
            Measure("planned_market", AsOf(), value=lambda t: t["size"], unit=Unit.MONEY),
            title="Planned value",
        ),
        Total(
            "planned_market_parts",
            Unit.COUNT,
            Measure("planned_market", AsOf(), where=_priced),
            title="Planned parts with a value",
        ),
    ),
    dimensions=("segment", "region", "industry"),
)

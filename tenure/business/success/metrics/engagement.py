"""How much customers use what they may use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenure.engine.metrics.declaring import (
    AsOf,
    Better,
    Derived,
    Estimate,
    Input,
    Measure,
    Metric,
    Outcome,
    Ratio,
    Series,
    Total,
    Unit,
)

ENGAGED_SHARE = 0.5
NO_SEATS = "no seats are entitled on that day, or their use is not recorded"
MORE_THAN_SEATS = "more people use it than there are seats"


def _part(name: str) -> Measure:
    return Measure("seat_use", AsOf(), value=lambda t: t.amount, where=lambda t: t.part == name)


def _in_use(users: int, seats: int, regular: int) -> Any:
    entitled = seats + regular
    return Outcome(users / entitled, None, users, entitled) if entitled else Outcome(None, NO_SEATS)


def _at_most_all(users: int, seats: int, regular: int) -> Any:
    entitled = seats + regular
    if not entitled:
        return Outcome(None, NO_SEATS)
    reason = MORE_THAN_SEATS if users > entitled else None
    return Outcome(min(users / entitled, 1.0), reason, users, entitled)


def engaged(rows: Sequence[tuple[Any, ...]]) -> Outcome | None:
    """The share of accounts of whose seats at least half are used: rows of account, part, amount, how many."""
    held: dict[Any, dict[str, int]] = {}
    for account, part, amount, times in rows:
        parts = held.setdefault(account, {"user": 0, "seat": 0, "regular": 0, "new": 0})
        parts[part] += amount * times
    rates = [one["user"] / (one["seat"] + one["regular"]) for one in held.values() if one["seat"] + one["regular"]]
    count = sum(1 for rate in rates if rate >= ENGAGED_SHARE)
    return Outcome(count / len(rates), None, count, len(rates)) if rates else None


INPUTS = {"users": Input("active_users"), "seats": Input("entitled_seats"), "regular": Input("users_of_open_seats")}


def _counted(key: str, part: str, title: str) -> Series:
    return Total(key, Unit.COUNT, _part(part), title=title)


customer_engagement = Metric(
    key="customer_engagement",
    title="Engagement of customers",
    function="success",
    journey=("buy", "onboard", "impact", "scale"),
    maturity="apply",
    definition="Of the seats that customers may use, the share that somebody used within the last 30 days.",
    formula="people with a key action in the last 30 days ÷ seats entitled on the day, 1 at most",
    included="Where seats are without number, the people of the last 90 days stand for them. Key actions are "
    "those that the company names, each of a product; else every use, of the product with most seats of the account.",
    excluded="Signing in. Accounts without seats, and days before use was recorded.",
    better=Better.HIGHER,
    series=(
        Derived(
            "customer_engagement", Unit.RATIO, INPUTS, _at_most_all, title="Seats in use, all at most", needs_ten=True
        ),
        Derived("seat_utilization", Unit.RATIO, INPUTS, _in_use, title="People for each seat", needs_ten=True),
        _counted("active_users", "user", "People within 30 days"),
        _counted("new_users_30d", "new", "People for the first time within 30 days"),
        _counted("entitled_seats", "seat", "Seats by number"),
        _counted("users_of_open_seats", "regular", "People within 90 days, where seats are without number"),
        Ratio(
            "feature_adoption",
            Unit.RATIO,
            Measure("feature_use", AsOf(), where=lambda t: t.is_used),
            Measure("feature_use", AsOf(), where=lambda t: ~t.is_used),
            NO_SEATS,
            title="Accounts that use a feature",
        ),
        Estimate(
            "engaged_customers_share",
            Unit.RATIO,
            Measure("seat_use", AsOf(), columns=("account_id", "part", "amount")),
            engaged,
            NO_SEATS,
            title="Accounts that use half of their seats",
        ),
    ),
    dimensions=("product", "feature", "segment", "csm", "touch_model", "plan"),
    aliases={"active_user_rate": "customer_engagement"},
)

"""How far customers can go on by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean
from typing import Any

from tenure.engine.metrics.declaring import AsOf, Better, Estimate, Measure, Metric, Outcome, Series, Unit

# What is there, and what it is held against.
COMPONENTS = {"admins": ("admin", "required"), "teams": ("team", "licensed"), "users": ("trained", "active")}
NOTHING = "of no customer is it known"


def shares(parts: Mapping[str, int]) -> dict[str, float]:
    """The components that are known of a customer, each 1 at most."""
    return {
        name: min(1.0, parts.get(top, 0) / parts[bottom])
        for name, (top, bottom) in COMPONENTS.items()
        if parts.get(bottom)
    }


def _of_customers(rows: Sequence[tuple[Any, ...]]) -> list[dict[str, float]]:
    """The components of each customer of which any is known, from rows of account, part, amount, how many."""
    held: dict[Any, dict[str, int]] = {}
    for account, part, amount, times in rows:
        parts = held.setdefault(account, {})
        parts[part] = parts.get(part, 0) + amount * times
    return [found for _, parts in sorted(held.items()) if (found := shares(parts))]


def scale(rows: Sequence[tuple[Any, ...]]) -> Outcome | None:
    """The mean over customers of the mean of their components."""
    found = [mean(one.values()) for one in _of_customers(rows)]
    return Outcome(mean(found), None, sum(found), len(found)) if found else None


def _component(name: str) -> Any:
    def of(rows: Sequence[tuple[Any, ...]]) -> Outcome | None:
        found = [one[name] for one in _of_customers(rows) if name in one]
        return Outcome(mean(found), None, sum(found), len(found)) if found else None

    return of


def _series(key: str, title: str, function: Any) -> Series:
    measure = Measure("capability_parts", AsOf(), columns=("account_id", "part", "amount"))
    return Estimate(key, Unit.RATIO, measure, function, NOTHING, title=title)


customer_capability_scale = Metric(
    key="customer_capability_scale",
    title="Scale of internal capabilities",
    function="success",
    journey=("scale",),
    maturity="optimize",
    definition="How far customers have the trained people and the teams at work that carry them without us.",
    formula="mean over customers of the mean of: administrators who passed a course ÷ those needed, teams at work ÷ "
    "teams licensed, people trained ÷ people active, each 1 at most",
    included="People and teams that used the product in the last 30 days. Of a customer of whom one component is "
    "unknown, the mean of the others.",
    excluded="Administrators and people who left.",
    better=Better.HIGHER,
    series=(
        _series("customer_capability_scale", "All together", scale),
        _series("capability_admins", "Administrators", _component("admins")),
        _series("capability_teams", "Teams", _component("teams")),
        _series("capability_users", "People", _component("users")),
    ),
    dimensions=("account", "product", "segment"),
)

"""How many cases come in, how many are open and for how long, and how many are escalated."""

from __future__ import annotations

from typing import Any

import ibis

from tenure.engine.metrics.declaring import (
    AsOf,
    Better,
    Derived,
    During,
    Flow,
    Input,
    Measure,
    Metric,
    Outcome,
    Quantile,
    Ratio,
    Total,
    Unit,
)
from tenure.engine.metrics.periods import Period
from tenure.engine.relations.days import days_between

ESCALATION_MATURES_DAYS = 30
BUCKETS = ((0, 2), (2, 7), (7, 14), (14, 30), (30, None))
NONE_OPEN = "no case was open"
CUTS = ("agent", "product", "subject", "project", "account", "channel", "severity", "tier", "segment")

OPENED = Measure("cases", Flow("opened_on"))
OPEN = AsOf("on", "until")


def is_open(t: Any) -> Any:
    """A stretch in which the case was open."""
    return t.turn != "resolved"


def age_days(t: Any) -> Any:
    """Calendar days since the case was first opened, whatever happened since."""
    return days_between(t.day, t.opened_on)


def customer_days(t: Any) -> Any:
    """How many days of the period the stretch covers."""
    last = ibis.least(t.until, t.window_close + ibis.interval(days=1)).cast("date")
    return days_between(last, ibis.greatest(t.since, t.window_start))


def _per_hundred(cases: int, days: int, period: Period) -> Any:
    if not days:
        return Outcome(None, "no customers in the period")
    return 100 * cases * period.days_seen / days


support_cases = Metric(
    key="support_cases",
    title="Support cases",
    function="support",
    journey=("onboard", "impact", "scale"),
    maturity="apply",
    definition="How many cases customers opened in a period, in all and for every hundred customers.",
    formula="cases by the day of opening; per hundred customers: 100 × cases ÷ mean number of customers of the days",
    included="Cases of an incident one by one; cut by agent, each under the first person it belonged to.",
    excluded="Cases merged into others.",
    better=Better.LOWER,
    series=(
        Total("support_cases", Unit.COUNT, OPENED),
        Derived(
            "cases_per_100_customers",
            Unit.COUNT,
            {"cases": Input("support_cases"), "days": Input("customer_days")},
            _per_hundred,
            title="Per 100 customers",
        ),
        Total(
            "customer_days",
            Unit.COUNT,
            Measure("customer_spans", During(), value=customer_days),
            title="Days of customers",
        ),
    ),
    dimensions=CUTS,
    aliases={f"cases_by_{cut}": "support_cases" for cut in ("agent", "product", "subject", "project", "customer")},
)

open_cases = Metric(
    key="open_cases",
    title="Open cases",
    function="support",
    journey=("onboard", "impact"),
    maturity="apply",
    definition="How many cases wait for a resolution at the end of a day, and how that number came about.",
    formula="opened by the day and not resolved since; opening + opened + reopened − resolved = closing",
    included="Cases that wait for the customer or a third party.",
    excluded="Resolved cases, unless they were opened again.",
    better=Better.LOWER,
    series=(
        Total("open_cases", Unit.COUNT, Measure("case_turns", OPEN, where=is_open)),
        Total(
            "opened_cases",
            Unit.COUNT,
            Measure("case_turns", Flow("on"), where=lambda t: t.turn == "opened"),
            title="Opened",
        ),
        Total(
            "reopened_cases",
            Unit.COUNT,
            Measure("case_turns", Flow("on"), where=lambda t: t.turn == "reopened"),
            title="Opened again",
        ),
        Total(
            "resolved_cases",
            Unit.COUNT,
            Measure("case_turns", Flow("on"), where=lambda t: t.turn == "resolved"),
            title="Resolved",
        ),
    ),
    dimensions=("agent", "product", "severity", "status", "tier", "account", "project"),
)

escalated_cases = Metric(
    key="escalated_cases",
    title="Escalated cases",
    function="support",
    journey=("onboard", "impact"),
    maturity="apply",
    definition="How many cases were escalated, and how large a part of those that were opened.",
    formula="cases by the day of their first escalation; rate: those opened in the period and escalated ÷ those opened",
    included="Escalations to management or by the customer, and cases raised to the severest level.",
    excluded="A hand-over from one support tier to the next.",
    better=Better.LOWER,
    series=(
        Total("escalated_cases", Unit.COUNT, Measure("cases", Flow("escalated_on"))),
        Ratio(
            "case_escalation_rate",
            Unit.RATIO,
            Measure(
                "cases",
                Flow("opened_on", matures_after_days=ESCALATION_MATURES_DAYS),
                where=lambda t: t.escalated_on.notnull(),
            ),
            Measure("cases", Flow("opened_on", matures_after_days=ESCALATION_MATURES_DAYS)),
            "no case was opened in the period",
            title="Rate",
        ),
    ),
    dimensions=("agent", "product", "subject", "severity", "account", "reason"),
)


def _in_bucket(low: int, high: int | None) -> Any:
    def where(t: Any) -> Any:
        inside = age_days(t) >= low
        return is_open(t) & (inside if high is None else inside & (age_days(t) < high))

    return where


def _bucket_key(low: int, high: int | None) -> str:
    return f"cases_aged_{low}_to_{high}_days" if high is not None else f"cases_aged_{low}_days_or_more"


AGES = Measure("case_turns", OPEN, value=age_days, where=is_open)

case_aging = Metric(
    key="case_aging",
    title="Age of open cases",
    function="support",
    journey=("onboard", "impact"),
    maturity="elevate",
    definition="How long the cases that are open have been waiting.",
    formula="days from the first opening to the day, over all cases open at its end",
    included="Time of waiting for the customer; a case that was opened again goes on counting from its first day.",
    excluded="Resolved cases: what they took is another number.",
    better=Better.LOWER,
    series=(
        Ratio(
            "case_aging",
            Unit.DAYS,
            AGES,
            Measure("case_turns", OPEN, where=is_open),
            NONE_OPEN,
            title="Mean",
            needs_ten=False,
        ),
        Quantile("case_age_median", Unit.DAYS, AGES, NONE_OPEN, title="Median"),
        Quantile("case_age_p90", Unit.DAYS, AGES, NONE_OPEN, title="Nine of ten", quantile=0.9),
        *(
            Total(
                _bucket_key(low, high),
                Unit.COUNT,
                Measure("case_turns", OPEN, where=_in_bucket(low, high)),
                title=f"{low} to {high} days" if high else f"{low} days or more",
            )
            for low, high in BUCKETS
        ),
    ),
    dimensions=("agent", "product", "severity", "project", "status", "account"),
)

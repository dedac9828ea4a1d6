"""What sellers brought of what they were to bring, and who brought most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from tenure.engine.metrics.declaring import (
    Better,
    Derived,
    During,
    Estimate,
    Input,
    Measure,
    Metric,
    Outcome,
    Ratio,
    Spread,
    Total,
    Unit,
)
from tenure.engine.relations.days import days_between
from tenure.engine.relations.rounding import converted_share

NO_QUOTA = "no quota in ARR covers the period"
FEWEST = 10


def _in_period(t: Any) -> Any:
    """The part of an amount that falls to the days of the period."""
    since = (t.since >= t.window_start).ifelse(t.since, t.window_start)
    until = (t.until <= t.window_end).ifelse(t.until, t.window_end)
    return converted_share(t.amount, times=days_between(until, since), divided=t.term_days)


def _is_quota(t: Any) -> Any:
    return t.is_quota


def _is_credit(t: Any) -> Any:
    return ~t.is_quota


def _is_quotaed(t: Any) -> Any:
    return ~t.is_quota & t.is_quotaed


def _is_unquotaed(t: Any) -> Any:
    return ~t.is_quota & ~t.is_quotaed


def _ledger(where: Any) -> Measure:
    return Measure("quota_ledger", During(), value=_in_period, where=where, unit=Unit.MONEY)


LEDGER = ("rep_id", "is_quota", "is_quotaed", "amount", "since", "until", "term_days", "window_start", "window_end")


def _at_quota(rows: Sequence[tuple[Any, ...]]) -> Outcome:
    """The share of sellers with a quota who brought all of it."""
    target: dict[Any, float] = defaultdict(float)
    brought: dict[Any, float] = defaultdict(float)
    for rep, is_quota, is_quotaed, amount, since, until, term, start, end, times in rows:
        days = (min(until, end) - max(since, start)).days
        if is_quota:
            target[rep] += times * (amount or 0) * days / term
        elif is_quotaed:
            brought[rep] += times * (amount or 0)
    sellers = [rep for rep, amount in target.items() if amount > 0]
    if not sellers:
        return Outcome(None, NO_QUOTA)
    # Amounts are millionths: half a unit of those is no shortfall.
    there = sum(brought[rep] >= target[rep] - 1 for rep in sellers)
    return Outcome(there / len(sellers), None, there, len(sellers))


quota_attainment = Metric(
    key="quota_attainment",
    title="Quota attainment",
    function="sales",
    journey=("identify", "select", "buy"),
    maturity="apply",
    definition="How much of what sellers were to bring in a period they brought.",
    formula="credit for deals won in the period ÷ quota of the days of the period; for a team, sum ÷ sum",
    included="New business and expansion, by each seller's share of a deal; quotas in ARR by the days that fall into "
    "the period, from the day a seller was hired to the day they left, less days of leave. Of a running period all of "
    "its quota. Contracts left within the days to opt out are taken back on that day.",
    excluded="Credit on days without a quota (told apart), holidays and training (part of every year), and quotas in "
    "meetings or pipeline, which are no ARR.",
    better=Better.HIGHER,
    series=(
        Ratio("quota_attainment", Unit.RATIO, _ledger(_is_quotaed), _ledger(_is_quota), NO_QUOTA, needs_ten=False),
        Estimate(
            "share_at_quota",
            Unit.RATIO,
            Measure("quota_ledger", During(), columns=LEDGER),
            _at_quota,
            NO_QUOTA,
            title="Sellers who reached it",
        ),
        Total("quota", Unit.MONEY, _ledger(_is_quota), title="Quota"),
        Total("credited_bookings", Unit.MONEY, _ledger(_is_credit), title="Credit"),
        Total("unquotaed_bookings", Unit.MONEY, _ledger(_is_unquotaed), title="Credit without a quota"),
    ),
    dimensions=("rep", "team", "role", "segment", "region"),
    default_grain="quarter",
)


def _ranks(numbers: Mapping[Any, Any]) -> dict[Any, int]:
    """Places, the largest first; who is equal shares one. Of several cuts the first is ranked within the others."""
    groups: dict[Any, list[Any]] = defaultdict(list)
    for cut, value in numbers.items():
        groups[cut[1:]].append(value)
    return {cut: 1 + sum(other > value for other in groups[cut[1:]]) for cut, value in numbers.items()}


def _of_ten(rate: float, won: int, lost: int) -> Outcome:
    if won + lost < FEWEST:
        return Outcome(None, f"fewer than {FEWEST} decided deals: not ranked")
    return Outcome(rate, None, won, won + lost)


sales_leaderboard = Metric(
    key="sales_leaderboard",
    title="Sales leaderboard",
    function="sales",
    journey=("select", "buy"),
    maturity="apply",
    definition="Who brought most in a period.",
    formula="1 + the number of sellers who brought more; equal ones share a place (1, 2, 2, 4)",
    included="Sellers with a quota or a deal, also those who left during the period. Cut by seller and role, places "
    "are those within the role.",
    excluded="Win rates of fewer than ten decided deals, which are listed without a place.",
    better=Better.NONE,
    series=(
        Spread("sales_leaderboard", Unit.RANK, Input("credited_bookings"), _ranks),
        Spread("leaderboard_attainment", Unit.RANK, Input("quota_attainment"), _ranks, title="By attainment"),
        Spread("leaderboard_pipeline", Unit.RANK, Input("pipeline_created"), _ranks, title="By created pipeline"),
        Spread("leaderboard_meetings", Unit.RANK, Input("meetings_held"), _ranks, title="By meetings held"),
        Spread("leaderboard_win_rate", Unit.RANK, Input("win_rate_of_ten"), _ranks, title="By win rate"),
        Derived(
            "win_rate_of_ten",
            Unit.RATIO,
            {"rate": Input("win_rate"), "won": Input("won_opportunities"), "lost": Input("lost_opportunities")},
            _of_ten,
            title="Win rate of ten or more",
        ),
    ),
    dimensions=("rep", "team", "role", "region"),
    default_grain="quarter",
)

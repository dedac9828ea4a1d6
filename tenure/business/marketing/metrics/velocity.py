"""How fast the number of qualified leads grows from month to month."""

from __future__ import annotations

from typing import Any

from dateutil.relativedelta import relativedelta

from tenure.business.marketing.relations.settings import LEAD_VELOCITY_BASIS
from tenure.engine.metrics.declaring import Better, Derived, Input, Metric, Outcome, Unit
from tenure.engine.metrics.periods import ONE_DAY, Period

CHOICES = ("sql", "mql")


class UnknownBasisError(ValueError):
    """The company's setting names no sort of qualified lead."""


def closing_month(period: Period) -> Period:
    """The calendar month in which the period closes, as far as it is seen."""
    start = period.close.replace(day=1)
    end = start + relativedelta(months=1)
    return Period(start, end, period.close, is_partial=period.close < end - ONE_DAY)


def month_before(period: Period) -> Period:
    """The month before that one."""
    end = period.close.replace(day=1)
    return Period(end - relativedelta(months=1), end, end - ONE_DAY)


def _growth(this: int, last: int, period: Period) -> Outcome:
    if closing_month(period).is_partial:
        return Outcome(None, "the month is not over; only whole months are compared")
    if not last:
        return Outcome(None, "no lead was qualified in the month before")
    return Outcome((this - last) / last, None, this - last, last)


def _by_setting(sql_this: int, sql_last: int, mql_this: int, mql_last: int, view: Any, period: Period) -> Outcome:
    basis = view.setting(LEAD_VELOCITY_BASIS)
    if basis not in CHOICES:
        raise UnknownBasisError(f"lead_velocity_basis is {basis!r}; it must be one of {', '.join(CHOICES)}.")
    return _growth(sql_this, sql_last, period) if basis == "sql" else _growth(mql_this, mql_last, period)


_SQL = {"sql_this": Input("sql_count", window=closing_month), "sql_last": Input("sql_count", window=month_before)}
_MQL = {"mql_this": Input("mql_count", window=closing_month), "mql_last": Input("mql_count", window=month_before)}

lead_velocity_rate = Metric(
    key="lead_velocity_rate",
    title="Lead velocity rate",
    function="marketing",
    journey=("discover", "learn"),
    maturity="apply",
    definition="By how much the qualified leads of a month grew over those of the month before: it tells of sales to "
    "come before the sales do.",
    formula="(qualified leads of the month − those of the month before) ÷ those of the month before",
    included="SQLs, or MQLs if the setting lead_velocity_basis says mql. For longer periods, their last month.",
    excluded="Months that are not over.",
    better=Better.HIGHER,
    benchmark=("about 10 % a month at one million dollars of ARR; one practitioner's rule of thumb", "Lemkin"),
    series=(
        Derived("lead_velocity_rate", Unit.RATIO, {**_SQL, **_MQL}, _by_setting),
        Derived(
            "lead_velocity_rate_sql",
            Unit.RATIO,
            {"this": _SQL["sql_this"], "last": _SQL["sql_last"]},
            _growth,
            title="By SQLs",
        ),
        Derived(
            "lead_velocity_rate_mql",
            Unit.RATIO,
            {"this": _MQL["mql_this"], "last": _MQL["mql_last"]},
            _growth,
            title="By MQLs",
        ),
    ),
    dimensions=("lead_source", "segment"),
)

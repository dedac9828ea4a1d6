"""Over which days numbers are shown where nobody says: as many periods as read well, and the running one."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from tenure.engine.metrics.periods import Grain, periods
from tenure.foundation.organisation.models import Company


def usual_start(*, grain: Grain, as_of: date, company: Company) -> date:
    """As many whole periods before the running one as a chart reads well."""
    if grain is Grain.DAY:
        return as_of - timedelta(days=30)
    if grain is Grain.WEEK:
        return as_of - timedelta(days=as_of.weekday() + 7 * 13)
    month = as_of.replace(day=1)
    if grain in (Grain.MONTH, Grain.TOTAL):
        return month - relativedelta(months=12)
    passed = (as_of.month - company.fiscal_year_start_month) % 12
    if grain is Grain.QUARTER:
        return month - relativedelta(months=passed % 3 + 3 * 8)
    return month - relativedelta(months=passed + 12 * 3)


def usual_end(*, grain: Grain, as_of: date, company: Company) -> date:
    """The end of the running period, so that it is told as one that is not over."""
    running = periods(
        start=as_of,
        end=as_of + timedelta(days=370),
        grain=Grain.MONTH if grain is Grain.TOTAL else grain,
        as_of=as_of,
        fiscal_start=company.fiscal_year_start_month,
        week_start=company.week_start,
    )
    return running[0].end


def dashboard_start(*, grain: Grain, as_of: date, company: Company) -> date:
    """As `usual_start`; months reach one further back, for the comparison of the last full one with a year before."""
    start = usual_start(grain=grain, as_of=as_of, company=company)
    return start - relativedelta(months=1) if grain is Grain.MONTH else start

"""How the qualified leads of a month compare with those of the month before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.business.marketing.test_lead_count import lead, noon
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")


@pytest.fixture
def months(numbers: Numbers) -> Numbers:
    """22 SQLs in February and 25 in March; 4 MQLs in February and 6 in March."""
    for day, sqls, mqls in (("2026-02-10", 22, 4), ("2026-03-10", 25, 6)):
        for place in range(sqls):
            lead(day, sql_at=noon(day), mql_at=noon(day) if place < mqls else None, lead_source="Webcast")
    return numbers


def test_growth_of_sqls_over_the_month_before(months: Numbers) -> None:
    assert round(months.value("lead_velocity_rate", *MARCH), 4) == 0.1364


def test_by_mqls_if_the_company_says_so(months: Numbers) -> None:
    assert months.value("lead_velocity_rate", *MARCH, lead_velocity_basis="mql") == 0.5
    assert months.value("lead_velocity_rate_mql", *MARCH) == 0.5
    assert round(months.value("lead_velocity_rate_sql", *MARCH, lead_velocity_basis="mql"), 4) == 0.1364


def test_a_longer_period_tells_of_its_last_month(months: Numbers) -> None:
    assert round(months.value("lead_velocity_rate", "2026-01-01", "2026-04-01", grain="quarter"), 4) == 0.1364


def test_cut_by_lead_source(months: Numbers) -> None:
    lead("2026-03-11", sql_at=noon("2026-03-11"), lead_source="Referral")

    found = months.cut("lead_velocity_rate", *MARCH, by="lead_source")

    assert found == {"Referral": None, "Webcast": pytest.approx(3 / 22)}


def test_no_qualified_lead_in_the_month_before_is_unknown(months: Numbers) -> None:
    february = ("2026-02-01", "2026-03-01")

    assert months.value("lead_velocity_rate", *february) is None
    assert months.reason("lead_velocity_rate", *february) == "no lead was qualified in the month before"


def test_a_running_month_is_unknown(months: Numbers) -> None:
    as_of = (noon("2026-04-01") - timedelta(days=2)).date().isoformat()

    assert months.value("lead_velocity_rate", *MARCH, as_of=as_of) is None
    assert "not over" in (months.reason("lead_velocity_rate", *MARCH, as_of=as_of) or "")
    assert months.value("lead_velocity_rate", *MARCH, as_of="2026-03-31") is not None

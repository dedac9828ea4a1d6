"""What leads and deals cost by where they came from, and how many deals came of which source."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.business.marketing.test_lead_count import lead, noon
from tests.business.samples import sample
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")
COST = "cost_per_lead_by_lead_source"
PER_DEAL = "cost_per_opportunity_by_converted_lead_source"
CREATED = "opportunity_creation_by_lead_source"


def spend(amount: int, day: str = "2026-03-10", **values: Any) -> Any:
    """Money spent on a day, on media in US dollars unless told otherwise."""
    given = {"currency": "USD", "category": "media", **values}
    return sample("spend", amount=Decimal(amount), spent_on=date.fromisoformat(day), **given)


def deal(arr: int | None = 1000, day: str = "2026-03-12", **values: Any) -> Any:
    """A deal that was created and qualified on a day."""
    given = {"arr": arr, "currency": "USD" if arr is not None else "", "type": "new", **values}
    return sample("opportunity", created_at=noon(day), qualified_at=noon(day), **given)


def leads(count: int, source: str) -> None:
    """So many leads of a source in March."""
    for _ in range(count):
        lead("2026-03-05", lead_source=source)


@pytest.fixture
def sources(numbers: Numbers) -> Numbers:
    """Two sources that cost money and one on whose books there is nothing (E15)."""
    spend(6000, lead_source="Paid search")
    spend(3000, lead_source="Webinar")
    leads(40, "Paid search")
    leads(50, "Webinar")
    leads(60, "Organic")
    return numbers


def test_cost_of_a_lead_by_source_and_none_where_nothing_is_booked(sources: Numbers) -> None:
    found = sources.cut(COST, *MARCH, by="lead_source")

    assert found == {"Paid search": 150, "Webinar": 60, "Organic": None}


def test_the_total_counts_all_leads(sources: Numbers) -> None:
    assert sources.value(COST, *MARCH) == 60


def test_bookings_that_add_up_to_nothing_cost_nothing(sources: Numbers) -> None:
    spend(500, lead_source="Organic")
    spend(-500, lead_source="Organic")

    assert sources.cut(COST, *MARCH, by="lead_source")["Organic"] == 0


def test_spend_without_leads_is_listed(sources: Numbers) -> None:
    spend(700, lead_source="Fair")

    assert sources.cut(COST, *MARCH, by="lead_source")["Fair"] is None
    unproductive = sources.cut("unproductive_spend", *MARCH, by="lead_source")
    assert unproductive == {"Paid search": 0, "Webinar": 0, "Organic": 0, "Fair": 700}


@pytest.mark.parametrize(
    ("spent", "total"),
    [
        ({"day": "2026-03-31"}, 10_500),
        ({"day": "2026-04-01"}, 9000),
        ({"day": "2026-02-28"}, 9000),
        ({"category": "people"}, 9000),
        ({"category": "tools"}, 9000),
        ({"category": "agency"}, 10_500),
    ],
    ids=str,
)
def test_day_and_category_decide(sources: Numbers, spent: dict[str, Any], total: int) -> None:
    spend(1500, **spent)

    assert sources.value("program_spend", *MARCH) == total


def test_people_and_tools_are_in_the_loaded_cost(sources: Numbers) -> None:
    spend(2000, lead_source="Paid search", category="people")

    assert sources.cut(f"{COST}_loaded", *MARCH, by="lead_source")["Paid search"] == 200
    assert sources.cut(COST, *MARCH, by="lead_source")["Paid search"] == 150


def test_an_event_paid_before_counts_on_its_day(numbers: Numbers) -> None:
    fair = sample("campaign", channel="event", lead_source="Fair", starts_on=date(2026, 3, 20))
    spend(800, "2026-01-15", category="event", campaign=fair)
    spend(-100, "2026-01-20", category="event", campaign=fair)

    assert numbers.cut("program_spend", *MARCH, by="lead_source") == {"Fair": 800}
    assert numbers.cut("program_spend", "2026-01-01", "2026-02-01", by="lead_source") == {"Fair": -100}


def test_spend_is_in_the_company_s_money_or_unknown(numbers: Numbers) -> None:
    leads(1, "Webinar")
    spend(100, currency="EUR", lead_source="Webinar")

    assert numbers.value(COST, *MARCH) is None


def test_deals_by_source_with_count_and_value(numbers: Numbers) -> None:
    for arr in (10_000, 20_000, 30_000):
        deal(arr, lead_source="Referral")
    for arr in (15_000, 5_000):
        deal(arr, lead_source="Outbound")

    assert numbers.cut(CREATED, *MARCH, by="lead_source") == {"Referral": 3, "Outbound": 2}
    assert numbers.cut(f"{CREATED}_value", *MARCH, by="lead_source") == {"Referral": 60_000, "Outbound": 20_000}
    assert numbers.value(CREATED, *MARCH) == 5
    assert numbers.value(f"{CREATED}_value", *MARCH) == 80_000


def test_the_source_is_that_of_the_lead_that_was_converted_first(numbers: Numbers) -> None:
    won = deal(lead_source="Outbound")
    lead("2026-02-03", "b@example.com", lead_source="Referral", converted_at=noon("2026-03-09"), opp=won)
    lead("2026-02-01", "a@example.com", lead_source="Webinar", converted_at=noon("2026-03-10"), opp=won)
    deal(lead_source="")

    assert numbers.cut(CREATED, *MARCH, by="lead_source") == {"Referral": 1, "unsourced": 1}


@pytest.mark.parametrize(
    ("day", "counts"), [("2026-02-28", 0), ("2026-03-01", 1), ("2026-03-31", 1), ("2026-04-01", 0)]
)
def test_the_day_of_qualification_decides(numbers: Numbers, day: str, counts: int) -> None:
    deal(day=day)

    assert numbers.value(CREATED, *MARCH) == counts


def test_cost_of_a_deal_by_source(numbers: Numbers) -> None:
    spend(6000, lead_source="Paid search")
    spend(3000, lead_source="Webinar")
    for source, count in (("Paid search", 8), ("Webinar", 5), ("Organic", 2), ("", 3)):
        for _ in range(count):
            deal(lead_source=source)

    found = numbers.cut(PER_DEAL, *MARCH, by="lead_source")

    assert found == {"Paid search": 750, "Webinar": 600, "Organic": None, "unsourced": None}
    assert numbers.value(PER_DEAL, *MARCH) == 600


def test_the_spend_of_as_many_days_before_as_the_company_says(numbers: Numbers) -> None:
    spend(500, "2026-02-15", lead_source="Webinar")
    spend(900, "2026-03-15", lead_source="Webinar")
    deal(lead_source="Webinar")

    assert numbers.value(PER_DEAL, *MARCH) == 900
    assert numbers.value(PER_DEAL, *MARCH, cost_per_opportunity_lag_days=20) == 500


def test_nothing_spent_and_nothing_created(numbers: Numbers) -> None:
    assert numbers.value(COST, *MARCH) is None
    assert numbers.reason(COST, *MARCH) == "no spend is booked to it in the period"
    assert numbers.value(PER_DEAL, *MARCH) is None
    assert numbers.value(CREATED, *MARCH) == 0
    assert numbers.value(f"{CREATED}_value", *MARCH) == 0


def test_equals_plain_sql_over_a_demo_company(demo: Demo) -> None:
    rows = demo.sql(
        """
        SELECT coalesce(nullif(s.lead_source, ''), c.lead_source), sum(s.amount) / 1e6
        FROM marketing_spend s LEFT JOIN marketing_campaign c ON c.id = s.campaign_id
        WHERE s.deleted_at IS NULL AND s.category NOT IN ('people', 'tools')
          AND CASE WHEN s.category = 'event' AND s.amount > 0 AND c.starts_on > s.spent_on
              THEN c.starts_on ELSE s.spent_on END BETWEEN '2026-01-01' AND '2026-06-30'
        GROUP BY 1 HAVING max(s.currency <> (SELECT currency FROM organisation_company)) = 0
        """
    )
    leads_of = dict(
        demo.sql(
            """
            SELECT l.lead_source, count(*) FROM marketing_lead l LEFT JOIN accounts_account a ON a.id = l.account_id
            WHERE l.deleted_at IS NULL AND coalesce(a.is_internal, 0) = 0
              AND l.created_at >= '2026-01-01' AND l.created_at < '2026-07-01' GROUP BY 1
            """
        )
    )
    [[deals]] = demo.sql(
        """
        SELECT count(*) FROM sales_opportunity o LEFT JOIN accounts_account a ON a.id = o.account_id
        WHERE o.deleted_at IS NULL AND coalesce(a.is_internal, 0) = 0
          AND o.qualified_at >= '2026-01-01' AND o.qualified_at < '2026-07-01'
        """
    )
    asked = ("2026-01-01", "2026-07-01")

    found = demo.numbers.cut(COST, *asked, by="lead_source", as_of="2026-07-15")

    expected = {source: spent / leads_of[source] for source, spent in rows if leads_of.get(source)}
    assert len(expected) > 2
    assert {source: float(found[source]) for source in expected} == pytest.approx(expected)
    assert demo.numbers.value(CREATED, *asked, as_of="2026-07-15") == deals

"""Customers who answer campaigns that are meant for them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.business.marketing.test_click_through import touch
from tests.business.marketing.test_lead_count import noon
from tests.business.samples import sample
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")
RATE = "customer_campaign_engagement_rate"


def customer(**ends: Any) -> Any:
    """An account that pays from the start of the year."""
    account = sample("account")
    contract = sample("contract", account=account, status="signed", signed_on=date(2026, 1, 1))
    sample(
        "contract_line", account=account, contract=contract, amount=Decimal(100), currency="USD", period="month",
        is_recurring=True, service_start=date(2026, 1, 1), **ends,
    )  # fmt: skip
    return account


def letter(**values: Any) -> Any:
    """A campaign for customers."""
    return sample("campaign", channel="email", audience="customer", **values)


def reached(campaign: Any, account: Any, *acts: str, day: str = "2026-03-10", people: int = 1) -> Any:
    """A mail of the campaign to people of an account, the last of whom does things two hours later."""
    for _ in range(people):
        who = sample("contact", account=account)
        touch("delivered", day, contact=who, account=account, campaign=campaign)
    for act in acts:
        touch(act, day, hours=2, contact=who, account=account, campaign=campaign)
    return who


def test_accounts_that_answered_of_those_reached(numbers: Numbers) -> None:
    campaign = letter()
    for place in range(10):
        reached(campaign, customer(), *(("click",) if place < 3 else ()), people=2 if place == 0 else 1)

    assert numbers.value(RATE, *MARCH) == 0.3
    assert numbers.value(f"{RATE}_contact", *MARCH) == 3 / 11


@pytest.mark.parametrize(("act", "rate"), [("click", 1.0), ("reply", 1.0), ("event", 1.0), ("open", 0.0)])
def test_what_is_an_answer(numbers: Numbers, act: str, rate: float) -> None:
    reached(letter(), customer(), act)

    assert numbers.value(RATE, *MARCH) == rate


@pytest.mark.parametrize(("last", "rate"), [(date(2026, 3, 10), 0.5), (date(2026, 3, 9), 0.0)])
def test_who_was_a_customer_on_the_day_of_the_sending(numbers: Numbers, last: date, rate: float) -> None:
    campaign = letter()
    reached(campaign, customer())
    reached(campaign, customer(service_end=last), "click")
    reached(campaign, sample("account"), "click")

    assert numbers.value(RATE, *MARCH) == rate


def test_campaigns_for_prospects_are_out(numbers: Numbers) -> None:
    reached(sample("campaign", audience="prospect"), customer(), "click")

    assert numbers.value(RATE, *MARCH) is None
    assert numbers.reason(RATE, *MARCH) == "no campaign for customers delivered anything to one in the period"


def test_a_registration_is_an_answer_of_the_account(numbers: Numbers) -> None:
    campaign, account = letter(), customer()
    reached(campaign, account)
    colleague = sample("contact", account=account)
    sample("campaign_member", campaign=campaign, contact=colleague, lead=None, registered_at=noon("2026-03-12"))

    assert numbers.value(RATE, *MARCH) == 1.0
    assert numbers.value(f"{RATE}_contact", *MARCH) == 0.0


def test_each_campaign_counts_for_itself(numbers: Numbers) -> None:
    account = customer()
    reached(letter(name="First"), account, "click")
    reached(letter(name="Second"), account)

    assert numbers.value(RATE, *MARCH) == 0.5
    assert numbers.cut(RATE, *MARCH, by="campaign") == {"First": 1.0, "Second": 0.0}


def test_equals_plain_sql_over_a_demo_company(demo: Demo) -> None:
    [[answered, reached_pairs]] = demo.sql(
        """
        WITH t AS (
          SELECT t.* FROM marketing_touch t JOIN marketing_campaign c ON c.id = t.campaign_id
          JOIN accounts_account a ON a.id = t.account_id
          WHERE t.deleted_at IS NULL AND c.audience = 'customer' AND a.is_internal = 0 AND t.at < '2026-07-16'),
        sent AS (
          SELECT DISTINCT t.account_id, t.campaign_id FROM t
          WHERE t.type = 'delivered' AND t.at >= '2026-01-01' AND t.at < '2026-07-01'
            AND EXISTS (SELECT 1 FROM billing_contractline l JOIN billing_contract k ON k.id = l.contract_id
                        WHERE l.account_id = t.account_id AND l.amount > 0 AND l.is_recurring = 1
                          AND l.deleted_at IS NULL AND k.status <> 'void'
                          AND (k.signed_on IS NOT NULL OR k.status NOT IN ('draft', 'sent'))
                          AND l.service_start <= date(t.at) AND coalesce(l.service_end, '9999') >= date(t.at)))
        SELECT sum(EXISTS (SELECT 1 FROM t WHERE t.account_id = s.account_id AND t.campaign_id = s.campaign_id
                           AND t.type IN ('click', 'reply', 'event'))), count(*) FROM sent s
        """
    )

    assert reached_pairs > 0
    found = demo.numbers.value(RATE, "2026-01-01", "2026-07-01", as_of="2026-07-15")
    assert found == answered / reached_pairs

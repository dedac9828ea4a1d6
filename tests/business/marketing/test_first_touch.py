"""Where people first met us, and whether they became a lead."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.business.marketing.test_click_through import touch
from tests.business.marketing.test_lead_count import lead, noon
from tests.business.samples import sample
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

JANUARY = ("2026-01-01", "2026-02-01")
RATE = "first_touch_conversion_rate"


def meets(day: str, *, lead_after: int | None = None, deal_after: int | None = None, channel: str = "content") -> None:
    """Somebody meets us on a day, and becomes a lead and a deal so many days later."""
    who = sample("contact")
    touch("visit", day, channel=channel, contact=who)
    if lead_after is not None:
        created = noon(day) + timedelta(days=lead_after)
        converted = noon(day) + timedelta(days=deal_after) if deal_after is not None else None
        lead(created.date().isoformat(), contact=who, converted_at=converted)


def test_the_share_that_became_a_lead(numbers: Numbers) -> None:
    meets("2026-01-10", lead_after=3)
    for _ in range(3):
        meets("2026-01-10")

    assert numbers.value(RATE, *JANUARY) == 0.25
    assert numbers.cut(RATE, *JANUARY, by="channel") == {"content": 0.25}


@pytest.mark.parametrize(("days", "rate"), [(0, 1.0), (90, 1.0), (91, 0.0), (-1, 0.0)])
def test_within_ninety_days(numbers: Numbers, days: int, rate: float) -> None:
    meets("2026-01-10", lead_after=days)

    assert numbers.value(RATE, *JANUARY) == rate


@pytest.mark.parametrize(("days", "rate"), [(180, 1.0), (181, 0.0)])
def test_a_deal_within_180_days(numbers: Numbers, days: int, rate: float) -> None:
    meets("2026-01-10", lead_after=10, deal_after=days)

    assert numbers.value(f"{RATE}_to_opportunity", *JANUARY) == rate


def test_only_the_first_touch_counts_and_what_was_merely_shown_is_none(numbers: Numbers) -> None:
    who = sample("contact")
    touch("impression", "2025-12-01", channel="paid_search", contact=who)
    touch("visit", "2026-01-10", channel="content", contact=who)
    touch("visit", "2026-01-20", channel="referral", contact=who)
    touch("visit", "2026-01-20", channel="direct")

    assert numbers.cut(RATE, *JANUARY, by="channel") == {"content": 0.0}
    assert numbers.value(RATE, "2025-12-01", "2026-01-01") is None


def test_a_visit_from_before_we_knew_them_is_their_first(numbers: Numbers) -> None:
    ann = lead("2026-02-03", "ann@example.com")
    touch("visit", "2026-01-30", channel="content", lead=ann)

    assert numbers.value(RATE, *JANUARY) == 1.0


def test_equals_plain_sql_over_a_demo_company(demo: Demo) -> None:
    [[became, met]] = demo.sql(
        """
        WITH t AS (
          SELECT coalesce('c' || t.contact_id, 'c' || l.contact_id, 'c' || c.id, 'l' || t.lead_id) AS who,
                 date(t.at) AS day
          FROM marketing_touch t LEFT JOIN marketing_lead l ON l.id = t.lead_id
          LEFT JOIN accounts_contact c ON lower(c.email) = lower(l.email)
          LEFT JOIN accounts_account a ON a.id = coalesce(t.account_id, l.account_id)
          WHERE t.deleted_at IS NULL AND coalesce(a.is_internal, 0) = 0
            AND t.type NOT IN ('impression', 'delivered')),
        first AS (SELECT who, min(day) AS day FROM t WHERE who IS NOT NULL GROUP BY who),
        came AS (
          SELECT coalesce('c' || l.contact_id, 'c' || c.id, 'l' || l.id) AS who, date(l.created_at) AS day
          FROM marketing_lead l LEFT JOIN accounts_contact c ON lower(c.email) = lower(l.email))
        SELECT sum(EXISTS (SELECT 1 FROM came c WHERE c.who = f.who
                           AND julianday(c.day) - julianday(f.day) BETWEEN 0 AND 90)), count(*)
        FROM first f WHERE day >= '2025-07-01' AND day < '2026-01-01'
        """
    )

    assert became > 0
    assert demo.numbers.value(RATE, "2025-07-01", "2026-01-01", as_of="2026-07-15") == became / met

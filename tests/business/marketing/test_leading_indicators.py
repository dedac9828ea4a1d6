"""Visitors, answers to mail, registrations and engaged accounts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.business.marketing.test_click_through import mail, touch
from tests.business.marketing.test_lead_count import lead, noon
from tests.business.samples import sample
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")


def test_visitors_each_once_and_leads_per_visitor(numbers: Numbers) -> None:
    who = sample("contact")
    touch("visit", "2026-03-02", channel="direct", contact=who)
    touch("visit", "2026-03-05", channel="direct", contact=who)
    for _ in range(3):
        touch("visit", "2026-03-05", channel="direct")
    lead("2026-03-06")

    assert numbers.value("web_visitors", *MARCH) == 4
    assert numbers.value("visitor_to_lead_rate", *MARCH) == 0.25


def test_people_who_answered_of_those_who_had_mail(numbers: Numbers) -> None:
    who = mail("2026-03-02", None)
    touch("delivered", "2026-03-20", contact=who)
    touch("open", "2026-03-03", contact=who)
    mail("2026-03-02", None, clicks=(1,))
    mail("2026-03-02", None)
    mail("2026-03-02", None)

    assert numbers.value("email_engagement_rate", *MARCH) == 0.5


def registered(day: str, event: Any, *, attended: str | None = None) -> None:
    """Somebody registers for an event, and attends it."""
    sample(
        "campaign_member",
        campaign=event,
        registered_at=noon(day),
        attended_at=noon(attended) if attended else None,
        status="attended" if attended else "registered",
    )


def test_registered_and_attended(numbers: Numbers) -> None:
    fair = sample("campaign", channel="event", starts_on=date(2026, 3, 20))
    for place in range(20):
        registered("2026-03-05", fair, attended="2026-03-20" if place < 9 else None)
    registered("2026-03-05", sample("campaign", channel="content"))

    assert numbers.value("event_registrations", *MARCH) == 20
    assert numbers.value("event_attendance_rate", *MARCH) == 0.45


@pytest.mark.parametrize(("starts_on", "share"), [(date(2029, 12, 31), 0.0), (date(2030, 1, 2), None)])
def test_an_event_to_come_is_in_no_share(numbers: Numbers, starts_on: date, share: float | None) -> None:
    registered("2026-03-05", sample("campaign", channel="event", starts_on=starts_on))

    assert numbers.value("event_attendance_rate", *MARCH, as_of="2030-01-01") == share


@pytest.mark.parametrize(
    ("touches", "engaged"),
    [
        ([("visit", "2026-03-20", "ann"), ("click", "2026-03-25", "bob")], 1),
        ([("visit", "2026-03-20", "ann"), ("click", "2026-03-25", "ann")], 0),
        ([("visit", "2026-03-20", "ann"), ("click", "2026-03-25", "ann"), ("form", "2026-03-25", "ann")], 1),
        ([("visit", "2026-03-20", "ann"), ("open", "2026-03-25", "bob"), ("open", "2026-03-26", "bob")], 0),
        ([("visit", "2026-03-02", "ann"), ("visit", "2026-03-25", "bob")], 1),
        ([("visit", "2026-03-01", "ann"), ("visit", "2026-03-25", "bob")], 0),
    ],
    ids=["two people", "one person", "three touches", "opens", "first of thirty days", "a day too old"],
)
def test_engaged_accounts(numbers: Numbers, touches: list[tuple[str, str, str]], engaged: int) -> None:
    account = sample("account")
    people = {name: sample("contact", account=account) for name in ("ann", "bob")}
    for type, day, name in touches:
        touch(type, day, channel="content", contact=people[name])

    assert numbers.value("engaged_accounts", *MARCH) == engaged


def test_over_nothing_counts_are_zero_and_shares_unknown(numbers: Numbers) -> None:
    found = {one.series: one.value for one in numbers.answers("marketing_leading_indicators", *MARCH)}

    assert found == {
        "web_visitors": 0,
        "visitor_to_lead_rate": None,
        "email_engagement_rate": None,
        "event_registrations": 0,
        "event_attendance_rate": None,
        "engaged_accounts": 0,
    }


def test_equals_plain_sql_over_a_demo_company(demo: Demo) -> None:
    [[visitors]] = demo.sql(
        """
        SELECT count(DISTINCT coalesce('c' || t.contact_id, 'c' || l.contact_id, 'c' || c.id, 'l' || t.lead_id,
                                       't' || t.id))
        FROM marketing_touch t LEFT JOIN marketing_lead l ON l.id = t.lead_id
        LEFT JOIN accounts_contact c ON lower(c.email) = lower(l.email)
        LEFT JOIN accounts_account a ON a.id = coalesce(t.account_id, l.account_id)
        WHERE t.deleted_at IS NULL AND coalesce(a.is_internal, 0) = 0 AND t.type = 'visit'
          AND t.at >= '2026-04-01' AND t.at < '2026-07-01'
        """
    )
    [[engaged]] = demo.sql(
        """
        SELECT count(*) FROM (
          SELECT coalesce(t.account_id, c.account_id, l.account_id) AS account
          FROM marketing_touch t LEFT JOIN marketing_lead l ON l.id = t.lead_id
          LEFT JOIN accounts_contact c ON c.id = coalesce(t.contact_id, l.contact_id)
            OR (coalesce(t.contact_id, l.contact_id) IS NULL AND lower(c.email) = lower(l.email))
          LEFT JOIN accounts_account a ON a.id = coalesce(t.account_id, c.account_id, l.account_id)
          WHERE t.deleted_at IS NULL AND a.is_internal = 0 AND t.at >= '2026-06-01' AND t.at < '2026-07-01'
            AND t.type IN ('click', 'visit', 'form', 'event', 'reply')
          GROUP BY 1 HAVING count(*) >= 3 OR count(DISTINCT coalesce(t.contact_id, l.contact_id, c.id)) >= 2)
        """
    )
    asked = ("2026-04-01", "2026-07-01")

    assert demo.numbers.value("web_visitors", *asked, as_of="2026-07-15") == visitors
    assert demo.numbers.value("engaged_accounts", *asked, as_of="2026-07-15") == engaged

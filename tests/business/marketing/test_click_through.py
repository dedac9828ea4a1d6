"""Clicks on what was sent and shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.business.marketing.test_lead_count import noon
from tests.business.samples import sample
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")


def touch(type: str, day: str, *, hours: int = 0, channel: str = "email", **values: Any) -> Any:
    """A touch some hours after noon of a day."""
    return sample("touch", type=type, channel=channel, at=noon(day) + timedelta(hours=hours), **values)


def mail(day: str, campaign: Any, *, clicks: tuple[int, ...] = (), **values: Any) -> Any:
    """A mail to somebody, with clicks so many hours later."""
    who = sample("contact")
    touch("delivered", day, contact=who, campaign=campaign)
    for hours in clicks:
        touch("click", day, hours=hours, contact=who, campaign=campaign, **values)
    return who


def test_clickers_of_delivered_mails_each_once(numbers: Numbers) -> None:
    letter = sample("campaign", channel="email")
    mail("2026-03-02", letter, clicks=(1, 2))
    for _ in range(24):
        mail("2026-03-02", letter)

    assert numbers.value("click_through_rate", *MARCH) == 0.04
    assert numbers.value("click_through_rate_email", *MARCH) == 0.04
    assert numbers.value("click_through_rate_ads", *MARCH) is None


@pytest.mark.parametrize(("hours", "rate"), [(0, 1.0), (7 * 24, 1.0), (8 * 24, 0.0), (-1, 0.0)])
def test_a_click_counts_for_seven_days(numbers: Numbers, hours: int, rate: float) -> None:
    mail("2026-03-02", None, clicks=(hours,))

    assert numbers.value("click_through_rate", *MARCH) == rate


def test_a_click_belongs_to_the_period_of_the_mail(numbers: Numbers) -> None:
    mail("2026-03-30", None, clicks=(72,))

    assert numbers.value("click_through_rate", *MARCH) == 1.0
    assert numbers.value("click_through_rate", "2026-04-01", "2026-05-01") is None


def test_a_click_counts_for_the_last_mail_before_it(numbers: Numbers) -> None:
    who = mail("2026-03-02", None)
    touch("delivered", "2026-03-04", contact=who)
    touch("click", "2026-03-05", contact=who)

    assert numbers.value("click_through_rate", *MARCH) == 0.5


def test_clicks_of_programs_opens_and_other_campaigns_are_no_clicks(numbers: Numbers) -> None:
    first, second = sample("campaign"), sample("campaign")
    mail("2026-03-02", first, clicks=(1,), detail="[bot] Proxy")
    who = mail("2026-03-02", first)
    touch("open", "2026-03-02", hours=1, contact=who, campaign=first)
    touch("click", "2026-03-02", hours=2, contact=who, campaign=second)

    assert numbers.value("click_through_rate", *MARCH) == 0.0


def test_advertisements_are_shown_and_not_delivered(numbers: Numbers) -> None:
    who = sample("contact")
    for hours in range(4):
        touch("impression", "2026-03-02", hours=hours, channel="paid_search", contact=who)
    touch("click", "2026-03-03", channel="paid_search", contact=who)

    assert numbers.value("click_through_rate_ads", *MARCH) == 0.25
    assert numbers.cut("click_through_rate", *MARCH, by="channel") == {"paid_search": 0.25}


def test_nothing_sent_is_unknown(numbers: Numbers) -> None:
    assert numbers.value("click_through_rate", *MARCH) is None
    assert numbers.reason("click_through_rate", *MARCH) == "nothing was delivered or shown in the period"


def test_equals_plain_sql_over_a_demo_company(demo: Demo) -> None:
    [[clicked, shown]] = demo.sql(
        """
        WITH t AS (
          SELECT t.*, coalesce('c' || t.contact_id, 'c' || l.contact_id, 'l' || t.lead_id, 't' || t.id) AS who,
                 coalesce(t.campaign_id, 0) AS run
          FROM marketing_touch t LEFT JOIN marketing_lead l ON l.id = t.lead_id
          LEFT JOIN accounts_account a ON a.id = coalesce(t.account_id, l.account_id)
          WHERE t.deleted_at IS NULL AND coalesce(a.is_internal, 0) = 0 AND t.at < '2026-07-16'),
        matched AS (
          SELECT c.id, (SELECT s.id FROM t s WHERE s.type IN ('impression', 'delivered') AND s.who = c.who
                        AND s.channel = c.channel AND s.run = c.run AND s.at <= c.at
                        AND julianday(date(c.at)) - julianday(date(s.at)) <= 7
                        ORDER BY s.at DESC, s.id DESC LIMIT 1) AS sent
          FROM t c WHERE c.type = 'click')
        SELECT sum(id IN (SELECT sent FROM matched)), count(*) FROM t
        WHERE type IN ('impression', 'delivered') AND at >= '2026-01-01' AND at < '2026-07-01'
        """
    )

    assert clicked > 0
    found = demo.numbers.value("click_through_rate", "2026-01-01", "2026-07-01", as_of="2026-07-15")
    assert found == clicked / shown

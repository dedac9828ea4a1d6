"""Renewals: what was due, what was renewed of it, and whether in time."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.business.samples import sample
from tests.business.success.writing import contract, line, noon, on
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")


def due(amount: int, last: str = "2026-03-31", **values: Any) -> Any:
    """A contract over a year whose last day is in March, with one line of an amount a year."""
    given = {"signed_on": on("2025-03-01"), **values}
    found = contract(sample("account"), "2025-04-01", last, **given)
    line(found, amount, period="year")
    return found


def renewed(old: Any, amount: int, signed: str, start: str = "2026-04-01", **values: Any) -> Any:
    found = contract(old.account, start, "2027-03-31", signed_on=on(signed), renews=old, **values)
    line(found, amount, period="year")
    return found


def found(numbers: Numbers, key: str, *span: str, **asked: Any) -> dict[str, Any]:
    return {one.series: one.value for one in numbers.answers(key, *(span or MARCH), **asked)}


def test_logo_gross_and_net(numbers: Numbers) -> None:
    renewed(due(1200), 1440, "2026-03-01")
    renewed(due(2400), 1800, "2026-03-01")
    due(600)

    values = found(numbers, "renewal_rate")
    assert values["renewal_rate"] == 2 / 3
    assert values["renewal_rate_gross"] == 250 / 350
    assert values["renewal_rate_net"] == 270 / 350
    assert values["renewal_arr_due"] == 4200


def test_on_time_late_left_and_open(numbers: Numbers) -> None:
    for _ in range(15):
        renewed(due(1000), 1000, "2026-03-31")
    for _ in range(2):
        renewed(due(1000), 1000, "2026-04-10")
    for _ in range(2):
        sample("offboarding", account=due(1000).account, notified_on=on("2026-02-01"))
    still = due(1000)
    sample("opportunity", type="renewal", account=still.account, renews=still, created_at=noon("2026-01-05"))

    values = found(numbers, "on_time_renewal_rate")
    assert values["on_time_renewal_rate"] == 0.75
    assert values["on_time_renewal_rate_arr"] == 0.75
    assert values["on_time_of_renewed"] == 15 / 17
    assert values["calm_renewal_rate"] == 0
    assert numbers.cut("renewals_due", *MARCH, by="outcome") == {"renewed": 17, "churned": 2, "open": 1}
    assert found(numbers, "renewal_rate")["renewals_open_past_due"] == 1


@pytest.mark.parametrize(
    ("signed", "on_time", "calm"), [("2026-04-01", 0, 0), ("2026-03-25", 1, 0), ("2026-03-24", 1, 1)]
)
def test_by_the_last_day_and_a_week_ahead(numbers: Numbers, signed: str, on_time: int, calm: int) -> None:
    renewed(due(100), 100, signed)

    values = found(numbers, "on_time_renewal_rate")
    assert (values["on_time_renewal_rate"], values["calm_renewal_rate"]) == (on_time, calm)


def test_a_renewal_signed_late_is_a_renewal_but_not_on_time(numbers: Numbers) -> None:
    """E4: the term ends on 31 March, signed on 10 April from 1 April on."""
    renewed(due(1200), 1200, "2026-04-10")

    assert numbers.value("renewal_rate", *MARCH) == 1
    assert numbers.value("on_time_renewal_rate", *MARCH) == 0


def test_a_co_termed_line_is_part_of_the_one_renewal(numbers: Numbers) -> None:
    """E6: a master of 12,000 and an add-on of 3,000 for half a year, renewed together at 18,000."""
    master = contract(sample("account"), "2025-01-01", "2025-12-31")
    line(master, 12_000, period="")
    add_on = contract(master.account, "2025-07-01", "2025-12-31")
    line(add_on, 3_000, period="")
    again = contract(master.account, "2026-01-01", "2026-12-31", renews=master, signed_on=on("2025-12-01"))
    line(again, 18_000, period="year")

    values = found(numbers, "renewal_rate", "2025-12-01", "2026-01-01")
    assert (values["renewals_due"], values["renewal_arr_due"], values["renewal_rate_net"]) == (1, 18_000, 1)


@pytest.mark.parametrize(
    ("values", "count"),
    [
        ({}, 1),
        ({"is_month_to_month": True}, 0),
        ({"status": "void"}, 0),
        ({"status": "draft", "signed_on": None}, 0),
        ({"last": "2026-04-01"}, 0),
        ({"last": "2026-03-01"}, 1),
        ({"last": "2026-02-28"}, 0),
        ({"last": "2026-03-30", "term_months": 12, "terminated_on": on("2026-02-01")}, 0),
        ({"last": "2026-03-31", "term_months": 12, "terminated_on": on("2026-02-01")}, 1),
    ],
    ids=str,
)
def test_what_is_due(numbers: Numbers, values: dict[str, Any], count: int) -> None:
    due(100, **values)

    assert numbers.value("renewals_due", *MARCH) == count


def test_what_renews_by_itself_counts_on_the_last_day_for_notice(numbers: Numbers) -> None:
    old = due(100, auto_renew=True, notice_days=60)
    renewed(old, 100, "2026-04-20")
    told = due(100, auto_renew=True, notice_days=60, terminated_on=on("2026-01-15"))
    renewed(told, 100, "2026-04-20")

    values = found(numbers, "on_time_renewal_rate")
    assert values["on_time_renewal_rate"] == 0.5
    assert values["renewals_auto"] == 1
    assert values["calm_renewal_rate"] == 0.5


def test_lines_that_run_on_renew_only_what_renews_by_itself(numbers: Numbers) -> None:
    for auto_renew in (True, False):
        old = contract(sample("account"), "2025-04-01", "2026-03-31", auto_renew=auto_renew)
        line(old, 100, period="year", service_end=None)

    assert numbers.value("renewal_rate", *MARCH) == 0.5
    assert numbers.cut("renewals_due", *MARCH, by="outcome") == {"renewed": 1, "open": 1}


def test_without_a_link_the_contract_of_the_next_day_renews(numbers: Numbers) -> None:
    old, other = due(100), due(100)
    line(contract(old.account, "2026-04-01", "2027-03-31", signed_on=on("2026-03-15")), 1560, period="year")
    line(contract(other.account, "2026-04-03", "2027-03-31", signed_on=on("2026-03-15")), 1560, period="year")

    assert numbers.value("renewal_arr_renewed", *MARCH) == 1560


def test_a_deal_that_was_won_renews_where_no_contract_is_recorded(numbers: Numbers) -> None:
    old = due(100)
    won = {"type": "renewal", "outcome": "won", "closed_at": noon("2026-03-20"), "created_at": noon("2026-01-20")}
    sample("opportunity", account=old.account, renews=old, arr=Decimal(90), currency="USD", **won)

    assert numbers.value("renewal_arr_renewed", *MARCH) == 90
    assert numbers.value("on_time_renewal_rate", *MARCH) == 1


def test_another_exchange_rate_renews_nothing(numbers: Numbers) -> None:
    old = contract(sample("account"), "2025-04-01", "2026-03-31")
    line(old, 12_000, period="year", currency="EUR", fx_rate=Decimal("1.10"))
    again = contract(old.account, "2026-04-01", "2027-03-31", renews=old, signed_on=on("2026-03-01"))
    line(again, 12_000, period="year", currency="EUR", fx_rate=Decimal("1.20"))

    assert numbers.value("renewal_arr_due", *MARCH) == 13_200
    assert numbers.value("renewal_rate_net", *MARCH) == 1


def test_nothing_due_is_unknown(numbers: Numbers) -> None:
    assert numbers.value("renewal_rate", *MARCH) is None
    assert numbers.reason("on_time_renewal_rate", *MARCH) == "no contract ran out in the period"


def test_coverage_of_the_next_half_year(numbers: Numbers) -> None:
    """19 of 20 that run out in 180 days have an opportunity; what runs out later is not asked about."""
    for _ in range(19):
        one = due(100, "2026-09-27")  # 180 days after 31 March
        sample("opportunity", type="renewal", account=one.account, renews=one, created_at=noon("2026-03-31"))
    late = due(100, "2026-04-01")
    sample("opportunity", type="renewal", account=late.account, renews=late, created_at=noon("2026-04-01"))
    due(100, "2026-09-28")
    due(100, "2026-03-31")

    assert numbers.value("renewal_opportunity_coverage", *MARCH) == 0.95
    assert numbers.value("renewals_due_soon", *MARCH) == 20


def test_equals_plain_sql_over_a_demo_company(demo: Demo) -> None:
    [(count, again, on_time)] = demo.sql(
        """
        WITH due AS (
          SELECT c.account_id, c.end_on, max(n.id) AS following,
            max(n.signed_on <= c.end_on OR (c.auto_renew AND n.id AND c.terminated_on IS NULL)) AS in_time
          FROM billing_contract c JOIN accounts_account a ON a.id = c.account_id
          LEFT JOIN billing_contract n ON n.renews_id = c.id AND n.signed_on <= '2026-07-15'
          WHERE c.deleted_at IS NULL AND NOT a.is_internal AND NOT c.is_month_to_month
            AND c.end_on >= '2025-01-01' AND c.end_on < '2026-07-01'
            AND c.end_on >= date(c.start_on, '+' || c.term_months || ' months', '-1 day')
            AND EXISTS (SELECT 1 FROM billing_contractline l WHERE l.contract_id = c.id AND l.is_recurring
                        AND l.amount > 0 AND l.service_end >= c.end_on)
          GROUP BY 1, 2)
        SELECT count(*), count(following), sum(in_time) FROM due
        """
    )

    span, asked = ("2025-01-01", "2026-07-01"), {"as_of": "2026-07-15"}
    assert demo.numbers.value("renewals_due", *span, **asked) == count > 3
    assert demo.numbers.value("renewal_rate", *span, **asked) == again / count
    assert demo.numbers.value("on_time_renewal_rate", *span, **asked) == on_time / count

"""The edge cases of recurring revenue that the catalogue of metrics settles."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.business.billing.test_fixture_a import line
from tests.business.samples import sample
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")
APRIL = ("2026-04-01", "2026-05-01")


def movements(numbers: Numbers, start: str, end: str, **asked: Any) -> dict[str, Any]:
    """The movements of a span that are not zero."""
    found = {one.series: one.value for one in numbers.answers("mrr_movements", start, end, **asked)}
    sorts = ("new_mrr", "expansion_mrr", "reactivation_mrr", "contraction_mrr", "churned_mrr", "fx_mrr")
    return {key: found[key] for key in sorts if found[key]}


def days(numbers: Numbers, series: str) -> dict[date, Any]:
    """The days of March on which a movement was, with its amount."""
    return {one.period.start: one.value for one in numbers.answers(series, *MARCH, grain="day") if one.value}


def test_cancelled_and_subscribed_again_the_same_day_for_more_is_expansion(numbers: Numbers) -> None:  # E2
    account = sample("account")
    line(account, 200, "2025-01-01", "2026-03-11")
    line(account, 260, "2026-03-12")

    assert movements(numbers, *MARCH) == {"expansion_mrr": 60}


def test_two_days_without_service_are_churn_and_reactivation(numbers: Numbers) -> None:  # E3
    account = sample("account")
    line(account, 200, "2025-01-01", "2026-03-11")
    line(account, 200, "2026-03-14")

    assert days(numbers, "churned_mrr") == {date(2026, 3, 12): 200}
    assert days(numbers, "reactivation_mrr") == {date(2026, 3, 14): 200}


def test_service_that_goes_on_the_next_day_is_no_movement(numbers: Numbers) -> None:  # E3
    account = sample("account")
    line(account, 200, "2025-01-01", "2026-03-11")
    line(account, 200, "2026-03-12")

    assert movements(numbers, *MARCH) == {}


def test_an_upgrade_within_a_month_counts_in_full_from_its_day(numbers: Numbers) -> None:  # E5
    account = sample("account")
    line(account, 1000, "2026-01-01", "2026-04-15")
    line(account, 1500, "2026-04-16")

    assert movements(numbers, *APRIL) == {"expansion_mrr": 500}


def test_a_line_that_ends_with_the_master_contract_and_one_renewal(numbers: Numbers) -> None:  # E6
    account = sample("account")
    line(account, 12_000, "2026-01-01", "2026-12-31", period="")
    line(account, 3_000, "2026-07-01", "2026-12-31", period="")
    line(account, 18_000, "2027-01-01", "2027-12-31", period="")

    assert movements(numbers, "2026-07-01", "2026-08-01") == {"expansion_mrr": 500}
    assert movements(numbers, "2027-01-01", "2027-02-01") == {}


def test_the_same_price_at_another_rate_moves_only_exchange_rates(numbers: Numbers) -> None:  # E7
    account = sample("account")
    euros = {"currency": "EUR", "period": "year", "product": sample("product")}
    line(account, 12_000, "2026-01-01", "2026-12-31", fx_rate=Decimal("1.10"), **euros)
    line(account, 12_000, "2027-01-01", "2027-12-31", fx_rate=Decimal("1.20"), **euros)

    assert numbers.value("mrr", "2026-12-01", "2027-01-01") == 1100
    assert numbers.value("mrr", "2027-01-01", "2027-02-01") == 1200
    assert movements(numbers, "2027-01-01", "2027-02-01") == {"fx_mrr": 100}
    assert numbers.value("gross_revenue_retention_in_period", "2027-01-01", "2027-02-01") == 1
    assert numbers.value("net_revenue_retention_in_period", "2027-01-01", "2027-02-01") == 1


def test_to_the_free_plan_and_back_is_churn_and_reactivation(numbers: Numbers) -> None:  # E8
    account = sample("account")
    line(account, 100, "2025-01-01", "2026-03-09")
    line(account, 0, "2026-03-10", "2026-04-18")
    line(account, 150, "2026-04-19")

    assert movements(numbers, *MARCH) == {"churned_mrr": 100}
    assert numbers.value("churned_customers", *MARCH) == 1
    assert movements(numbers, *APRIL) == {"reactivation_mrr": 150}


def test_a_refund_moves_no_mrr(numbers: Numbers) -> None:  # E9
    account = sample("account")
    line(account, 1000, "2025-01-01")
    invoice = sample(
        "invoice", account=account, status="issued", total=Decimal(1000), currency="USD", issued_on=date(2026, 2, 1)
    )
    sample("credit_note", invoice=invoice, amount=Decimal(1000), currency="USD", issued_on=date(2026, 3, 9))

    assert movements(numbers, *MARCH) == {}
    assert numbers.value("billings", *MARCH) == -1000


def test_free_months_count_nothing_until_the_first_paid_day(numbers: Numbers) -> None:  # E10
    account = sample("account")
    line(account, 0, "2026-01-01", "2026-02-28")
    line(account, 100, "2026-03-01", "2026-12-31")

    assert numbers.value("mrr", "2026-02-01", "2026-03-01") == 0
    assert days(numbers, "new_mrr") == {date(2026, 3, 1): 100}


def test_one_line_lost_is_contraction_the_last_is_churn(numbers: Numbers) -> None:  # E13
    account = sample("account")
    line(account, 100, "2025-01-01", "2026-03-09")
    line(account, 50, "2025-01-01", "2026-03-19")

    assert movements(numbers, *MARCH) == {"contraction_mrr": 100, "churned_mrr": 50}


def test_amounts_of_every_period_come_to_a_month(numbers: Numbers) -> None:
    for amount, period in ((12_000, "year"), (900, "quarter"), (50, "week")):
        line(sample("account"), amount, "2026-01-01", period=period)
    line(sample("account"), 5_000, "2026-01-01", "2027-05-15", period="")  # 500 days

    # 1000 + 300 + 216.666667 + 304.166667
    assert numbers.value("mrr", *MARCH) == Decimal("1820.833334")


def test_one_time_lines_void_contracts_and_unsigned_drafts_are_out(numbers: Numbers) -> None:
    account = sample("account")
    line(account, 100, "2026-01-01", is_recurring=False)
    for status in ("void", "draft"):
        contract = sample("contract", account=account, status=status)
        sample(
            "contract_line", account=account, contract=contract, amount=Decimal(100), currency="USD", period="month",
            service_start=date(2026, 1, 1),
        )  # fmt: skip
    line(account, 7, "2026-01-01", is_recurring=False, is_committed_usage=True)

    assert numbers.value("mrr", *MARCH) == 7


def test_a_missing_exchange_rate_makes_the_number_unknown_and_says_why(numbers: Numbers) -> None:
    line(sample("account"), 100, "2026-01-01")
    line(sample("account"), 100, "2026-01-01", currency="GBP")

    assert numbers.value("mrr", *MARCH) is None
    assert numbers.reason("mrr", *MARCH) == "an amount has no exchange rate"


@pytest.mark.parametrize(
    "series",
    [
        "net_revenue_retention", "gross_revenue_retention_in_period", "logo_retention_rate", "upsell_cross_sell_rate",
        "expansion_mrr_net", "churned_mrr_rate",
    ],
)  # fmt: skip
def test_a_missing_exchange_rate_leaves_open_who_stayed(numbers: Numbers, series: str) -> None:
    line(sample("account", name="Known"), 100, "2025-01-01")
    line(sample("account", name="Unknown"), 100, "2025-01-01", currency="GBP")

    assert numbers.value(series, *MARCH) is None
    assert numbers.reason(series, *MARCH) == "an amount has no exchange rate"
    assert numbers.cut("net_revenue_retention", *MARCH, by="account.name") == {"Known": 1.0, "Unknown": None}


def test_a_missing_exchange_rate_leaves_open_what_moved(numbers: Numbers) -> None:
    line(sample("account"), 100, "2026-03-10")
    line(sample("account"), 100, "2026-03-11", currency="GBP")

    for series in ("new_mrr", "expansion_mrr", "churned_mrr", "net_new_mrr"):
        assert numbers.value(series, *MARCH) is None
        assert numbers.reason(series, *MARCH) == "an amount has no exchange rate"
    assert numbers.value("new_mrr", "2026-02-01", "2026-03-01") == 0


def test_nothing_at_all_is_zero_or_unknown_but_no_error(numbers: Numbers) -> None:
    assert numbers.value("mrr", *MARCH) == 0
    assert numbers.value("customers", *MARCH) == 0
    assert numbers.value("arpa", *MARCH) is None
    assert numbers.value("net_revenue_retention", *MARCH) is None
    assert movements(numbers, *MARCH) == {}

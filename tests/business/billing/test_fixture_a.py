"""The accounts A1 to A12 of March 2026, as the catalogue of metrics tells them (fixture A)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tenure.business.accounts.models import Account
from tests.business.samples import sample
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")
MOVEMENTS = (
    "new_mrr",
    "expansion_mrr",
    "reactivation_mrr",
    "contraction_mrr",
    "churned_mrr",
    "fx_mrr",
    "opening_mrr",
    "closing_mrr",
    "net_new_mrr",
)


def line(account: Any, amount: int, start: str, end: str | None = None, **values: Any) -> Any:
    """A monthly line of an account, in US dollars unless told otherwise."""
    contract = sample("contract", account=account, status="signed", signed_on=date.fromisoformat(start))
    given = {"currency": "USD", "period": "month", "is_recurring": True, **values}
    return sample(
        "contract_line",
        account=account,
        contract=contract,
        amount=Decimal(amount),
        service_start=date.fromisoformat(start),
        service_end=date.fromisoformat(end) if end else None,
        **given,
    )


@pytest.fixture
def twelve(numbers: Numbers) -> Numbers:
    names = {place: sample("account", name=f"A{place}") for place in range(1, 13)}
    line(names[1], 1000, "2025-01-01")
    line(names[2], 500, "2025-01-01")
    line(names[2], 300, "2026-03-10")
    line(names[3], 250, "2025-01-01")
    line(names[3], 150, "2025-01-01", "2026-03-14")
    line(names[4], 300, "2025-01-01", "2026-03-19")
    line(names[5], 200, "2025-01-01", "2026-03-11")
    line(names[5], 200, "2026-03-12")
    line(names[6], 250, "2025-01-01", "2025-11-15")
    line(names[6], 250, "2026-03-05")
    line(names[7], 600, "2026-03-18")
    line(names[8], 100, "2026-03-03", "2026-03-24")
    line(names[9], 100, "2025-01-01", "2026-03-03")
    line(names[9], 40, "2026-03-04")
    line(names[9], 110, "2026-03-20")
    line(names[10], 0, "2025-01-01")
    line(names[11], 100, "2025-01-01", currency="EUR", fx_rate=Decimal("1.10"))
    line(names[12], 90, "2025-01-01", "2026-03-05")
    line(names[12], 90, "2026-03-21")
    return numbers


def test_opening_and_closing_mrr(twelve: Numbers) -> None:
    assert twelve.value("mrr", "2026-02-01", "2026-03-01") == 2700
    assert twelve.value("mrr", *MARCH) == 3450
    assert twelve.value("arr", *MARCH) == 41400


def test_customers_and_what_they_pay_on_average(twelve: Numbers) -> None:
    assert twelve.value("customers", "2026-02-01", "2026-03-01") == 8
    assert twelve.value("customers", *MARCH) == 9
    assert twelve.value("arpa", *MARCH) == Decimal("383.333333")


def test_movements_of_march(twelve: Numbers) -> None:
    found = {one.series: one.value for one in twelve.answers("mrr_movements", *MARCH)}

    assert {key: value for key, value in found.items() if key in MOVEMENTS} == {
        "new_mrr": 700,
        "expansion_mrr": 410,
        "reactivation_mrr": 340,
        "contraction_mrr": 210,
        "churned_mrr": 490,
        "fx_mrr": 0,
        "opening_mrr": 2700,
        "closing_mrr": 3450,
        "net_new_mrr": 750,
    }


def test_rows_behind_a_movement_add_up_to_it(twelve: Numbers) -> None:
    rows = twelve.rows("churned_mrr", *MARCH)

    assert sorted(row.amount for row in rows) == [90, 100, 300]
    assert {row.kind for row in rows} == {"account"}


def test_rows_of_a_whole_metric_stand_once_whatever_is_derived_from_them(twelve: Numbers) -> None:
    told: dict[str, Decimal] = {}
    for row in twelve.rows("mrr_movements", *MARCH):
        told[row.series] = told.get(row.series, Decimal(0)) + row.amount

    assert told["new_mrr"] == 700
    assert told["churned_mrr"] == 490
    assert told["closing_mrr"] == 3450


def test_rows_of_retention_are_the_accounts_that_are_kept(twelve: Numbers) -> None:
    rows = twelve.rows("gross_revenue_retention_in_period", *MARCH)
    names = {account.public_id: account.name for account in Account.objects.all()}

    assert {row.kind for row in rows} == {"account"}
    assert {names[row.public_id]: row.amount for row in rows if row.side == "denominator"} == {
        "A1": 1000, "A2": 500, "A3": 400, "A4": 300, "A5": 200, "A9": 100, "A11": 110, "A12": 90,
    }  # fmt: skip
    assert {names[row.public_id]: row.amount for row in rows if row.side == "numerator"} == {
        "A1": 1000, "A2": 500, "A3": 250, "A4": 0, "A5": 200, "A9": 100, "A11": 110, "A12": 90,
    }  # fmt: skip


def test_rows_of_customers_are_each_customer_once(twelve: Numbers) -> None:
    rows = [row for row in twelve.rows("customers", *MARCH) if row.series == "customers"]

    assert {row.kind for row in rows} == {"account"}
    assert [row.amount for row in rows] == [1] * 9
    assert len({row.public_id for row in rows}) == 9


def test_retention_of_march(twelve: Numbers) -> None:
    def over(series: str) -> float:
        value = twelve.value(series, *MARCH)
        return round(value, 6)

    assert over("gross_revenue_retention_in_period") == round(2250 / 2700, 6)
    assert over("net_revenue_retention_in_period") == round(2600 / 2700, 6)
    assert over("gross_churn_rate_in_period") == round(450 / 2700, 6)
    assert over("net_churn_rate_in_period") == round(100 / 2700, 6)
    assert over("logo_retention_rate_in_period") == 0.875
    assert over("logo_churn_rate_in_period") == 0.125


def test_a_month_s_window_is_the_month(twelve: Numbers) -> None:
    assert twelve.value("gross_revenue_retention_monthly", *MARCH) == 2250 / 2700
    assert twelve.value("net_revenue_retention_monthly", *MARCH) == 2600 / 2700


def test_customers_roll_forward(twelve: Numbers) -> None:
    moves = [twelve.value(f"{sort}_customers", *MARCH) for sort in ("opening", "new", "reactivated", "churned")]

    assert moves == [8, 2, 2, 3]
    assert twelve.value("customers", *MARCH) == 8 + 2 + 2 - 3


def test_a_quote_from_the_month_to_the_year(numbers: Numbers) -> None:
    for _ in range(49):
        line(sample("account"), 10, "2026-01-01")
    line(sample("account"), 10, "2026-01-01", "2026-03-10")

    assert numbers.value("gross_churn_rate_monthly", *MARCH) == pytest.approx(0.02)
    assert round(numbers.value("gross_churn_rate_annualised", *MARCH), 4) == 0.2153

"""The accounts A1 to A12 of March 2026, as the catalogue of metrics tells them (fixture A)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.business.samples import sample
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")


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

    assert found == {
        "new_mrr": 700,
        "expansion_mrr": 410,
        "reactivation_mrr": 340,
        "contraction_mrr": 210,
        "churned_mrr": 490,
        "fx_mrr": 0,
        "net_new_mrr": 750,
    }


def test_rows_behind_a_movement_add_up_to_it(twelve: Numbers) -> None:
    rows = twelve.rows("churned_mrr", *MARCH)

    assert sorted(row.amount for row in rows) == [90, 100, 300]
    assert {row.kind for row in rows} == {"account"}

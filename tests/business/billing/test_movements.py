"""Movements of MRR by their sort and reason, cut by product and segment, and net over a period."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tenure.engine.metrics.answers import Answer
from tenure.foundation.records.recording import recording
from tests.business.billing.test_fixture_a import MARCH, line, twelve
from tests.business.samples import sample
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

__all__ = ["twelve"]


def told(answers: list[Answer]) -> dict[str, Any]:
    return {one.series: one.value for one in answers if one.value}


def test_one_movement_per_account_and_period(twelve: Numbers) -> None:
    found = told(twelve.answers("mrr_movements", *MARCH))

    # A8 came and went, A12 went and came back: neither moved from end to end. A9: 100 to 150. A6 came back.
    assert found["new_mrr_net"] == 600
    assert found["expansion_mrr_net"] == 300 + 50
    assert found["reactivation_mrr_net"] == 250
    assert found["contraction_mrr_net"] == 150
    assert found["churned_mrr_net"] == 300
    assert found["net_new_mrr"] == 600 + 350 + 250 - 150 - 300


def test_movements_of_arr_are_twelve_times_those_of_mrr(twelve: Numbers) -> None:
    found = told(twelve.answers("mrr_movements", *MARCH))

    assert found["new_arr"] == 8400
    assert found["churned_arr"] == 5880
    assert found["net_new_arr"] == 9000
    assert found["opening_arr"] + found["net_new_arr"] == found["closing_arr"] == 41400


def swapped(*, to: int) -> None:
    """An account that has paid 100 for Atlas takes Beacon instead on 10 March."""
    account = sample("account")
    line(account, 100, "2025-01-01", "2026-03-09", product=sample("product", name="Atlas"))
    line(account, to, "2026-03-10", product=sample("product", name="Beacon"))


def test_a_swap_of_products_at_equal_mrr_moves_nothing_but_the_products(numbers: Numbers) -> None:
    swapped(to=100)

    total = told(numbers.answers("mrr_movements", *MARCH))
    assert total["migration_in"] == total["migration_out"] == 100
    assert {"new_mrr", "churned_mrr", "expansion_mrr", "contraction_mrr"}.isdisjoint(total)
    assert numbers.cut("migration_in", *MARCH, by="product") == {"Beacon": 100, "Atlas": 0}
    assert numbers.cut("migration_out", *MARCH, by="product") == {"Beacon": 0, "Atlas": 100}
    assert set(numbers.cut("transferred_mrr", *MARCH, by="product").values()) == {Decimal(0)}


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        ({"amount": 150, "qty": Decimal(15)}, "seats"),
        ({"amount": 150, "qty": Decimal(10)}, "price"),
        ({"amount": 150, "qty": Decimal(10), "is_reduced": True}, "discount end"),
        ({"amount": 150, "qty": Decimal(10), "is_other_plan": True}, "upgrade"),
    ],
    ids=str,
)
def test_why_an_account_grew(numbers: Numbers, after: dict[str, Any], reason: str) -> None:
    account, product = sample("account"), sample("product", name="Atlas")
    small, large = (sample("plan", product=product, name=name) for name in ("Starter", "Business"))
    discount = sample("discount") if after.get("is_reduced") else None
    line(account, 100, "2025-01-01", "2026-03-09", product=product, plan=small, qty=Decimal(10), discount=discount)
    plan = large if after.get("is_other_plan") else small
    line(account, after["amount"], "2026-03-10", product=product, plan=plan, qty=after["qty"])

    found = numbers.cut("expansion_mrr", *MARCH, by="reason")

    assert {name: value for name, value in found.items() if value} == {reason: 50}


def test_another_product_is_cross_sold_and_a_larger_one_instead_is_an_upgrade(numbers: Numbers) -> None:
    swapped(to=150)
    account = sample("account")
    line(account, 100, "2025-01-01", product=sample("product", name="Corvus"))
    line(account, 30, "2026-03-20", product=sample("product", name="Dorado"))

    found = numbers.cut("expansion_mrr", *MARCH, by="reason")

    assert {name: value for name, value in found.items() if value} == {"upgrade": 50, "cross-sell": 30}


def test_losses_are_told_by_the_reason_that_was_given(numbers: Numbers) -> None:
    lost = line(sample("account"), 100, "2025-01-01", "2026-03-09")
    lost.contract.termination_reason = "Price"
    lost.contract.terminated_on = date(2026, 3, 1)
    lost.contract.save()

    found = numbers.cut("churned_mrr", *MARCH, by="reason")

    assert {name: value for name, value in found.items() if value} == {"Price": 100}


def test_an_account_that_changes_its_segment_is_transferred_not_lost(numbers: Numbers) -> None:
    with recording(actor=None, path="test", now=datetime(2025, 1, 1, 12, tzinfo=UTC)):
        account = sample("account", segment="SMB")
        line(account, 100, "2025-01-01")
    with recording(actor=None, path="test", now=datetime(2026, 3, 10, 12, tzinfo=UTC)):
        account.segment = "Enterprise"
        account.save()

    assert numbers.cut("opening_mrr", *MARCH, by="segment") == {"SMB": 100}
    assert numbers.cut("closing_mrr", *MARCH, by="segment") == {"Enterprise": 100}
    assert numbers.cut("transferred_mrr", *MARCH, by="segment") == {"SMB": -100, "Enterprise": 100}
    assert numbers.value("transferred_mrr", *MARCH) == numbers.value("churned_mrr", *MARCH) == 0


def test_movements_of_a_demo_company_bridge_every_cut(demo: Demo) -> None:
    for by in ("", "segment", "product", "region", "plan"):
        cells: dict[Any, dict[str, Any]] = {}
        for one in demo.numbers.answers(
            "mrr_movements", "2025-07-01", "2026-07-01", grain="quarter", by=by, as_of="2026-07-15"
        ):
            cells.setdefault((one.period, *one.dims.values()), {})[one.series] = one.value
        for of in cells.values():
            moved = of["new_mrr"] + of["expansion_mrr"] + of["reactivation_mrr"] - of["contraction_mrr"]
            moved += of["fx_mrr"] - of["churned_mrr"] + of["migration_in"] - of["migration_out"]
            assert of["opening_mrr"] + moved + of["transferred_mrr"] == of["closing_mrr"]
            if by in ("", "product", "plan"):
                assert of["transferred_mrr"] == 0

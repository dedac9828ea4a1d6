"""Upsell, cross-sell, and what share of growth comes from customers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.business.samples import sample
from tests.business.success.writing import contract, line, paying
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")


def more(account: Any, amount: int, product: Any, start: str = "2026-03-10", end: str | None = None) -> Any:
    return line(contract(account, start, end), amount, product=product)


def test_upsold_cross_sold_and_both(numbers: Numbers) -> None:
    """80 customers: 12 pay more for what they had, 6 have something new, 2 of them both."""
    core, extra = sample("product", name="Core"), sample("product", name="Extra")
    many = [sample("account") for _ in range(80)]
    for one in many:
        paying(one, "2025-01-01", product=core)
    for one in many[:12]:
        more(one, 10, core)
    for one in many[10:16]:
        more(one, 20, extra)
    paying(sample("account"), "2026-03-05", product=core)

    found = {one.series: one.value for one in numbers.answers("upsell_cross_sell_rate", *MARCH)}
    assert (found["upsell_rate"], found["cross_sell_rate"]) == (0.15, 0.075)
    assert found["upsell_cross_sell_rate"] == 0.2
    assert found["expansion_rate"] == 240 / 8000


@pytest.mark.parametrize(("after", "rate"), [(100, 0), (101, 1), (99, 1)])
def test_products_swapped_at_equal_mrr_are_neither(numbers: Numbers, after: int, rate: int) -> None:
    account = sample("account")
    paying(account, "2025-01-01", "2026-03-09")
    more(account, after, sample("product"))

    assert numbers.value("cross_sell_rate", *MARCH) == rate
    assert numbers.value("upsell_rate", *MARCH) == 0


def test_no_customers_at_the_opening_is_unknown(numbers: Numbers) -> None:
    paying(sample("account"), "2026-03-05")

    assert numbers.value("upsell_rate", *MARCH) is None
    assert numbers.reason("upsell_rate", *MARCH) == "no customers at the opening"


@pytest.fixture
def grown(numbers: Numbers) -> Numbers:
    """New 500, expansion 200 of which 50 by price, reactivation 20, churn 220."""
    seats, price, back, gone = (sample("account") for _ in range(4))
    product = sample("product")
    paying(seats, "2025-01-01", amount=100, product=product)
    more(seats, 150, product)
    paying(price, "2025-01-01", "2026-03-09", amount=100, product=product)
    more(price, 150, product)
    paying(back, "2025-01-01", "2025-06-30", amount=20, product=product)
    more(back, 20, product)
    paying(gone, "2025-01-01", "2026-03-19", amount=220, product=product)
    paying(sample("account"), "2026-03-02", amount=500, product=product)
    return numbers


def test_expansion_of_all_that_was_added(grown: Numbers) -> None:
    assert grown.value("expansion_share_of_growth", *MARCH) == pytest.approx(200 / 720)
    assert grown.value("expansion_share_of_net_growth", *MARCH) == pytest.approx(200 / 500)
    assert grown.value("expansion_share_of_growth_ex_price", *MARCH) == pytest.approx(150 / 670)


def test_nothing_added_is_unknown(numbers: Numbers) -> None:
    assert numbers.value("expansion_share_of_growth", *MARCH) is None
    assert numbers.reason("expansion_share_of_net_growth", *MARCH) == "MRR did not grow"


def test_equals_plain_sql_over_a_demo_company(demo: Demo) -> None:
    rows = demo.sql(
        """
        WITH held AS (
          SELECT l.account_id, l.product_id,
            sum(l.service_start <= '2025-12-31' AND coalesce(l.service_end, '9999') >= '2025-12-31') AS opening_lines,
            sum(l.service_start <= '2026-06-30' AND coalesce(l.service_end, '9999') >= '2026-06-30') AS closing_lines
          FROM billing_contractline l JOIN accounts_account a ON a.id = l.account_id AND NOT a.is_internal
          WHERE l.is_recurring AND l.amount > 0 AND l.deleted_at IS NULL GROUP BY 1, 2)
        SELECT account_id, max(opening_lines = 0 AND closing_lines > 0) FROM held GROUP BY 1
        HAVING sum(opening_lines) > 0
        """
    )

    found = demo.numbers.value("cross_sell_rate", "2026-01-01", "2026-07-01", as_of="2026-06-30")
    assert found == sum(new for _, new in rows) / len(rows)

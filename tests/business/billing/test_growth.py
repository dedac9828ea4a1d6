"""Growth of ARR, and what it is made of."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.business.billing.test_fixture_a import line
from tests.business.samples import sample
from tests.support.numbers import Numbers

DAY = ("2026-12-31", "2027-01-01")


def test_six_tenths_more_within_a_year(numbers: Numbers) -> None:
    line(sample("account"), 1_200_000, "2025-01-01", period="year")
    line(sample("account"), 720_000, "2026-06-01", period="year")

    assert numbers.value("arr", *DAY) == 1_920_000
    assert numbers.value("arr_growth", *DAY) == pytest.approx(0.6)
    assert round(numbers.value("cmgr", *DAY), 4) == 0.0399
    assert numbers.value("arr_growth_quarterly", *DAY) == 0


def test_nothing_to_grow_from_is_unknown(numbers: Numbers) -> None:
    line(sample("account"), 100, "2026-06-01")

    assert numbers.value("arr_growth", *DAY) is None
    assert numbers.reason("arr_growth", *DAY) == "there was no ARR to grow from"


def account(segment: str, yearly: int, **values: Any) -> Any:
    return line(sample("account", segment=segment), yearly, "2026-01-01", period="year", **values)


def test_segments_and_their_shares(numbers: Numbers) -> None:
    account("Enterprise", 7_200)
    account("Mid-market", 3_600)
    account("", 1_200)

    assert numbers.cut("arr_by_segment", *DAY, by="segment") == {
        "Enterprise": 7_200,
        "Mid-market": 3_600,
        "unsegmented": 1_200,
    }
    assert numbers.cut("arr_share", *DAY, by="segment") == {"Enterprise": 0.6, "Mid-market": 0.3, "unsegmented": 0.1}
    assert numbers.cut("arr_share_so_far", *DAY, by="segment") == {
        "Enterprise": 0.6,
        "Mid-market": 0.9,
        "unsegmented": 1.0,
    }


def test_products_add_up_and_customers_do_not(numbers: Numbers) -> None:
    atlas, beacon = sample("product", name="Atlas"), sample("product", name="Beacon")
    both = sample("account")
    line(both, 7_200, "2026-01-01", period="year", product=atlas)
    line(both, 4_800, "2026-01-01", period="year", product=beacon)
    line(sample("account"), 2_400, "2026-01-01", period="year", product=atlas)

    assert numbers.cut("arr_by_product", *DAY, by="product") == {"Atlas": Decimal(9_600), "Beacon": Decimal(4_800)}
    assert numbers.cut("attach_rate", *DAY, by="product") == {"Atlas": 1.0, "Beacon": 0.5}

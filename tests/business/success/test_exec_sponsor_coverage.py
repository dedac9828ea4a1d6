"""Executive sponsor coverage of strategic customers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.business.samples import sample
from tests.business.success.writing import noon, on, paying
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")


def strategic(tier: str = "Strategic") -> Any:
    account = sample("account", tier=tier)
    paying(account, "2025-01-01")
    return account


def sponsored(talked: str = "2026-03-01", *, spoken: dict[str, Any] | None = None, **values: Any) -> Any:
    account = strategic()
    person = sample("contact", account=account, active_to=on(values.pop("gone", None)))
    sample("executive_sponsor", account=account, contact=person, **{"from_on": on("2025-06-01"), **values})
    given = {"type": "meeting", "outcome": "held", "held_at": noon(talked), "at": noon(talked), **(spoken or {})}
    sample("activity", account=account, contact=person, **given)
    return account


def test_in_touch_of_all_strategic_customers(numbers: Numbers) -> None:
    for _ in range(12):
        sponsored()
    for _ in range(8):
        strategic()
    strategic("Standard")

    assert numbers.value("exec_sponsor_coverage", *MARCH) == 0.6
    assert numbers.value("strategic_customers", *MARCH) == 20
    assert numbers.value("strategic_customers", *MARCH, strategic_tiers=["standard"]) == 1


@pytest.mark.parametrize(
    ("values", "share"),
    [
        ({"talked": "2026-01-01"}, 1),  # 89 days before
        ({"talked": "2025-12-31"}, 0),
        ({"gone": "2026-03-31"}, 0),
        ({"gone": "2026-04-01"}, 1),
        ({"to_on": on("2026-03-30")}, 0),
        ({"to_on": on("2026-03-31")}, 1),
        ({"is_active": False}, 0),
        ({"spoken": {"type": "email", "outcome": "", "held_at": None}}, 0),
        ({"spoken": {"type": "email", "outcome": "replied", "held_at": None}}, 1),
        ({"spoken": {"type": "call", "outcome": "no_answer", "held_at": None}}, 0),
    ],
    ids=str,
)
def test_both_sides_and_both_ways(numbers: Numbers, values: dict[str, Any], share: int) -> None:
    sponsored(**values)

    assert numbers.value("exec_sponsor_coverage", *MARCH) == share


def test_no_strategic_customer_is_unknown(numbers: Numbers) -> None:
    strategic("Standard")

    assert numbers.value("exec_sponsor_coverage", *MARCH) is None

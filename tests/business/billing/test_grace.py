"""Late renewals: what ended with its term goes on for the days of grace, until its renewal begins (G7)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.business.billing.test_fixture_a import line
from tests.business.samples import sample
from tests.support.numbers import Numbers

GRACE = {"renewal_grace_days": 30}


def month_ends(numbers: Numbers, key: str, **settings: Any) -> list[Any]:
    """The number at the ends of January to April 2026."""
    return [one.value for one in numbers.answers(key, "2026-01-01", "2026-05-01", grain="month", **settings)
            if one.series == key]  # fmt: skip


def test_a_line_whose_renewal_is_awaited_counts_for_its_grace_and_is_told_apart(numbers: Numbers) -> None:
    late, left, forever, short = (sample("account") for _ in range(4))
    product = sample("product")
    line(late, 100, "2025-01-01", "2026-01-31", product=product)
    line(late, 120, "2026-03-10", product=product)
    gone = line(left, 1000, "2025-01-01", "2026-01-31")
    gone.contract.terminated_on = date(2026, 1, 15)
    gone.contract.save()
    line(forever, 10, "2025-01-01")
    step = line(short, 5000, "2025-01-01", "2026-01-31")
    step.contract.end_on = date(2026, 12, 31)
    step.contract.save()

    assert month_ends(numbers, "mrr") == [6110, 10, 130, 130]
    assert month_ends(numbers, "mrr", **GRACE) == [6110, 110, 130, 130]
    assert month_ends(numbers, "mrr_in_grace", **GRACE) == [0, 100, 0, 0]
    assert month_ends(numbers, "mrr_in_grace") == [0, 0, 0, 0]
    # 31 January and 30 days of grace: lost on 3 March, back on the 10th. With 40 days nothing was lost.
    assert month_ends(numbers, "churned_mrr", **GRACE) == [0, 6000, 100, 0]
    assert month_ends(numbers, "churned_mrr", renewal_grace_days=40) == [0, 6000, 0, 0]
    assert month_ends(numbers, "expansion_mrr", renewal_grace_days=40) == [0, 0, 20, 0]


def test_a_renewal_signed_late_without_a_gap_is_never_in_grace(numbers: Numbers) -> None:
    account = sample("account")
    old = line(account, 100, "2025-01-01", "2026-01-31")
    new = line(account, 90, "2026-02-01", product=sample("product", name="Another"))
    new.contract.renews = old.contract
    new.contract.save()

    assert month_ends(numbers, "mrr", **GRACE) == [100, 90, 90, 90]
    assert month_ends(numbers, "mrr_in_grace", **GRACE) == [0, 0, 0, 0]

"""Numbers for people are rounded once, half away from zero."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tenure.engine.metrics.declaring import Unit
from tenure.engine.metrics.showing import shown


@pytest.mark.parametrize(
    ("value", "unit", "is_short", "text"),
    [
        (Decimal("2400"), Unit.MONEY, False, "$2,400.00"),
        (Decimal("-0.005"), Unit.MONEY, False, "-$0.01"),
        (Decimal("2449999"), Unit.MONEY, True, "$2.4M"),
        (Decimal("2450000"), Unit.MONEY, True, "$2.5M"),
        (Decimal("-1200"), Unit.MONEY, True, "−$1.2K"),
        (Decimal("999"), Unit.MONEY, True, "$999"),
        (Decimal("383.333333"), Unit.MONEY_PER_MONTH, False, "$383.33 a month"),
        (0.25, Unit.RATIO, False, "25.0 %"),
        (0.6315, Unit.RATIO, False, "63.2 %"),
        (1.244, Unit.MULTIPLE, False, "1.24×"),
        (2.0, Unit.MULTIPLE, True, "2×"),
        (12.5, Unit.POINTS, False, "13"),
        (-12.5, Unit.POINTS, False, "-13"),
        (1, Unit.DAYS, False, "1 day"),
        (14.25, Unit.DAYS, False, "14.3 days"),
        (1234, Unit.COUNT, False, "1,234"),
        (None, Unit.MONEY, False, "n/a"),
    ],
)
def test_numbers_for_people(value: Any, unit: Unit, is_short: bool, text: str) -> None:
    assert shown(value, unit=unit, currency="USD", is_short=is_short) == text


def test_programs_are_told_a_multiple_as_the_ratio_that_it_is() -> None:
    assert (Unit.MULTIPLE.told, Unit.RATIO.told, Unit.MONEY.told) == ("ratio", "ratio", "money")

"""What is left of cohorts by age, and the order in which cuts are read."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tenure.engine.metrics.answers import Answer
from tenure.engine.metrics.declaring import Unit
from tenure.engine.metrics.periods import Period
from tenure.foundation.organisation.metric_settings import set_metric_setting
from tenure.interfaces.reports.cohorts import cohorts_of, level_of
from tenure.interfaces.reports.grids import by_cut, cut_word
from tenure.interfaces.reports.orders import in_order


def balance(month: int, cohort: str, amount: str, *, months: int = 1, unit: Unit = Unit.MONEY) -> Answer:
    """What a cohort had at the end of a month of 2026."""
    start, end = date(2026, month, 1), date(2026, month + months, 1)
    return Answer(Period(start, end, end - timedelta(days=1)), "mrr", unit, Decimal(amount), {"cohort": cohort})


def test_each_cohort_is_told_by_its_age_as_a_share_of_its_start() -> None:
    grid = cohorts_of(
        [
            *(balance(1, "2025-11", "900"), balance(2, "2025-11", "900")),
            *(balance(1, "2026-01", "1000"), balance(2, "2026-01", "750"), balance(3, "2026-01", "500")),
            *(balance(2, "2026-02", "3000"), balance(3, "2026-02", "3300")),
            *(balance(3, "2026-03", "40"), balance(3, "unknown", "7")),
        ],
        grain="month",
        currency="EUR",
    )

    # All after one month: (750 + 3,300) ÷ (1,000 + 3,000); after two only January has come so far.
    assert grid.heads == ("Start", "1", "2")
    assert [(line.name, [cell.text for cell in line.cells]) for line in grid.lines] == [
        ("Jan 2026", ["€1K", "75 %", "50 %"]),
        ("Feb 2026", ["€3K", "110 %", ""]),
        ("Mar 2026", ["€40", "", ""]),
        ("All", ["", "101 %", "50 %"]),
    ]
    assert grid.lines[3].cells[1].title == "101.3 %"
    assert [cell.level for cell in grid.lines[0].cells] == [0, 5, 3]
    assert grid.lines[1].cells[1].level == 8


def test_one_that_is_gone_is_told_as_nothing_left_and_one_that_never_was_is_not_told() -> None:
    grid = cohorts_of(
        [
            balance(1, "2026-01", "0"),
            balance(1, "2026-02", "5"),
            balance(2, "2026-02", "8"),
            balance(3, "2026-03", "0"),
        ],
        grain="month",
        currency="EUR",
    )

    assert [(line.name, [cell.text for cell in line.cells]) for line in grid.lines] == [("Feb 2026", ["€8", "0 %"])]


def test_cohorts_of_a_quarter_are_those_of_its_months() -> None:
    grid = cohorts_of(
        [
            *(
                balance(1, "2026-01", "2", months=3, unit=Unit.COUNT),
                balance(1, "2026-03", "2", months=3, unit=Unit.COUNT),
            ),
            balance(4, "2026-01", "1", months=3, unit=Unit.COUNT),
            balance(4, "2026-03", "2", months=3, unit=Unit.COUNT),
        ],
        grain="quarter",
        currency="EUR",
    )

    assert [(line.name, [cell.text for cell in line.cells]) for line in grid.lines] == [("Jan–Mar 2026", ["4", "75 %"])]


@pytest.mark.parametrize(
    ("share", "level"), [("0", 1), ("0.299", 1), ("0.3", 2), ("0.949", 6), ("0.95", 7), ("1.049", 7), ("1.05", 8)]
)
def test_the_more_is_left_the_darker(share: str, level: int) -> None:
    assert level_of(Decimal(share)) == level


@pytest.mark.django_db
def test_stages_stand_as_deals_come_through_them_and_other_cuts_by_size() -> None:
    sizes = {"Proposal": 9.0, "Trial": 8.0, "Discovery": 1.0, "Demo": 5.0}

    def ordered(by: str) -> list[str]:
        return in_order(sizes, by=by, size=lambda value: sizes[value])

    assert ordered("stage") == ["Discovery", "Demo", "Proposal", "Trial"]
    assert ordered("rep") == ["Proposal", "Trial", "Demo", "Discovery"]
    assert in_order(["2026-02", "2025-11"], by="cohort", size=lambda value: 0.0) == ["2025-11", "2026-02"]

    set_metric_setting(key="sales_stages", value=["Trial", "Demo", "Proposal"])
    assert ordered("stage") == ["Trial", "Demo", "Proposal", "Discovery"]


@pytest.mark.django_db
def test_a_table_by_stage_keeps_the_stages_order_and_names_what_is_unknown() -> None:
    days = Period(date(2026, 1, 1), date(2026, 2, 1), date(2026, 1, 31))
    answers = [
        Answer(days, "open_pipeline_count", Unit.COUNT, count, {"stage": stage})
        for stage, count in (("unknown", 9), ("Proposal", 5), ("Demo", 2))
    ]

    grid = by_cut([("Deals", answers)], by="stage", currency="EUR", corner="Stage")

    assert [(line.name, line.cells[0].text) for line in grid.lines] == [
        ("Demo", "2"),
        ("Proposal", "5"),
        ("Unknown", "9"),
    ]
    assert cut_word("eBay") == "eBay"

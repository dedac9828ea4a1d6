"""Spans of time are called as people call them, by the fiscal calendar."""

from __future__ import annotations

from datetime import date

import pytest

from tenure.engine.metrics.period_names import named_span
from tenure.engine.metrics.periods import PeriodError

TODAY = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024", "2024-01-01", "2025-01-01"),
        ("FY2024", "2024-01-01", "2025-01-01"),
        ("fy 24", "2024-01-01", "2025-01-01"),
        ("Q4 2024", "2024-10-01", "2025-01-01"),
        ("2024-Q4", "2024-10-01", "2025-01-01"),
        ("q1 24", "2024-01-01", "2024-04-01"),
        ("2024Q2", "2024-04-01", "2024-07-01"),
        ("H2 2024", "2024-07-01", "2025-01-01"),
        ("March 2024", "2024-03-01", "2024-04-01"),
        ("Sept 2024", "2024-09-01", "2024-10-01"),
        ("2024-12", "2024-12-01", "2025-01-01"),
        ("this month", "2026-05-01", "2026-06-01"),
        ("last quarter", "2026-01-01", "2026-04-01"),
        ("previous year", "2025-01-01", "2026-01-01"),
        ("last 12 months", "2025-05-01", "2026-05-01"),
        ("last 2 quarters", "2025-10-01", "2026-04-01"),
        ("YTD", "2026-01-01", "2026-05-21"),
    ],
)
def test_names_of_the_calendar(text: str, start: str, end: str) -> None:
    assert named_span(text, as_of=TODAY) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        # A fiscal year from April is called by the year in which it ends.
        ("FY2026", "2025-04-01", "2026-04-01"),
        ("Q1 FY2026", "2025-04-01", "2025-07-01"),
        ("FY2026-Q4", "2026-01-01", "2026-04-01"),
        ("H1 2026", "2025-04-01", "2025-10-01"),
        ("2026", "2026-01-01", "2027-01-01"),
        ("this quarter", "2026-04-01", "2026-07-01"),
        ("last year", "2025-04-01", "2026-04-01"),
        ("last 4 quarters", "2025-04-01", "2026-04-01"),
        ("year to date", "2026-04-01", "2026-05-21"),
        ("March 2026", "2026-03-01", "2026-04-01"),
    ],
)
def test_names_of_a_fiscal_calendar_from_april(text: str, start: str, end: str) -> None:
    assert named_span(text, as_of=TODAY, fiscal_start=4) == (date.fromisoformat(start), date.fromisoformat(end))


def test_a_month_that_ends_today_is_full() -> None:
    assert named_span("last 1 months", as_of=date(2026, 5, 31)) == (date(2026, 5, 1), date(2026, 6, 1))


@pytest.mark.parametrize("text", ["Q5 2024", "next year", "2024-13", "March", "", "0024", "last 0 months", "1;drop"])
def test_what_is_no_span_is_told_with_examples(text: str) -> None:
    with pytest.raises(PeriodError, match="write"):
        named_span(text, as_of=TODAY)

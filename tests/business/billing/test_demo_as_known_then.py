"""The demo company's retention of closed quarters, as known then and as known now, explained record by record."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tenure.business.billing.models import ContractLine
from tenure.engine.workspace.asking import Ask
from tenure.engine.workspace.restatements import restatements
from tenure.foundation.records import operations
from tenure.foundation.records.recording import recording
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SERIES = "net_revenue_retention_in_period"
QUARTERS = [date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1)]
TODAY = date(2026, 7, 15)


@pytest.fixture
def late(demo: Demo, tmp_path: Path) -> Numbers:
    """The demo company, of which it becomes known in July that a customer pays half since February, and that another
    had left at Christmas."""
    running = ContractLine.objects.filter(
        service_start__lt=date(2025, 9, 1), service_end=None, is_recurring=True, amount__gt=0, contract__status="signed"
    )
    half, gone = running.order_by("-amount")[:2]
    with recording(actor=None, path="test", now=datetime(2026, 7, 10, tzinfo=UTC), reason="As the customer wrote"):
        operations.change(
            record=half, values={"amount": half.amount / 2}, effective_at=datetime(2026, 2, 1, tzinfo=UTC)
        )
        written = ContractLine.versions_model._default_manager.filter(record_id=gone.pk).latest("version_id")
        operations.correct(record=gone, version=written, values={"service_end": date(2025, 12, 24)})
    return Numbers(lake=tmp_path / "lake")


def sides(numbers: Numbers, start: date, end: date, **asked: Any) -> dict[str, Any]:
    """What the quarter's rate is made of."""
    [told] = list(numbers.answers(SERIES, str(start), str(end), as_of=str(TODAY), **asked))
    return {"numerator": told.numerator, "denominator": told.denominator}


def test_the_records_that_moved_make_up_the_difference_and_each_names_a_change(late: Numbers) -> None:
    differing = []
    for start, end in pairwise(QUARTERS):
        closed = datetime(end.year, end.month, end.day, tzinfo=UTC)
        then, now = sides(late, start, end, known_at=closed.isoformat()[:19]), sides(late, start, end)
        ask = Ask(keys=(SERIES,), as_of=TODAY, start=start, end=end, grain="total", series_only=True)

        moved = restatements(ask, earlier=closed, later=None, lake=late.lake)

        for side in ("numerator", "denominator"):
            explained = sum(one.after - one.before for one in moved if one.row.side == side)
            assert explained == now[side] - then[side], (start, side)
        for one in moved:
            assert any(cause.reason == "As the customer wrote" for cause in one.causes), one
            assert all(cause.known_from > closed for cause in one.causes)
        differing += [start] if then != now else []
    # From the quarter of Christmas on: each closes, and the next ones open, with less than was known.
    assert differing == QUARTERS[:-1]

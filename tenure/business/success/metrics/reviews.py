"""Whether business reviews take place."""

from __future__ import annotations

from typing import Any

import ibis

from tenure.engine.metrics.declaring import Better, Flow, Measure, Metric, Ratio, Total, Unit

DUE_IN_PERIOD = Flow("due_on")


def is_counted(t: Any) -> Any:
    """Due, and held or past its grace."""
    return t.is_due & t.is_decided


def is_done(t: Any) -> Any:
    """Held by the end of the period, or by the end of its grace."""
    last = ibis.greatest(t.grace_on, t.window_end - ibis.interval(days=1))
    return is_counted(t) & (t.held_on <= last).fill_null(False)


DUE = Measure("reviews", DUE_IN_PERIOD, where=is_counted)

qbr_completion_rate = Metric(
    key="qbr_completion_rate",
    title="QBR completion rate",
    function="success",
    journey=("impact", "scale"),
    maturity="optimize",
    definition="Of the business reviews that were due in a period, the share that took place.",
    formula="held by the end of the period or within 14 days after the due date ÷ due in the period",
    included="Reviews that the customer declined or cancelled: they were due and did not take place.",
    excluded="Accounts live for less than 60 days or about to end within 30; reviews whose 14 days are not over yet.",
    better=Better.HIGHER,
    series=(
        Ratio(
            "qbr_completion_rate",
            Unit.RATIO,
            Measure("reviews", DUE_IN_PERIOD, where=is_done),
            DUE,
            "no business review was due in the period",
        ),
        Total("qbrs_due", Unit.COUNT, DUE, title="Due"),
    ),
    dimensions=("csm", "segment", "tier", "executive"),
    default_grain="quarter",
)

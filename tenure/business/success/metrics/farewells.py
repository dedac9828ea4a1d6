"""Why customers leave, and how we part."""

from __future__ import annotations

from typing import Any

from tenure.engine.metrics.declaring import Better, Flow, Measure, Metric, Ratio, Total, Unit

LEFT = Flow("on")
NOBODY_LEFT = "no customer left in the period, or off-boardings are not recorded"


def _known(t: Any) -> Any:
    return t.has_farewells


KNOWN = Measure("farewells", LEFT, where=_known)

churn_reasons_and_exit = Metric(
    key="churn_reasons_and_exit",
    title="Churn reasons, exit interviews, data return",
    function="success",
    journey=("offboard",),
    maturity="elevate",
    definition="Why customers left, whether we asked them, and whether we gave their data back in time.",
    formula="customers whose last MRR ended in the period, by the reason noted at their off-boarding",
    included="Customers who came back later have left all the same; without a noted reason they show as unknown. "
    "An interview counts up to 30 days after the end, the return of data up to the days agreed (30 unless set).",
    excluded="Customers who only reduced what they pay.",
    better=Better.LOWER,
    series=(
        Total("churn_reasons_and_exit", Unit.COUNT, Measure("farewells", LEFT), title="Customers that left"),
        Total(
            "churned_mrr_by_reason",
            Unit.MONEY,
            Measure("farewells", LEFT, value=lambda t: t.amount, unit=Unit.MONEY),
            title="MRR lost with them",
        ),
        Ratio(
            "exit_interview_rate",
            Unit.RATIO,
            Measure("farewells", LEFT, where=lambda t: _known(t) & t.is_interviewed),
            KNOWN,
            NOBODY_LEFT,
            title="Interviewed",
        ),
        Ratio(
            "data_return_rate",
            Unit.RATIO,
            Measure("farewells", LEFT, where=lambda t: _known(t) & t.is_returned),
            KNOWN,
            NOBODY_LEFT,
            title="Data returned in time",
        ),
    ),
    dimensions=("reason", "segment", "product", "csm", "tenure"),
    default_grain="quarter",
)

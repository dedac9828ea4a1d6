"""What comes of the courses for customers."""

from __future__ import annotations

from typing import Any

from tenure.business.delivery.relations.training import COMPLETES_WITHIN_DAYS
from tenure.engine.metrics.declaring import AsOf, Better, Flow, Measure, Metric, Ratio, Total, Unit

ENROLLED = Flow("on")
COHORT = Flow("on", matures_after_days=COMPLETES_WITHIN_DAYS)
NOT_ASSESSED = "nobody who enrolled in the period was assessed"


def _those(where: Any, *, time: Flow = ENROLLED) -> Measure:
    return Measure("enrolments", time, where=where)


ASSESSED = _those(lambda t: t.assessed)

training_outcomes = Metric(
    key="training_outcomes",
    title="Training outcomes",
    function="delivery",
    journey=("onboard",),
    maturity="apply",
    definition="Of the people of customers who enrolled in a course in the period, the share that completed it within "
    "60 days, that passed, and what they learned.",
    formula="completed within 60 days ÷ enrolled; passed ÷ assessed; gain: last score less first score, on average",
    included="Each person once per course, from the first enrolment; the best attempt decides on passing.",
    excluded="People who left before day 60. A gain needs two attempts with a score.",
    better=Better.HIGHER,
    series=(
        Ratio(
            "training_outcomes",
            Unit.RATIO,
            _those(lambda t: t.stayed & t.completed, time=COHORT),
            _those(lambda t: t.stayed, time=COHORT),
            "nobody enrolled in the period",
            title="Completed within 60 days",
        ),
        Ratio("training_pass_rate", Unit.RATIO, _those(lambda t: t.passed), ASSESSED, NOT_ASSESSED, title="Passed"),
        Ratio(
            "training_first_pass_rate",
            Unit.RATIO,
            _those(lambda t: t.first_passed),
            ASSESSED,
            NOT_ASSESSED,
            title="Passed at the first attempt",
        ),
        Ratio(
            "training_score_gain",
            Unit.POINTS,
            Measure("enrolments", ENROLLED, value=lambda t: t.gain, where=lambda t: t.gain.notnull()),
            _those(lambda t: t.gain.notnull()),
            "nobody who enrolled in the period has two scores",
            title="Mean gain of score",
            needs_ten=False,
        ),
        Total(
            "accounts_trained",
            Unit.COUNT,
            Measure("trained_accounts", AsOf(), where=lambda t: t.is_trained),
            title="Accounts trained",
        ),
    ),
    dimensions=("course", "product", "segment", "role", "account"),
)

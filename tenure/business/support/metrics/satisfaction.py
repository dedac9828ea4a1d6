"""How satisfied customers are, and how often they find an answer without a case."""

from __future__ import annotations

from typing import Any

from tenure.engine.metrics.declaring import Better, Derived, Flow, Input, Measure, Metric, Outcome, Ratio, Total, Unit

SATISFIED = 4
ANSWERED = Flow("responded_on")
NO_ANSWERS = "nobody answered in the period"


def is_scored(t: Any) -> Any:
    """An answer with a score."""
    return t.score.notnull()


csat = Metric(
    key="csat",
    title="Customer satisfaction (CSAT)",
    function="support",
    journey=("buy", "onboard", "impact", "scale"),
    maturity="apply",
    definition="Of the answers to satisfaction surveys, the share that is satisfied.",
    formula="answers of 4 or 5 on the scale from 1 to 5 ÷ all answers, by the day of answering",
    included="Surveys about cases, projects and the relationship; the last answer of a person within a week.",
    excluded="Surveys that were not answered.",
    better=Better.HIGHER,
    benchmark=("the index of the software sector is about 78 to 79, on another scale", "ACSI"),
    series=(
        Ratio(
            "csat",
            Unit.RATIO,
            Measure("satisfaction_surveys", ANSWERED, where=lambda t: is_scored(t) & (t.score >= SATISFIED)),
            Measure("satisfaction_surveys", ANSWERED, where=is_scored),
            NO_ANSWERS,
        ),
        Ratio(
            "csat_mean",
            Unit.SCORE,
            Measure("satisfaction_surveys", ANSWERED, value=lambda t: t.score, where=is_scored),
            Measure("satisfaction_surveys", ANSWERED, where=is_scored),
            NO_ANSWERS,
            title="Mean score",
        ),
        Ratio(
            "csat_response_rate",
            Unit.RATIO,
            Measure("satisfaction_surveys", Flow("sent_on"), where=lambda t: t.responded_on.notnull()),
            Measure("satisfaction_surveys", Flow("sent_on")),
            "no survey was sent in the period",
            title="Answered",
        ),
    ),
    dimensions=("agent", "product", "segment", "kind", "channel"),
)


def _per_case(sessions: int, cases: int) -> Any:
    return sessions / cases if cases else Outcome(None, "no case was opened in the period")


VISITS = Measure("help_sessions", Flow("on"))

case_deflection_rate = Metric(
    key="case_deflection_rate",
    title="Case deflection (self-service)",
    function="support",
    journey=("onboard", "impact"),
    maturity="elevate",
    definition="Of the visits to the help by people we know, the share that led to no case.",
    formula="visits after which the account opened no case on the product within 24 hours ÷ all visits",
    included="One visit per person in half an hour.",
    excluded="Visits of people we do not know. It is an upper bound: not every reader would have opened a case.",
    better=Better.HIGHER,
    series=(
        Ratio(
            "case_deflection_rate",
            Unit.RATIO,
            Measure("help_sessions", Flow("on", matures_after_days=1), where=lambda t: ~t.led_to_case),
            Measure("help_sessions", Flow("on", matures_after_days=1)),
            "no known person visited the help in the period",
        ),
        Total("help_visits", Unit.COUNT, VISITS, title="Visits"),
        Derived(
            "self_service_ratio",
            Unit.SCORE,
            {"sessions": Input("help_visits"), "cases": Input("support_cases")},
            _per_case,
            title="Visits per case",
        ),
    ),
    dimensions=("product", "article", "segment"),
)

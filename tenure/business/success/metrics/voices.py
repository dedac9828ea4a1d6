"""What customers say and do for us, and whether we answer."""

from __future__ import annotations

from typing import Any

from tenure.business.success.relations.surveys import FOLLOW_UP_DAYS, PASSIVES_FROM
from tenure.engine.metrics.declaring import (
    Aggregate,
    AsOf,
    Better,
    Derived,
    Flow,
    Input,
    Measure,
    Metric,
    Outcome,
    Ratio,
    Total,
    Unit,
)
from tenure.engine.relations.days import days_between

SAID = Flow("on")
DISSATISFIED_UP_TO = 2
PAYING = Measure("customer_spans", AsOf(), value=lambda t: t.account_id, aggregate=Aggregate.DISTINCT)
NO_CUSTOMERS = "no customers on that day"


def needs_follow_up(t: Any) -> Any:
    """Detractors and dissatisfied people, once their week is over; where follow-ups are recorded at all."""
    is_unhappy = ((t.type == "nps") & (t.score < PASSIVES_FROM)) | (
        (t.type == "csat") & (t.score <= DISSATISFIED_UP_TO)
    )
    return is_unhappy & t.has_follow_ups & t.week_is_over


def is_followed_up(t: Any) -> Any:
    """Answered within the week."""
    return needs_follow_up(t) & (days_between(t.followed_up_on, t.responded_on) <= FOLLOW_UP_DAYS)


def _accounts(relation: str) -> Measure:
    return Measure(relation, AsOf(), value=lambda t: t.account_id, aggregate=Aggregate.DISTINCT)


def of_live(standing: int, live: int | None, everyone: int) -> Outcome:
    """Advocates of the live customers; of all customers where nobody records going live."""
    among = everyone if live is None else live
    if not among:
        return Outcome(None, NO_CUSTOMERS)
    return Outcome(standing / among, None, standing, among)


ANSWERS = Flow("responded_on", matures_after_days=FOLLOW_UP_DAYS)

customer_feedback = Metric(
    key="customer_feedback",
    title="Customer feedback",
    function="success",
    journey=("buy", "impact", "offboard"),
    maturity="apply",
    definition="How much customers tell us, whether those who are unhappy get an answer, and how many we hear at all.",
    formula="feedback noted + surveys answered in words + public reviews, in the period",
    included="Closed loop: of answers of 0 to 6 to NPS and of 1 or 2 to satisfaction, those followed up within 7 days. "
    "Heard: customers who said something in the twelve months before.",
    excluded="Scores without words; from the closed loop, answers whose 7 days are not over yet.",
    better=Better.HIGHER,
    series=(
        Derived(
            "customer_feedback",
            Unit.COUNT,
            {
                "noted": Input("feedback_noted"),
                "comments": Input("survey_comments"),
                "reviews": Input("public_reviews"),
            },
            lambda noted, comments, reviews: noted + comments + reviews,
        ),
        Total("feedback_noted", Unit.COUNT, Measure("feedback_items", SAID), title="Noted by us"),
        Total("survey_comments", Unit.COUNT, Measure("survey_comments", SAID), title="Comments in surveys"),
        Total(
            "public_reviews",
            Unit.COUNT,
            Measure("advocacies", SAID, where=lambda t: t.type == "review"),
            title="Public reviews",
        ),
        Ratio(
            "closed_loop_rate",
            Unit.RATIO,
            Measure("surveys", ANSWERS, where=is_followed_up),
            Measure("surveys", ANSWERS, where=needs_follow_up),
            "no answer of the period needed a follow-up, or follow-ups are not recorded",
            title="Unhappy answers followed up in a week",
        ),
        Ratio(
            "accounts_heard", Unit.RATIO, _accounts("heard_customers"), PAYING, NO_CUSTOMERS, title="Customers heard"
        ),
    ),
    dimensions=("source", "theme", "product", "segment", "stage"),
)

advocates = Metric(
    key="advocates",
    title="Advocates",
    function="success",
    journey=("impact", "scale"),
    maturity="optimize",
    definition="The share of customers who stood up for us lately: gave a reference, a review, a story, a referral.",
    formula="customers with an act of advocacy in the twelve months before ÷ live customers",
    included="Acts that took place, by the day on which they did. Where going live is not recorded, of all customers.",
    excluded="Who only said that they would recommend us, was asked, or agreed.",
    better=Better.HIGHER,
    series=(
        Derived(
            "advocates",
            Unit.RATIO,
            {
                "standing": Input("advocate_accounts"),
                "live": Input("live_customers", is_lenient=True),
                "everyone": Input("customers"),
            },
            of_live,
        ),
        Total("advocate_accounts", Unit.COUNT, _accounts("advocates"), title="Advocates"),
        Total("advocacy_acts", Unit.COUNT, Measure("advocacies", SAID), title="Acts in the period"),
    ),
    dimensions=("segment", "csm", "type"),
)

"""Whether customers answer the campaigns that are meant for them."""

from __future__ import annotations

from typing import Any

from tenure.engine.metrics.declaring import Aggregate, Better, Flow, Measure, Metric, Ratio, Unit

NONE_SENT = "no campaign for customers delivered anything to one in the period"
SENT = Flow("on")


def _pair(t: Any) -> Any:
    return t.pair


def _member(t: Any) -> Any:
    return t.member


def _is_delivered(t: Any) -> Any:
    return t.is_delivered


def _answered(t: Any) -> Any:
    return t.answered


def _answered_own(t: Any) -> Any:
    return t.is_delivered & t.answered


customer_campaign_engagement_rate = Metric(
    key="customer_campaign_engagement_rate",
    title="Engagement of customers with campaigns",
    function="marketing",
    journey=("impact", "scale"),
    maturity="optimize",
    definition="Of the customers whom campaigns for customers reached in a period, "
    "the share in which somebody answered.",
    formula="customer accounts with a click, reply, registration or attendance ÷ customer accounts to which something "
    "was delivered, each for each campaign",
    included="Accounts that were customers on the day of the sending; "
    "answers until the campaign's next sending to them.",
    excluded="Opened mails, and campaigns for prospects.",
    better=Better.HIGHER,
    series=(
        Ratio(
            "customer_campaign_engagement_rate",
            Unit.RATIO,
            Measure("customer_sends", SENT, value=_pair, where=_answered, aggregate=Aggregate.DISTINCT),
            Measure("customer_sends", SENT, value=_pair, where=_is_delivered, aggregate=Aggregate.DISTINCT),
            NONE_SENT,
        ),
        Ratio(
            "customer_campaign_engagement_rate_contact",
            Unit.RATIO,
            Measure("customer_sends", SENT, value=_member, where=_answered_own, aggregate=Aggregate.DISTINCT),
            Measure("customer_sends", SENT, value=_member, where=_is_delivered, aggregate=Aggregate.DISTINCT),
            NONE_SENT,
            title="By contact",
        ),
    ),
    dimensions=("campaign", "segment", "role", "product", "touch_model"),
)

"""What becomes of people by where they first met us."""

from __future__ import annotations

from typing import Any

from tenure.business.marketing.metrics.conversion import TO_DEAL_DAYS
from tenure.engine.metrics.declaring import Better, Flow, Measure, Metric, Ratio, Unit

TO_LEAD_DAYS = 90
NOBODY = "nobody met us first in the period"


def _became_lead(t: Any) -> Any:
    return t.days_to_lead <= TO_LEAD_DAYS


def _became_deal(t: Any) -> Any:
    return t.days_to_deal <= TO_DEAL_DAYS


_MET = Flow("on", matures_after_days=TO_LEAD_DAYS)
_MET_FOR_DEAL = Flow("on", matures_after_days=TO_DEAL_DAYS)

first_touch_conversion_rate = Metric(
    key="first_touch_conversion_rate",
    title="First-touch conversion",
    function="marketing",
    journey=("identify", "discover"),
    maturity="apply",
    definition="Of the people who met us for the first time in a period, the share that soon became a lead; best asked "
    "by where they met us.",
    formula="people with their first touch in the period who became a lead within 90 days ÷ people with their first "
    "touch in the period",
    included="Visits from before we knew who it was, on the day of the visit. To opportunity: within 180 days.",
    excluded="What was only shown or delivered to people, and people of whom we do not know who they are.",
    better=Better.HIGHER,
    series=(
        Ratio(
            "first_touch_conversion_rate",
            Unit.RATIO,
            Measure("first_touches", _MET, where=_became_lead),
            Measure("first_touches", _MET),
            NOBODY,
        ),
        Ratio(
            "first_touch_conversion_rate_to_opportunity",
            Unit.RATIO,
            Measure("first_touches", _MET_FOR_DEAL, where=_became_deal),
            Measure("first_touches", _MET_FOR_DEAL),
            NOBODY,
            title="To opportunity",
        ),
    ),
    dimensions=("lead_source", "channel", "campaign", "content"),
)

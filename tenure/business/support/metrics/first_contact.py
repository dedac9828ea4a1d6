"""How often the first contact is enough."""

from __future__ import annotations

from typing import Any

from tenure.business.support.relations.first_contact import AGAIN_WITHIN_DAYS
from tenure.engine.metrics.declaring import Better, Flow, Measure, Metric, Ratio, Unit

NONE_RESOLVED = "no case that an agent answered was resolved in the period"
RESOLVED = Flow("on", matures_after_days=AGAIN_WITHIN_DAYS)


def is_answered(t: Any) -> Any:
    """Resolved with at least one reply of an agent; without any it was automation, which is deflection."""
    return t.replies > 0


def is_first_contact(t: Any) -> Any:
    """One reply, by one tier, and neither did the case come back nor the same person with the same subject."""
    return is_answered(t) & (t.replies <= 1) & ~t.changes_tier & ~t.came_back & ~t.repeated


def _rate(key: str, where: Any, title: str = "", of: Any = is_answered) -> Ratio:
    return Ratio(
        key,
        Unit.RATIO,
        Measure("resolved_cases", RESOLVED, where=where),
        Measure("resolved_cases", RESOLVED, where=of),
        NONE_RESOLVED,
        title=title,
    )


first_contact_resolution = Metric(
    key="first_contact_resolution",
    title="First contact resolution",
    function="support",
    journey=("onboard", "impact"),
    maturity="elevate",
    definition="Of the cases resolved in a period, the share for which the first contact was enough.",
    formula="resolved with one public reply of an agent, by one tier, and nothing of it coming back in 7 days ÷ all "
    "resolved with a reply",
    included="A call or a chat counts as one contact; a thank-you that needs no reply does not undo it.",
    excluded="Cases resolved without any reply of an agent, by automation; automatic acknowledgements.",
    better=Better.HIGHER,
    benchmark=("one touch in about 36 to 39 % of cases, by industry", "Zendesk, 2018"),
    series=(
        _rate("first_contact_resolution", is_first_contact),
        _rate("fcr_one_touch", lambda t: is_answered(t) & (t.replies < 2), "Fewer than two replies"),
        _rate("fcr_customer", lambda t: is_answered(t) & (t.customer_words == 0), "No further word of the customer"),
    ),
    dimensions=("agent", "product", "subject", "channel", "tier", "severity"),
    aliases={"first_touch_resolution": "fcr_one_touch"},
)

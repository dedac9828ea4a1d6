"""Early signs: who visits us, answers, registers, comes."""

from __future__ import annotations

from typing import Any

from tenure.business.marketing.relations.touches import CLICK_DAYS
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

SENT = Flow("on", matures_after_days=CLICK_DAYS)


def _is_visit(t: Any) -> Any:
    return t.type == "visit"


def _person(t: Any) -> Any:
    return t.person


def _is_mail(t: Any) -> Any:
    return t.is_mail


def _answered_mail(t: Any) -> Any:
    return t.is_mail & t.engaged


def _is_over(t: Any) -> Any:
    return t.is_over


def _attended(t: Any) -> Any:
    return t.attended


def _account(t: Any) -> Any:
    return t.account_id


def _leads_per_visitor(leads: int, visitors: int) -> Outcome:
    if not visitors:
        return Outcome(None, "no visitor was recorded in the period")
    return Outcome(leads / visitors, None, leads, visitors)


REGISTERED = Flow("registered_on")

marketing_leading_indicators = Metric(
    key="marketing_leading_indicators",
    title="Marketing leading indicators",
    function="marketing",
    journey=("identify", "discover"),
    maturity="apply",
    definition="Signs that come before leads do, each a number of its own: visitors, leads for each of them, "
    "answers to mail, registrations for events, who came, and accounts in which several things happen at once.",
    formula="people who visited; leads ÷ visitors; people who opened, clicked or answered a mail within 7 days ÷ "
    "people who had one; registrations; attended ÷ registered; accounts with two active people or three touches in the "
    "30 days to the closing day",
    included="Visitors of whom we do not know who they are, each visit as one.",
    excluded="An opened mail makes no account engaged, as programs open mail too; nor does what was only shown or "
    "delivered. Events that are still to come are not in the share that attended.",
    better=Better.HIGHER,
    series=(
        Total(
            "web_visitors",
            Unit.COUNT,
            Measure("touches", Flow("on"), value=_person, where=_is_visit, aggregate=Aggregate.DISTINCT),
            title="Visitors",
        ),
        Derived(
            "visitor_to_lead_rate",
            Unit.RATIO,
            {"leads": Input("lead_count"), "visitors": Input("web_visitors")},
            _leads_per_visitor,
            title="Leads per visitor",
        ),
        Ratio(
            "email_engagement_rate",
            Unit.RATIO,
            Measure("sends", SENT, value=_person, where=_answered_mail, aggregate=Aggregate.DISTINCT),
            Measure("sends", SENT, value=_person, where=_is_mail, aggregate=Aggregate.DISTINCT),
            "no mail was delivered in the period",
            title="Engagement with mail",
        ),
        Total("event_registrations", Unit.COUNT, Measure("registrations", REGISTERED), title="Registrations"),
        Ratio(
            "event_attendance_rate",
            Unit.RATIO,
            Measure("registrations", REGISTERED, where=_attended),
            Measure("registrations", REGISTERED, where=_is_over),
            "nobody registered in the period for an event that has taken place",
            title="Attendance",
        ),
        Total(
            "engaged_accounts",
            Unit.COUNT,
            Measure("engaging_touches", AsOf(), value=_account, aggregate=Aggregate.DISTINCT),
            title="Engaged accounts",
        ),
    ),
    dimensions=("channel", "campaign", "lead_source", "segment"),
)

"""How much sellers reach out, and how often booked meetings take place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenure.engine.metrics.declaring import Better, Flow, Measure, Metric, Ratio, Total, Unit

TOUCHES = ("call", "email", "social")


def _is(*types: str) -> Callable[[Any], Any]:
    return lambda t: t.type.isin(types)


def _done(*types: str) -> Measure:
    return Measure("outbound_activities", Flow("done_on"), where=_is(*types))


def _held(*types: str) -> Measure:
    return Measure("outbound_activities", Flow("held_on"), where=_is(*types))


def _scheduled(where: Any) -> Measure:
    return Measure("outbound_activities", Flow("scheduled_on"), where=where)


def _took_place(t: Any) -> Any:
    return (t.type == "meeting") & t.held_on.notnull()


outbound_activity = Metric(
    key="outbound_activity",
    title="Outbound sales activity",
    function="sales",
    journey=("identify", "discover", "learn"),
    maturity="apply",
    definition="How often sellers reached out to people, and what meetings came of it.",
    formula="calls + e-mails + social messages that our side began, by the day; meetings by the day they were booked, "
    "and again by the day they were held; show rate: held ÷ scheduled, by the scheduled day",
    included="One message to thirty people is thirty; a meeting moved to another day is one.",
    excluded="Replies to what the other side began, and what a program sent.",
    better=Better.HIGHER,
    series=(
        Total("outbound_activity", Unit.COUNT, _done(*TOUCHES)),
        Total("outbound_calls", Unit.COUNT, _done("call"), title="Calls"),
        Total("outbound_emails", Unit.COUNT, _done("email"), title="E-mails"),
        Total("outbound_social", Unit.COUNT, _done("social"), title="Social messages"),
        Total("meetings_booked", Unit.COUNT,
              Measure("outbound_activities", Flow("booked_on"), where=_is("meeting")), title="Meetings booked"),
        Total("meetings_held", Unit.COUNT, _held("meeting"), title="Meetings held"),
        Total("demos_held", Unit.COUNT, _held("demo"), title="Demos held"),
        Ratio("meeting_show_rate", Unit.RATIO, _scheduled(_took_place), _scheduled(_is("meeting")),
              "no meeting was scheduled for the period", title="Meetings that took place"),
    ),
    dimensions=("rep", "team", "lead_source", "segment", "kind", "outcome"),
    aliases={"touches": "outbound_activity", "calls": "outbound_calls", "emails": "outbound_emails"},
)  # fmt: skip

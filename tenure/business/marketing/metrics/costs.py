"""What a lead and a deal cost, by where they came from."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tenure.engine.metrics.declaring import Better, Derived, Flow, Input, Measure, Metric, Outcome, Total, Unit

NOT_TRACKED = "no spend is booked to it in the period"


def _is_program(t: Any) -> Any:
    return t.is_program


def _amount(t: Any) -> Any:
    return t.amount


def _has_source(t: Any) -> Any:
    return t.lead_source.notnull()


def _spent(on: str, *, is_loaded: bool) -> Measure:
    where = None if is_loaded else _is_program
    return Measure("marketing_spend", Flow(on), value=_amount, where=where, unit=Unit.MONEY)


def _bookings(on: str, *, is_loaded: bool) -> Measure:
    return Measure("marketing_spend", Flow(on), where=None if is_loaded else _is_program)


def _per(one: str) -> Any:
    def cost(spent: Decimal, bookings: int, count: int) -> Outcome:
        if not bookings:
            return Outcome(None, NOT_TRACKED)
        if not count:
            return Outcome(None, f"money was spent, but no {one} came of it in the period")
        return Outcome(spent / count, None, spent, count)

    return cost


def _unproductive(spent: Decimal, leads: int) -> Decimal:
    return Decimal(0) if leads else spent


cost_per_lead_by_lead_source = Metric(
    key="cost_per_lead_by_lead_source",
    title="Cost per lead by lead source",
    function="marketing",
    journey=("discover",),
    maturity="elevate",
    definition="What the programmes of a period cost for each lead that came in; best asked by lead source.",
    formula="programme spend of the period ÷ leads created in the period, each of the same source",
    included="Media, events, agencies, content and other programme spend, on the day of the event where it was paid "
    "before; refunds, on their day, as less spend. The total counts all leads, those of sources that cost nothing too.",
    excluded="People and tools, except in the loaded series, where spend of these sorts counts for the source that it "
    "is booked to. A source without any spend on its books has no cost, rather than a cost of zero.",
    better=Better.LOWER,
    series=(
        Derived(
            "cost_per_lead_by_lead_source",
            Unit.MONEY,
            {
                "spent": Input("program_spend"),
                "bookings": Input("program_spend_bookings"),
                "count": Input("lead_count"),
            },
            _per("lead"),
        ),
        Derived(
            "cost_per_lead_by_lead_source_loaded",
            Unit.MONEY,
            {
                "spent": Input("marketing_spend_loaded"),
                "bookings": Input("marketing_spend_bookings"),
                "count": Input("lead_count"),
            },
            _per("lead"),
            title="With people and tools",
        ),
        Total("program_spend", Unit.MONEY, _spent("on", is_loaded=False), title="Programme spend"),
        Total("marketing_spend_loaded", Unit.MONEY, _spent("on", is_loaded=True), title="Spend with people and tools"),
        Total("program_spend_bookings", Unit.COUNT, _bookings("on", is_loaded=False), title="Bookings of it"),
        Total("marketing_spend_bookings", Unit.COUNT, _bookings("on", is_loaded=True), title="Bookings of all spend"),
        Derived(
            "unproductive_spend",
            Unit.MONEY,
            {"spent": Input("program_spend"), "leads": Input("lead_count")},
            _unproductive,
            title="Spend that brought no lead",
        ),
    ),
    dimensions=("lead_source", "campaign", "channel"),
)

opportunity_creation_by_lead_source = Metric(
    key="opportunity_creation_by_lead_source",
    title="Opportunities created by lead source",
    function="marketing",
    journey=("discover", "select"),
    maturity="initiate",
    definition="How many deals were found worth pursuing, and what they were worth then, by where they came from.",
    formula="opportunities by the day of their qualification; sum of their ARR on that day",
    included="Deals of every type. The source is that of the lead which became the deal, as it was on the day of its "
    "conversion; where no lead did, the deal's own source; else it is “unsourced”.",
    excluded="Later changes of the amount or the source.",
    better=Better.HIGHER,
    series=(
        Total("opportunity_creation_by_lead_source", Unit.COUNT, Measure("sourced_deals", Flow("qualified_on"))),
        Total(
            "opportunity_creation_by_lead_source_value",
            Unit.MONEY,
            Measure("sourced_deals", Flow("qualified_on"), value=lambda t: t.arr, unit=Unit.MONEY),
            title="Value",
        ),
        Total(
            "sourced_opportunities",
            Unit.COUNT,
            Measure("sourced_deals", Flow("qualified_on"), where=_has_source),
            title="With a source",
        ),
    ),
    dimensions=("lead_source", "campaign", "segment", "product", "rep"),
)

cost_per_opportunity_by_converted_lead_source = Metric(
    key="cost_per_opportunity_by_converted_lead_source",
    title="Cost per opportunity by converted lead source",
    function="marketing",
    journey=("learn", "select"),
    maturity="elevate",
    definition="What the programmes of a period cost for each deal that was qualified; best asked by lead source.",
    formula="programme spend of the period ÷ opportunities qualified in the period, each of the same source",
    included="Programme spend as in the cost per lead. The setting cost_per_opportunity_lag_days compares deals with "
    "the spend of so many days before, such as the median days from lead to deal.",
    excluded="Deals that came of no source. People and tools.",
    better=Better.LOWER,
    series=(
        Derived(
            "cost_per_opportunity_by_converted_lead_source",
            Unit.MONEY,
            {
                "spent": Input("program_spend_lagged"),
                "bookings": Input("program_spend_lagged_bookings"),
                "count": Input("sourced_opportunities"),
            },
            _per("opportunity"),
        ),
        Total(
            "program_spend_lagged",
            Unit.MONEY,
            _spent("lagged_on", is_loaded=False),
            title="Programme spend, as much earlier as the company set",
        ),
        Total(
            "program_spend_lagged_bookings",
            Unit.COUNT,
            _bookings("lagged_on", is_loaded=False),
            title="Bookings of it",
        ),
    ),
    dimensions=("lead_source", "campaign"),
)

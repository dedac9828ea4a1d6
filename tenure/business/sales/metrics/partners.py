"""What partners bring: pipeline and bookings that they began or helped with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenure.business.sales.metrics.pipeline import QUALIFIED, is_business
from tenure.engine.metrics.declaring import Better, Flow, Measure, Metric, Ratio, Total, Unit

BOOKED = ("new", "expansion", "debooking")


def _is_sourced(t: Any) -> Any:
    return (t.partner_role == "sourced").fill_null(False)


def _is_influenced(t: Any) -> Any:
    """Any partner in any role; whoever brought a deal helped with it too."""
    return t.partner_id.notnull() | (t.partner_role.fill_null("") != "")


def _pipeline(where: Callable[[Any], Any] | None = None) -> Measure:
    return Measure(
        "qualified_deals",
        QUALIFIED,
        value=lambda t: t.arr,
        where=lambda t: is_business(t) & where(t) if where else is_business(t),
        unit=Unit.MONEY,
    )


def _bookings(where: Callable[[Any], Any] | None = None) -> Measure:
    return Measure(
        "bookings",
        Flow("on"),
        value=lambda t: t.amount,
        where=lambda t: t.type.isin(BOOKED) & where(t) if where else t.type.isin(BOOKED),
        unit=Unit.MONEY,
    )


partner_sourced_pipeline = Metric(
    key="partner_sourced_pipeline",
    title="Pipeline and bookings from partners",
    function="sales",
    journey=("discover", "select", "buy"),
    maturity="elevate",
    definition="How much of what came into the pipeline, and of what was signed, partners brought or helped with.",
    formula="ARR of deals that qualified in the period and that a partner brought; influenced: in which a partner had "
    "any part; share: brought ÷ all",
    included="New business and expansion. A deal has one partner, and counts once. Influenced contains sourced: the "
    "two never add up.",
    excluded="Renewals and services.",
    better=Better.HIGHER,
    series=(
        Total("partner_sourced_pipeline", Unit.MONEY, _pipeline(_is_sourced)),
        Total("partner_influenced_pipeline", Unit.MONEY, _pipeline(_is_influenced), title="Influenced pipeline"),
        Ratio("partner_sourced_share", Unit.RATIO, _pipeline(_is_sourced), _pipeline(),
              "no pipeline was created in the period", title="Share of the pipeline", needs_ten=False),
        Total("partner_sourced_bookings", Unit.MONEY, _bookings(_is_sourced), title="Bookings brought"),
        Total("partner_influenced_bookings", Unit.MONEY, _bookings(_is_influenced), title="Bookings influenced"),
        Ratio("partner_sourced_bookings_share", Unit.RATIO, _bookings(_is_sourced), _bookings(),
              "nothing was booked in the period", title="Share of the bookings", needs_ten=False),
    ),
    dimensions=("partner", "region", "product", "segment"),
)  # fmt: skip

"""What was signed: ARR, total contract value, and for how long."""

from __future__ import annotations

from typing import Any

from tenure.engine.metrics.declaring import Better, Derived, Flow, Input, Measure, Metric, Ratio, Total, Unit
from tenure.engine.relations.rounding import converted_share


def _booked(*types: str, sign: int = 1) -> Measure:
    return Measure(
        "bookings", Flow("on"), value=lambda t: t.amount * sign, where=lambda t: t.type.isin(types), unit=Unit.MONEY
    )


arr_bookings = Metric(
    key="arr_bookings",
    title="ARR bookings",
    function="sales",
    journey=("buy", "scale"),
    maturity="initiate",
    definition="How much new recurring revenue a year customers signed for in a period.",
    formula="ARR of contracts signed in the period that is new, + what they bring over the ARR that they replace, − "
    "ARR of contracts left within the 30 days to opt out",
    included="By the day of signing. Of an early or late renewal only what it adds; of a contract with steps what "
    "starts in its first year. A company that records no contracts books its won deals on the day they close.",
    excluded="Renewed ARR and later steps (series of their own), one-time fees and services, whatever is not signed. A "
    "contract that brings less than it replaces books nothing.",
    better=Better.HIGHER,
    series=(
        Total("arr_bookings", Unit.MONEY, _booked("new", "expansion", "debooking")),
        Total("arr_bookings_new", Unit.MONEY, _booked("new"), title="New customers"),
        Total("arr_bookings_expansion", Unit.MONEY, _booked("expansion"), title="Expansion, net of what it replaces"),
        Total("renewal_bookings", Unit.MONEY, _booked("renewal"), title="Renewed"),
        Total("arr_bookings_gross", Unit.MONEY, _booked("new", "expansion", "renewal"), title="With renewals, gross"),
        Total("booked_ramp_arr", Unit.MONEY, _booked("ramp"), title="Later steps of contracts, on their days"),
        Total("debookings", Unit.MONEY, _booked("debooking", sign=-1), title="Undone within the days to opt out"),
    ),
    dimensions=("type", "rep", "segment", "product", "lead_source", "region"),
)

tcv_bookings = Metric(
    key="tcv_bookings",
    title="TCV bookings",
    function="sales",
    journey=("buy", "scale"),
    maturity="initiate",
    definition="Everything that customers committed to pay by the contracts they signed in a period.",
    formula="recurring amounts over the whole committed term + one-time fees + services, by the day of signing",
    included="New business, expansion and renewals; steps at their own amounts; a line without any end for one billing "
    "period. A company that records no contracts books its won deals on the day they close.",
    excluded="Automatic renewals before they happen and usage above what was committed.",
    better=Better.HIGHER,
    series=(
        Derived("tcv_bookings", Unit.MONEY,
                {"signed": Input("tcv_bookings_signed"), "won": Input("tcv_bookings_won")},
                lambda signed, won: signed + won),
        Total("tcv_bookings_signed", Unit.MONEY,
              Measure("signed_lines", Flow("signed_on"), value=lambda t: t.total, unit=Unit.MONEY),
              title="By contracts"),
        Total("tcv_bookings_won", Unit.MONEY,
              Measure("won_without_contract", Flow("closed_on"), value=lambda t: t.total, unit=Unit.MONEY),
              title="By deals, where no contracts are recorded"),
    ),
    dimensions=("type", "rep", "segment", "product"),
)  # fmt: skip


def _has_term(t: Any) -> Any:
    return (t.arr != 0) & t.term_months.notnull() & ~t.is_co_termed


def _weighed(t: Any) -> Any:
    return converted_share(t.arr, times=t.term_months, divided=t.term_parts)


SIGNED = Flow("signed_on")

contract_length = Metric(
    key="contract_length",
    title="Contract length",
    function="sales",
    journey=("buy", "impact"),
    maturity="apply",
    definition="For how many months customers commit themselves, large contracts weighing more.",
    formula="sum of ARR × months of committed term ÷ sum of ARR, of the contracts signed in the period",
    included="Contracts with recurring lines and a term; month to month counts as 1 month.",
    excluded="Terms added by automatic renewal, contracts without end, and add-ons that end with an earlier contract.",
    better=Better.TARGET,
    series=(
        Ratio(
            "contract_length",
            Unit.MONTHS,
            Measure("signed_lines", SIGNED, value=_weighed, where=_has_term, unit=Unit.MONEY),
            Measure("signed_lines", SIGNED, value=lambda t: t.arr, where=_has_term, unit=Unit.MONEY),
            "no contract with recurring revenue and a term was signed in the period",
            needs_ten=False,
        ),
    ),
    dimensions=("segment", "product", "rep", "plan"),
)

"""What another system says about a deal's past. Imported as evidence, used only before our own history begins."""

from __future__ import annotations

from typing import ClassVar

from tenure.foundation.records.columns import currency_code, day, instant, link, money, text
from tenure.foundation.records.constraints import amounts_have_currency, unique_while_live
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record


class OpportunityStage(Record):
    """Imported evidence that a deal entered a stage at a moment; our own stages come from versions instead."""

    opp = link("sales.Opportunity", required=True, label="Opportunity")
    stage = text(length=100, required=True)
    amount = money()
    currency = currency_code()
    entered_at = instant(required=True)

    kind = Kind(
        key="opp_stage",
        prefix="ops",
        label="Imported stage",
        plural="Imported stages",
        function=Function.SALES,
        title="stage",
        columns=("stage", "opp", "amount", "currency", "entered_at"),
        sections=(Section("Imported stage", ("opp", "stage", "entered_at", "amount", "currency")),),
        born="entered_at",
        happened={"entered_at": ()},
        money={"amount": "currency"},
        part_of="opp",
        icon="history",
    )

    class Meta:
        constraints: ClassVar = [amounts_have_currency("opp_stage", "amount")]


class OpportunitySnapshot(Record):
    """Imported evidence of how a deal looked at the end of a day; our own past comes from versions instead."""

    opp = link("sales.Opportunity", required=True, label="Opportunity")
    stage = text(length=100, required=True)
    amount = money()
    currency = currency_code()
    close_date = day(label="Expected close")
    forecast_category = text(length=20)
    on = day(required=True, label="Day")

    kind = Kind(
        key="opp_snapshot",
        prefix="opn",
        label="Imported snapshot",
        plural="Imported snapshots",
        function=Function.SALES,
        title="stage",
        columns=("opp", "on", "stage", "amount", "currency", "close_date", "forecast_category"),
        sections=(
            Section("Snapshot", ("opp", "on", "stage")),
            Section("As it was", ("amount", "currency", "close_date", "forecast_category")),
        ),
        born="on",
        happened={"on": ()},
        planned=("close_date",),
        money={"amount": "currency"},
        part_of="opp",
        icon="camera",
    )

    class Meta:
        constraints: ClassVar = [
            amounts_have_currency("opp_snapshot", "amount"),
            unique_while_live("opp_snapshot_day", "opp", "on"),
        ]

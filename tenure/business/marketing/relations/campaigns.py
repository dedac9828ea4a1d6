"""What campaigns say of themselves, to whatever refers to them."""

from __future__ import annotations

from collections.abc import Mapping

from ibis.expr import types as ir

from tenure.engine.relations.records import Records


def with_campaign(table: ir.Table, records: Records, *, columns: Mapping[str, str]) -> ir.Table:
    """The table with columns of its campaign as on the day asked for, or as it was first written down if that was
    later: what a campaign did counts for it however late somebody enters it."""
    seen = table.mutate(seen_on=records.today)
    found = records.at(seen, kind="campaign", link="campaign_id", day="seen_on", columns=columns, prefix="_campaign")
    return found.drop("seen_on")

"""What the company may set of these definitions."""

from __future__ import annotations

from tenure.engine.relations.settings import Setting, Takes

STRATEGIC_TIERS = Setting(
    key="strategic_tiers",
    title="Tiers of strategic customers",
    about="Customers of these tiers ought to have an executive sponsor.",
    takes=Takes.TEXTS,
    default=("strategic", "key account"),
)
DATA_RETURN = Setting(
    key="data_return_days",
    title="Days to return data",
    about="Within how many days of its end a customer who leaves has their data back.",
    takes=Takes.WHOLE,
    default=30,
    unit="days",
)

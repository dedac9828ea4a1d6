"""What is odd about the ledger, cash and plans."""

from __future__ import annotations

from django.db.models import Q

from tenure.foundation.records.quality import QualityRule, out_of_order

RULES = (
    QualityRule(
        key="gl_without_amount",
        kind="gl",
        title="Ledger entry without an amount",
        explanation="The month's costs or revenue are too low by an unknown amount.",
        fix="Enter the amount.",
        fields=("amount",),
        broken=Q(amount__isnull=True),
    ),
    QualityRule(
        key="cash_without_balance",
        kind="cash",
        title="Cash balance without an amount",
        explanation="What lay on the account that day is unknown, and so is the runway.",
        fix="Enter the balance.",
        fields=("balance",),
        broken=Q(balance__isnull=True),
    ),
    QualityRule(
        key="plan_figure_without_value",
        kind="plan_figure",
        title="Plan without a figure",
        explanation="Nothing can be compared with this plan.",
        fix="Enter the value, or the amount for metrics in money.",
        fields=("value", "amount"),
        broken=Q(value__isnull=True, amount__isnull=True),
    ),
    out_of_order(
        kind="plan_figure",
        earlier="period",
        later="period_to",
        title="Plan for no day",
        effect="The figure belongs to no period.",
    ),
)

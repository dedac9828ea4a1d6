"""Whether our executives and those of strategic customers know each other."""

from __future__ import annotations

from tenure.engine.metrics.declaring import Aggregate, AsOf, Better, Measure, Metric, Ratio, Total, Unit

STRATEGIC = Measure("strategic_customers", AsOf(), value=lambda t: t.account_id, aggregate=Aggregate.DISTINCT)

exec_sponsor_coverage = Metric(
    key="exec_sponsor_coverage",
    title="Executive sponsor coverage",
    function="success",
    journey=("impact", "scale"),
    maturity="optimize",
    definition="Of the customers that matter most, the share whose executives and ours are in touch.",
    formula="strategic customers with a sponsor on both sides and an executive in touch within 90 days ÷ strategic "
    "customers",
    included="Strategic are customers of the tiers that the company names. In touch is a talk held, a call "
    "answered, a mail replied to.",
    excluded="Sponsors who left, and mails without a reply.",
    better=Better.HIGHER,
    series=(
        Ratio(
            "exec_sponsor_coverage",
            Unit.RATIO,
            Measure("sponsored_customers", AsOf(), value=lambda t: t.account_id, aggregate=Aggregate.DISTINCT),
            STRATEGIC,
            "no customer is in a strategic tier",
        ),
        Total("strategic_customers", Unit.COUNT, STRATEGIC, title="Strategic customers"),
    ),
    dimensions=("csm", "segment", "region"),
    default_grain="quarter",
)

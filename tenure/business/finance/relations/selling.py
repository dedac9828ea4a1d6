"""What selling costs, as the ledger has it."""

from __future__ import annotations

from ibis.expr import types as ir

from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records

SALES_AND_MARKETING = ("sales", "marketing")


@relation(
    title="Cost of sales and marketing",
    kind="gl",
    reads=("gl",),
    links={"gl": "id"},
    dimensions={"category": "category", "cost_centre": "cost_centre"},
    account=None,
)
def selling_costs(records: Records) -> ir.Table:
    """Each entry of the ledger for sales or marketing: `on` (a day of its month) and `amount` in the company's
    currency. Customer success is no part of it."""
    entries = records.now("gl")
    selling = entries.filter(
        entries.category.isin(SALES_AND_MARKETING), entries.period.notnull(), entries.amount.notnull()
    )
    dated = selling.mutate(on=selling.period)
    rated = records.in_company_currency(dated, amount="amount", currency="currency", day="on")
    return rated.select("id", "category", "cost_centre", "on", "amount", "lacks_rate")

"""What customers pay for and use: recurring lines that are live, and customers with any."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.viewpoint import FOREVER

LINKS = {"account": "account_id", "product": "product_id", "project": "project_id"}
DIMENSIONS = {
    **ACCOUNT_CUTS,
    "product": "product.title",
    "cohort": "cohort",
}
WITHOUT = {"product": "none", "manager": "nobody"}
NEVER = ibis.literal(FOREVER)


@relation(
    title="Recurring lines and since when they are live",
    kind="contract_line",
    reads=("contract_line", "project"),
    uses=("recurring_lines",),
    links={"contract_line": "id", **LINKS},
    dimensions={**DIMENSIONS, "manager": "project.manager"},
    unknown=WITHOUT,
)
def live_lines(records: Records) -> ir.Table:
    """Stretches of recurring lines with `mrr` and `service_start`, and `live_from`: the line's own day of going live,
    else that of the project that brought it (`project_id`), else of the earlier line that it renews; never, if none.
    `has_live_days`: such a day is recorded for any line."""
    lines = records.relation("recurring_lines").drop("live_on")
    # As it is known today: whoever writes it down later means the day that it says.
    lines = records.with_now(lines, kind="contract_line", link="id", columns={"live_on": "live_on"})
    found: Any = _with_project(lines, records)
    own = found.mutate(own_live=ibis.coalesce(found["live_on"], found["brought_live_on"]))
    same = ibis.window(group_by=["account_id", "product_id"])
    own = own.mutate(first_live=own["own_live"].min().over(same))
    renews = own["product_id"].notnull() & (own["first_live"] <= own["service_start"])
    followed = ibis.ifelse(renews, own["first_live"], ibis.null("date"))
    return own.mutate(
        live_from=ibis.coalesce(own["own_live"], followed, NEVER),
        has_live_days=own["own_live"].notnull().sum().over(ibis.window()) > 0,
    ).drop("live_on", "brought_live_on", "own_live", "first_live")


@relation(
    title="Customers that are live",
    kind="account",
    reads=(),
    uses=("live_lines", "customer_spans"),
    links=LINKS,
    dimensions=DIMENSIONS,
    unknown=WITHOUT,
)
def live_customer_spans(records: Records) -> ir.Table:
    """Per customer and product the days `since` to before `until` on which the customer is live: from the first day of
    a live line until its product ends, the last of them until the customer leaves."""
    spells = _spells(records)
    lines = records.relation("live_lines").view()
    met = spells.inner_join(
        lines,
        [
            spells["payer_id"] == lines["account_id"],
            lines["since"] < spells["paid_to"],
            lines["until"] > spells["paid_from"],
        ],
    )
    placed: Any = met.mutate(begins=ibis.greatest(met["since"], met["live_from"], met["paid_from"]))
    placed = placed.filter(placed["begins"] < ibis.least(placed["until"], placed["paid_to"]))
    by_product = placed.group_by(["account_id", "paid_from", "paid_to", "product_id", "cohort"]).aggregate(
        since=lambda t: t["begins"].min(), ends=lambda t: t["until"].max(), project_id=lambda t: t["project_id"].min()
    )
    order = ibis.window(group_by=["account_id", "paid_from"], order_by=["since", "product_id"])
    # Who is live stays so until they leave: no gap between the products, none after the last.
    reaches = ibis.least(by_product["since"].lead().over(order).fill_null(NEVER), by_product["paid_to"])
    return by_product.mutate(
        id=by_product["account_id"],
        until=ibis.greatest(ibis.least(by_product["ends"], by_product["paid_to"]), reaches),
    ).drop("ends", "paid_from", "paid_to")


def _spells(records: Records) -> ir.Table:
    """The stretches of paying without any day between: `payer_id`, `paid_from`, `paid_to`."""
    spans = records.relation("customer_spans")
    order = ibis.window(group_by="account_id", order_by="since")
    marked = spans.mutate(before=spans["until"].lag().over(order))
    marked = marked.mutate(starts=ibis.ifelse((marked["before"] == marked["since"]).fill_null(False), 0, 1))
    so_far = ibis.window(group_by="account_id", order_by="since", preceding=None, following=0)
    numbered = marked.mutate(spell=marked["starts"].sum().over(so_far))
    return (
        numbered.group_by(["account_id", "spell"])
        .aggregate(paid_from=lambda t: t["since"].min(), paid_to=lambda t: t["until"].max())
        .rename(payer_id="account_id")
        .drop("spell")
    )


def _with_project(lines: ir.Table, records: Records) -> ir.Table:
    """The lines with the first project that brought them live: of the same account, and of the same contract and
    product where the project names any."""
    projects: Any = records.now("project")
    brought = projects.filter(projects["status"] != "cancelled").select(
        brought_id="id", for_account="account_id", for_contract="contract_id", for_product="product_id",
        brought_live_on="went_live_on",
    )  # fmt: skip
    wanted = lines.select("id", "account_id", "contract_id", "product_id").distinct().rename(line_id="id")
    met = wanted.inner_join(brought, wanted["account_id"] == brought["for_account"])
    met = met.filter(
        met["for_contract"].isnull() | (met["for_contract"] == met["contract_id"]),
        met["for_product"].isnull() | (met["for_product"] == met["product_id"]),
        met["for_contract"].notnull() | met["for_product"].notnull(),
    )
    order = ibis.window(group_by="line_id", order_by=[met["brought_live_on"].fill_null(NEVER), met["brought_id"]])
    first = met.mutate(place=ibis.row_number().over(order)).filter(lambda t: t["place"] == 0)
    first = first.select(of_line="line_id", project_id="brought_id", brought_live_on="brought_live_on")
    return lines.left_join(first, lines["id"] == first["of_line"]).drop("of_line")

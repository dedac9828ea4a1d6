"""Recurring lines by their life: waiting to go live, and live."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.engine.relations.days import days_between
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.viewpoint import FOREVER


@relation(
    title="Recurring lines, live or not",
    kind="contract_line",
    reads=("project",),
    uses=("recurring_lines", "customer_stays"),
    links={
        "contract_line": "id",
        "account": "account_id",
        "contract": "contract_id",
        "product": "product_id",
        "person": "manager_id",
    },
    dimensions={
        "segment": "account.segment",
        "region": "account.region",
        "csm": "account.csm",
        "product": "product.title",
        "manager": "person.title",
        "cohort": "cohort",
        "account": "account.title",
    },
    unknown={"segment": "unsegmented", "manager": "no project"},
)
def lines_by_life(records: Records) -> ir.Table:
    """Recurring lines, cut where they go live: `is_live`, `since` to before `until`, `mrr`, `began_on`, their first
    day; `account_live_on`, the day from which the account is live for as long as it stays.

    A line is live from its own day, else from the go-live of its contract's project, else from the day on which the
    account was live with the same product before. `is_recorded`: the company records going live at all.
    """
    lines = _with_live_day(records)
    lines = _with_stay(lines, records)
    lines = lines.mutate(is_recorded=lines["live_day"].notnull().sum().over(ibis.window()) > 0)
    never = ibis.literal(FOREVER)
    day = lines["live_day"].fill_null(never)
    live = lines.mutate(is_live=ibis.literal(True), since=ibis.greatest(lines["since"], day))
    waiting = lines.mutate(is_live=ibis.literal(False), until=ibis.least(lines["until"], day))
    both = live.union(waiting.select(live.columns))
    return both.filter(both["since"] < both["until"])


def _with_live_day(records: Records) -> ir.Table:
    lines = records.relation("recurring_lines").view()
    projects = records.now("project")
    went = projects.filter(projects["contract_id"].notnull(), projects["status"] != "cancelled")
    went = went.group_by(went["contract_id"].name("went_contract")).aggregate(
        went_live_on=went["went_live_on"].min(), manager_id=went["manager_id"].min()
    )
    known = lines.left_join(went, lines["contract_id"] == went["went_contract"]).drop("went_contract")
    own: Any = ibis.coalesce(known["live_on"], known["went_live_on"])
    known = known.mutate(own_day=own, began_on=known["service_start"])
    # A product that was live stays so when its contract is renewed.
    earlier = ibis.window(
        group_by=["account_id", "product_id"], order_by=["service_start", "id"], preceding=None, following=0
    )
    return known.mutate(live_day=ibis.coalesce(known["own_day"], known["own_day"].min().over(earlier)))


def _with_stay(lines: ir.Table, records: Records) -> ir.Table:
    stays = records.relation("customer_stays").view()
    stays = stays.select(stayer=stays["account_id"], stays_from=stays["since"], stays_to=stays["until"])
    met = lines.left_join(
        stays,
        [
            lines["account_id"] == stays["stayer"],
            lines["since"] >= stays["stays_from"],
            lines["since"] < stays["stays_to"],
        ],
    ).drop("stayer", "stays_to")
    stay = ibis.window(group_by=["account_id", "stays_from"])
    first = met["live_day"].min().over(stay).fill_null(ibis.literal(FOREVER))
    return met.mutate(account_live_on=ibis.greatest(first, met["stays_from"])).drop("stays_from")


def days_waiting(rows: ir.Table) -> Any:
    """Days from the first day of service to the closing day."""
    return days_between(rows["window_close"], rows["began_on"])

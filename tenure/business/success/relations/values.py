"""From signature to value: the first results of customers, counted from what they signed."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.business.success.relations.terms import agreed
from tenure.engine.relations.days import days_between
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records

NO_DAY: Any = ibis.null("date")


@relation(
    title="First contracts and their first value",
    kind="contract",
    reads=("contract", "opportunity", "project", "outcome"),
    uses=("recurring_lines", "customer_stays"),
    links={"contract": "id", "account": "account_id", "product": "product_id", "person": "manager_id"},
    dimensions={
        **ACCOUNT_CUTS,
        "product": "product.title",
        "use_case": "account.use_case",
        "manager": "person.title",
        "cohort": "cohort",
    },
    unknown={"manager": "no project"},
)
def first_values(records: Records) -> ir.Table:
    """Contracts with recurring lines that renew nothing: `signed_on`, `is_first` of its account (else an expansion),
    `value_on`, the day of its first confirmed first value, `impact_on`, that of its first confirmed outcome of any
    sort, with `attained`, how far that was on the way to its target; `unconfirmed_on`, the first outcome confirmed or
    not. `left_on`: when the customer left; `seen_on`: the day up to which its time is counted. What comes after it
    left does not count."""
    begun = _begun(records)
    results = _results(records)
    met = begun.left_join(
        results, [begun["account_id"] == results["result_of"], results["on"] >= begun["signed_on"]]
    ).filter(lambda t: t["on"].isnull() | t["left_on"].isnull() | (t["on"] <= t["left_on"]))
    confirmed = met["verified"].fill_null(False)
    found = met.group_by("id").aggregate(
        value_on=met["on"].min(where=confirmed & met["is_first_value"].fill_null(False)),
        impact_on=met["on"].min(where=confirmed),
        unconfirmed_on=met["on"].min(),
    )
    first = met.filter(confirmed)
    order = ibis.window(group_by="id", order_by=["on", "result_id"])
    first = first.mutate(place=ibis.row_number().over(order)).filter(lambda t: t["place"] == 0)
    first = first.select(first_of=first["id"], attained=first["attained"])
    found = found.rename(found_of="id")
    joined = begun.left_join(found, begun["id"] == found["found_of"]).drop("found_of")
    joined = joined.left_join(first, joined["id"] == first["first_of"])
    return _timed(joined.drop("first_of"))


def _timed(found: ir.Table) -> ir.Table:
    """With the days to value from each start, or to the last day seen. A company that notes no first values among the
    outcomes may note them on projects; `has_values`: it notes them at all."""
    noted = found["value_on"].notnull().sum().over(ibis.window()) > 0
    on_project = ibis.ifelse(
        found["left_on"].isnull() | (found["project_value_on"] <= found["left_on"]), found["project_value_on"], NO_DAY
    )
    told = found.mutate(value_on=ibis.ifelse(noted, found["value_on"], on_project))
    end = ibis.coalesce(told["value_on"], told["seen_on"])
    return told.mutate(
        reached=told["value_on"].notnull(),
        has_values=told["value_on"].notnull().sum().over(ibis.window()) > 0,
        days=days_between(end, told["signed_on"]),
        days_from_kickoff=days_between(end, told["kickoff_on"]),
        days_from_start=days_between(end, told["start_on"]),
    )


def _begun(records: Records) -> ir.Table:
    contracts = records.now("contract")
    deals = records.now("opportunity")
    deals = deals.select(deal_id=deals["id"], deal_renews=deals["renews_id"], deal_type=deals["type"])
    signed = contracts.filter(agreed(contracts), contracts["signed_on"].notnull(), contracts["renews_id"].isnull())
    signed = signed.left_join(deals, signed["opp_id"] == deals["deal_id"])
    new = signed.filter(signed["deal_renews"].isnull() & (signed["deal_type"].fill_null("") != "renewal"))
    new = new.select("id", "account_id", "signed_on", "start_on")
    lines = records.relation("recurring_lines").view()
    order = ibis.window(group_by="contract_id", order_by=[ibis.desc("mrr"), "since", "id"])
    main = lines.mutate(place=ibis.row_number().over(order)).filter(lambda t: t["place"] == 0)
    main = main.select(
        line_contract=main["contract_id"], product_id=main["product_id"], begins_on=main["service_start"]
    )
    new = new.inner_join(main, new["id"] == main["line_contract"]).drop("line_contract")
    order = ibis.window(group_by="account_id", order_by=["signed_on", "id"])
    placed = new.mutate(
        is_first=ibis.row_number().over(order) == 0,
        cohort=new["signed_on"].strftime("%Y-%m"),
        start_on=ibis.coalesce(new["start_on"], new["begins_on"]),
    )
    return _with_end(_with_project(placed, records), records)


def _with_project(new: ir.Table, records: Records) -> ir.Table:
    projects = records.now("project")
    kept = projects.group_by(projects["contract_id"].name("project_of")).aggregate(
        kickoff_on=ibis.coalesce(projects["kickoff_on"], projects["started_on"]).min(),
        manager_id=projects["manager_id"].min(),
        project_value_on=projects["first_value_on"].min(),
    )
    return new.left_join(kept, new["id"] == kept["project_of"]).drop("project_of")


def _with_end(new: ir.Table, records: Records) -> ir.Table:
    """With the day on which the stay of the account ended that the contract belongs to."""
    today = records.today
    stays = records.relation("customer_stays").view()
    stays = stays.filter(stays["until"] <= today).select(
        stayer=stays["account_id"], left_on=stays["until"], came_on="since"
    )
    met = new.left_join(stays, [new["account_id"] == stays["stayer"], new["signed_on"] < stays["left_on"]])
    order = ibis.window(group_by="id", order_by="left_on")
    first = met.mutate(place=ibis.row_number().over(order)).filter(lambda t: t["place"] == 0)
    return first.drop("place", "stayer").mutate(seen_on=ibis.coalesce(first["left_on"], today))


def _results(records: Records) -> ir.Table:
    found = records.now("outcome")
    gap: Any = found["target"].cast("float64") - found["baseline"].fill_null(0).cast("float64")
    reached: Any = found["value"].cast("float64") - found["baseline"].fill_null(0).cast("float64")
    kept = found.filter(found["on"].notnull())
    return kept.select(
        "on", "verified", "is_first_value", result_id="id", result_of="account_id", attained=reached / gap.nullif(0)
    )

"""What customers can do by themselves: administrators and users who were trained, and teams that work with it."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.business.success.relations.engagement import RECENT_DAYS
from tenure.business.success.relations.products import with_main_product
from tenure.business.success.relations.seats import entitled
from tenure.business.success.relations.settings import REQUIRED_ADMINS
from tenure.business.success.relations.stretches import customers_while, stretches
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.viewpoint import FOREVER

ADMIN = "admin"
TEAM_UNITS = ("team", "teams")
NEVER = ibis.literal(FOREVER)


@relation(
    title="Capabilities of customers",
    kind="account",
    reads=("training", "contact", "entitlement"),
    uses=("customer_spans", "used_days", "recurring_lines"),
    links={"account": "account_id", "product": "product_id"},
    dimensions={**ACCOUNT_CUTS, "product": "product.title"},
    unknown={"product": "none"},
)
def capability_parts(records: Records) -> ir.Table:
    """Stretches of days on which a customer has an `amount` of a `part`: `admin` (an administrator who passed a
    course), `required` (how many it needs, from the first course of anybody), `trained` (a person who completed one),
    `active` (a person who used the product in the last 30 days), `team` (one that did), `licensed` (how many may)."""
    parts = [
        ("required", _required(records)),
        ("admin", _trained(records, is_admin=True)),
        ("trained", _trained(records, is_admin=False)),
        ("active", _used(records, "who")),
        ("team", _used(records, "team")),
        ("licensed", _licensed(records)),
    ]
    every = ibis.union(
        *(rows.select("account_id", "since", "until", "amount", part=ibis.literal(part)) for part, rows in parts)
    )
    held = customers_while(every, records).select("id", "account_id", "since", "until", "amount", "part")
    days = held.select("account_id", "since").distinct()
    days = days.mutate(id=ibis.row_number().over(ibis.window(order_by=["account_id", "since"])))
    main = with_main_product(days, records=records, day="since").view()
    main = main.select("product_id", of_account="account_id", on_day="since")
    joined = held.left_join(main, [held["account_id"] == main["of_account"], held["since"] == main["on_day"]])
    return joined.drop("of_account", "on_day")


def _courses(records: Records) -> ir.Table:
    """Courses completed, each with the day from which its person could do it, and when they left."""
    attempts = records.now("training")
    done = attempts.filter(attempts["completed_on"].notnull())
    known = records.with_now(done, kind="contact", link="contact_id", columns={"role": "role", "gone_on": "active_to"})
    after: Any = known["gone_on"] + ibis.interval(days=1)
    return known.select(
        "account_id", "passed", "role",
        person=ibis.coalesce(known["contact_id"], -known["id"]),
        since=known["completed_on"],
        until=ibis.ifelse(known["gone_on"].isnull(), NEVER, after.cast("date")),
    )  # fmt: skip


def _trained(records: Records, *, is_admin: bool) -> ir.Table:
    courses = _courses(records)
    if is_admin:
        courses = courses.filter(courses["passed"], courses["role"] == ADMIN)
    people = courses.group_by(["account_id", "person"]).aggregate(
        since=courses["since"].min(), until=courses["until"].max()
    )
    return people.filter(people["since"] < people["until"]).mutate(amount=ibis.literal(1, type="int64"))


def _required(records: Records) -> ir.Table:
    attempts = records.now("training")
    begun = attempts.aggregate(since=attempts["enrolled_on"].min())
    accounts = records.now("account").view()
    every = accounts.select(account_id="id").cross_join(begun.filter(begun["since"].notnull()))
    needed = ibis.literal(int(records.view.setting(REQUIRED_ADMINS)), type="int64")
    return every.mutate(until=NEVER, amount=needed)


def _used(records: Records, what: str) -> ir.Table:
    days = records.relation("used_days")
    days = days.filter(days[what].notnull())
    return stretches(days, days=RECENT_DAYS, by=("account_id", what)).mutate(amount=ibis.literal(1, type="int64"))


def _licensed(records: Records) -> ir.Table:
    """Teams that may use it, from the first day of which teams are known at all: else nothing is said of teams."""
    days = records.relation("used_days").view()
    begun = days.filter(days["team"].notnull()).aggregate(begins_on=lambda t: t["on"].min())
    terms = entitled(records, units=TEAM_UNITS, or_none=False).cross_join(begun)
    terms = terms.mutate(since=ibis.greatest(terms["since"], terms["begins_on"]), amount=terms["seats"])
    return terms.filter(terms["begins_on"].notnull(), terms["since"] < terms["until"], terms["amount"].notnull())

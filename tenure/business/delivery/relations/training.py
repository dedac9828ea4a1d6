"""People of customers on courses, each once per course, whatever the number of attempts."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.viewpoint import FOREVER

COMPLETES_WITHIN_DAYS = 60
ADMIN = "admin"
HALF = 0.5
DIMENSIONS = {
    **ACCOUNT_CUTS,
    "course": "training.course",
    "product": "project.product",
    "role": "contact.role",
}
WITHOUT = {"product": "none", "role": "none"}
LINKS = {"training": "id", "contact": "contact_id", "account": "account_id", "project": "project_id"}


@relation(
    title="Enrolments in courses",
    kind="training",
    reads=("training", "contact"),
    links=LINKS,
    dimensions=DIMENSIONS,
    unknown=WITHOUT,
)
def enrolments(records: Records) -> ir.Table:
    """Each person on each course by the day of their first enrolment, `on`: `completed_on` (first completion),
    `completed` within 60 days, `stayed` (had not left before day 60), `assessed`, `passed` by the best attempt,
    `first_passed` by the first that was assessed, and `gain`, the score of the last scored attempt less that of the
    first, where there are two."""
    attempts = records.now("training")
    attempts = attempts.filter(attempts["enrolled_on"].notnull())
    # Who is enrolled without a name is a person of their own.
    attempts = attempts.mutate(
        person=ibis.coalesce(attempts["contact_id"], -attempts["id"]),
        points=attempts["score"].cast("float64"),
        assessed=attempts["score"].notnull() | attempts["passed"],
    )
    order = ibis.window(group_by=["person", "course", "assessed"], order_by=["enrolled_on", "id"])
    back = ibis.window(group_by=["person", "course", "assessed"], order_by=[ibis.desc("enrolled_on"), ibis.desc("id")])
    placed: Any = attempts.mutate(nth=ibis.row_number().over(order), nth_last=ibis.row_number().over(back))
    is_first = placed["assessed"] & (placed["nth"] == 0)
    is_last = placed["assessed"] & (placed["nth_last"] == 0)
    told = placed.group_by(["person", "course"]).aggregate(
        on=placed["enrolled_on"].min(),
        completed_on=placed["completed_on"].min(),
        assessed=placed["assessed"].any(),
        passed=placed["passed"].any(),
        first_passed=(is_first & placed["passed"]).any(),
        scores=placed["points"].count(),
        first_points=placed["points"].max(where=is_first),
        last_points=placed["points"].max(where=is_last),
    )
    one_each = ibis.window(group_by=["person", "course"], order_by=["enrolled_on", "id"])
    first = placed.mutate(place=ibis.row_number().over(one_each)).filter(lambda t: t["place"] == 0)
    first = first.select("id", "contact_id", "account_id", "project_id", of_person="person", of_course="course")
    joined = told.inner_join(first, [told["person"] == first["of_person"], told["course"] == first["of_course"]])
    return _with_ends(joined, records)


def _with_ends(joined: ir.Table, records: Records) -> ir.Table:
    """With what came of it by day 60, and whether the person had left by then."""
    rows = records.with_now(joined, kind="contact", link="contact_id", columns={"gone_on": "active_to"})
    day_sixty: Any = (rows["on"] + ibis.interval(days=COMPLETES_WITHIN_DAYS)).cast("date")
    gain = rows["last_points"] - rows["first_points"]
    return rows.mutate(
        completed=(rows["completed_on"] <= day_sixty).fill_null(False),
        stayed=(rows["gone_on"] >= day_sixty).fill_null(True),
        gain=ibis.ifelse(rows["scores"] > 1, gain, ibis.null("float64")),
    ).drop("person", "of_person", "of_course", "gone_on", "scores", "first_points", "last_points")


@relation(
    title="Accounts that are trained",
    kind="account",
    reads=("contact",),
    uses=("enrolments",),
    links={"account": "account_id"},
    dimensions={**ACCOUNT_CUTS},
)
def trained_accounts(records: Records) -> ir.Table:
    """Stretches of days (`since` to before `until`) on which an account had people on courses, with `is_trained`: at
    least one administrator, and at least half of the people enrolled by then, had completed a course."""
    rows = records.relation("enrolments")
    rows = records.with_now(rows, kind="contact", link="contact_id", columns={"role": "role"})
    rows = rows.mutate(person=ibis.coalesce(rows["contact_id"], -rows["id"]))
    people: Any = rows.group_by(["account_id", "person"]).aggregate(
        enrolled_on=rows["on"].min(), done_on=rows["completed_on"].min(), is_admin=(rows["role"] == ADMIN).any()
    )
    came = people.select(
        "account_id", on="enrolled_on", came=ibis.literal(1), done=ibis.literal(0), admins=ibis.literal(0)
    )
    over = people.filter(people["done_on"].notnull())
    admins = ibis.ifelse(over["is_admin"].fill_null(False), 1, 0)
    # Nobody completes before they are enrolled.
    done = over.select(
        "account_id", on=ibis.greatest(over["done_on"], over["enrolled_on"]), came=ibis.literal(0),
        done=ibis.literal(1), admins=admins,
    )  # fmt: skip
    both: Any = came.cast({"came": "int64", "done": "int64", "admins": "int64"}).union(
        done.cast({"came": "int64", "done": "int64", "admins": "int64"})
    )
    days = both.group_by(["account_id", "on"]).aggregate(
        came=both["came"].sum(), done=both["done"].sum(), admins=both["admins"].sum()
    )
    so_far = ibis.window(group_by="account_id", order_by="on", preceding=None, following=0)
    order = ibis.window(group_by="account_id", order_by="on")
    sums: Any = days.mutate(
        enrolled=days["came"].sum().over(so_far),
        finished=days["done"].sum().over(so_far),
        leaders=days["admins"].sum().over(so_far),
        until=days["on"].lead().over(order).fill_null(ibis.literal(FOREVER)),
    )
    return sums.select(
        "account_id",
        "until",
        id=sums["account_id"],
        since=sums["on"],
        is_trained=(sums["leaders"] > 0) & (sums["finished"] >= sums["enrolled"] * HALF),
    )

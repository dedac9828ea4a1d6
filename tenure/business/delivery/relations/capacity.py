"""The hours that people have, and what they worked."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.delivery.relations.calendars import WORKDAYS, default_calendar, holidays, weekday_minutes
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.viewpoint import FOREVER

DIMENSIONS = {
    "person": "person.title",
    "role": "resource.role",
    "team": "resource.team",
    "region": "person.region",
}
WITHOUT = {"role": "none", "team": "none", "region": "none"}


@relation(
    title="Days of people who can be planned",
    kind="resource",
    reads=("resource", "person", "leave", "time_entry"),
    links={"resource": "id", "person": "person_id"},
    dimensions=DIMENSIONS,
    unknown=WITHOUT,
    account=None,
)
def person_days(records: Records) -> ir.Table:
    """Each day of each person's employment up to today, `on`, with the hours `contracted` for it (the week's hours
    spread as the business calendar says), those that a `holiday` or `leave` takes, those `available`, and whether any
    time `is_written`. Leave never takes more than a day has; without hours it takes the whole day."""
    days = _calendar_days(records)
    days = records.at(
        days,
        kind="resource",
        link="id",
        day="on",
        columns={"weekly_hours": "weekly_hours", "calendar_id": "calendar_id"},
    )
    days = days.cross_join(default_calendar(records))
    days = days.mutate(
        calendar=days["calendar_id"].fill_null(days["usual_calendar"]), weekday=days["on"].day_of_week.index()
    )
    minutes, closed, away = weekday_minutes(records), holidays(records), _away(records)
    known = minutes.select(planned_calendar="of_calendar").distinct()
    met: Any = days.left_join(known, days["calendar"] == known["planned_calendar"])
    met = met.left_join(
        minutes,
        [
            met["calendar"] == minutes["of_calendar"],
            met["weekday"] == minutes["weekday"],
            met["on"] >= minutes["minutes_from"],
            met["on"] < minutes["minutes_to"],
        ],
        rname="{name}_of_minutes",
    )
    met = met.left_join(closed, [met["calendar"] == closed["closed_calendar"], met["on"] == closed["holiday_on"]])
    met = met.left_join(away, [met["person_id"] == away["away_id"], met["on"] == away["away_on"]])
    return _with_hours(met, records)


def _calendar_days(records: Records) -> ir.Table:
    """A row per resource and day of employment: `id`, `person_id`, `on`. Where no first day is recorded, it is that of
    their first time entry or of writing them down, whichever is earlier."""
    resources = records.states("resource")
    written = resources.group_by(written_id="id").aggregate(written_on=lambda t: t["day_from"].min())
    now = records.now("resource").select("id", "person_id", "available_from", "available_to")
    people = {"hired_on": "hired_on", "left_on": "left_on", "here": "id"}
    found = records.with_now(now, kind="person", link="person_id", columns=people)
    found = found.filter(found["here"].notnull())
    entries = records.now("time_entry")
    first = entries.group_by(worker_id="person_id").aggregate(first_entry_on=lambda t: t["on"].min())
    joined = found.left_join(first, found["person_id"] == first["worker_id"])
    joined = joined.left_join(written, joined["id"] == written["written_id"])
    began = ibis.coalesce(
        ibis.greatest(
            joined["available_from"].fill_null(joined["hired_on"]),
            joined["hired_on"].fill_null(joined["available_from"]),
        ),
        ibis.least(joined["first_entry_on"].fill_null(joined["written_on"]), joined["written_on"]),
    )
    forever, today = ibis.literal(FOREVER), records.today
    ended = ibis.least(joined["available_to"].fill_null(forever), joined["left_on"].fill_null(forever), today)
    placed: Any = joined.select("id", "person_id", begins=began.cast("timestamp"), ends=ended.cast("timestamp"))
    placed = placed.filter(placed["begins"] <= placed["ends"])
    one_day = ibis.interval(days=1)
    steps: Any = ibis.range(placed["begins"], placed["ends"] + one_day, one_day)
    return placed.select("id", "person_id", on=steps.unnest()).mutate(on=lambda t: t["on"].cast("date"))


def _away(records: Records) -> ir.Table:
    """Hours of leave by person and day; `whole_day` where any leave names no hours."""
    leave = records.now("leave")
    return leave.group_by(away_id="person_id", away_on="on").aggregate(
        away_hours=lambda t: t["hours"].cast("float64").sum().fill_null(0.0),
        whole_day=lambda t: t["hours"].isnull().any(),
    )


def _with_hours(met: ir.Table, records: Records) -> ir.Table:
    # Without a calendar a week is five equal days.
    plain = ibis.ifelse(met["weekday"] < WORKDAYS, 1.0 / WORKDAYS, 0.0)
    worked = met["minutes"].cast("float64") / met["week"].cast("float64").nullif(0.0)
    part = ibis.ifelse(met["planned_calendar"].isnull(), plain, worked.fill_null(0.0))
    rows: Any = met.mutate(contracted=met["weekly_hours"].cast("float64").fill_null(0.0) * part)
    rows = rows.mutate(holiday=ibis.ifelse(rows["holiday_on"].notnull(), rows["contracted"], 0.0))
    left = rows["contracted"] - rows["holiday"]
    wanted = ibis.ifelse(rows["whole_day"].fill_null(False), left, rows["away_hours"].fill_null(0.0))
    rows = rows.mutate(leave=ibis.least(wanted, left))
    rows = rows.mutate(available=rows["contracted"] - rows["holiday"] - rows["leave"])
    entries = records.now("time_entry").select(by_id="person_id", by_on="on").distinct()
    rows = rows.left_join(entries, [rows["person_id"] == entries["by_id"], rows["on"] == entries["by_on"]])
    return rows.select(
        "id", "person_id", "on", "contracted", "holiday", "leave", "available", is_written=rows["by_id"].notnull()
    )


@relation(
    title="Hours worked by people who can be planned",
    kind="time_entry",
    reads=("time_entry", "resource", "project"),
    links={
        "time_entry": "id",
        "resource": "resource_id",
        "person": "person_id",
        "project": "project_id",
        "account": "account_id",
    },
    dimensions={**DIMENSIONS, "project": "project.title", "account": "account.title"},
    unknown={**WITHOUT, "project": "none"},
)
def worked_hours(records: Records) -> ir.Table:
    """Time entries of people with a resource, `on` their day, with `worked` hours, `billable`, and `for_customer`:
    for a project of a customer."""
    entries = records.now("time_entry")
    resources = records.now("resource").select(resource_id="id", resource_person="person_id")
    met = entries.inner_join(resources, entries["person_id"] == resources["resource_person"])
    rows = met.select(
        "id", "person_id", "resource_id", "project_id", "on", "billable",
        entry_account="account_id", worked=met["hours"].cast("float64"),
    )  # fmt: skip
    rows = records.with_now(rows, kind="project", link="project_id", columns={"project_account": "account_id"})
    return rows.mutate(
        account_id=ibis.coalesce(rows["project_account"], rows["entry_account"]),
        for_customer=rows["project_account"].notnull(),
    ).drop("entry_account", "project_account")

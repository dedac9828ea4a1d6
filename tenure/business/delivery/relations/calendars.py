"""Business calendars by day of the week: which part of a week's hours falls on each, and the holidays."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.engine.relations.records import Records
from tenure.engine.relations.states import known, known_versions
from tenure.engine.relations.viewpoint import ALWAYS, FOREVER

INTERVALS = "organisation_calendarinterval_version"
HOLIDAYS = "organisation_holiday_version"
COMPANIES = "organisation_company_version"
WORKDAYS = 5
MINUTES_OF_DAY = 24 * 60


def weekday_minutes(records: Records) -> ir.Table:
    """How many minutes are worked on a `weekday` (0: Monday) in a calendar (`of_calendar`) and in its whole `week`,
    `minutes_from` a day to before `minutes_to`, as the calendar was then."""
    versions = known_versions(records.source.versions(INTERVALS))
    dated = versions.mutate(on=records.day(versions["effective_at"]))
    order = ibis.window(group_by="record_id", order_by=["effective_at", "version_id"])
    held: Any = dated.mutate(
        until=dated["on"].lead().over(order).fill_null(ibis.literal(FOREVER)),
        first=ibis.row_number().over(order) == 0,
    )
    ends, starts = _minute(held["ends"]), _minute(held["starts"])
    held = held.mutate(minutes=ibis.ifelse(ends == 0, MINUTES_OF_DAY, ends) - starts)
    held = held.filter(held["operation"] != "delete", held["on"] < held["until"])
    # What a calendar was before it was written down is what it first was.
    begun = held["on"].min().over(ibis.window(group_by="calendar_id"))
    held = held.mutate(on=ibis.ifelse(held["on"] == begun, ibis.literal(ALWAYS), held["on"]))
    return _by_stretch(held)


def _minute(clock: Any) -> Any:
    """The minute of the day of a time that is told as 09:30:00."""
    return clock.substr(0, 2).cast("int64") * 60 + clock.substr(3, 2).cast("int64")


def _by_stretch(held: ir.Table) -> ir.Table:
    """The intervals added up, over each stretch of days in which none of their calendar changes."""
    marks = held.select("calendar_id", day="on").union(held.select("calendar_id", day="until"), distinct=True)
    order = ibis.window(group_by="calendar_id", order_by="day")
    stretches: Any = marks.mutate(minutes_to=marks["day"].lead().over(order))
    stretches = stretches.filter(stretches["minutes_to"].notnull())
    stretches = stretches.select(of_calendar="calendar_id", minutes_from="day", minutes_to="minutes_to")
    met = stretches.inner_join(
        held,
        [
            stretches["of_calendar"] == held["calendar_id"],
            held["on"] <= stretches["minutes_from"],
            held["until"] > stretches["minutes_from"],
        ],
    )
    by_day = met.group_by(["of_calendar", "minutes_from", "minutes_to", "weekday"]).aggregate(
        minutes=lambda t: t["minutes"].sum()
    )
    whole = ibis.window(group_by=["of_calendar", "minutes_from"])
    return by_day.mutate(week=by_day["minutes"].sum().over(whole))


def holidays(records: Records) -> ir.Table:
    """The days (`holiday_on`) on which a calendar (`closed_calendar`) does not work."""
    newest = _newest(records, HOLIDAYS)
    return newest.select(closed_calendar="calendar_id", holiday_on="on").distinct()


def default_calendar(records: Records) -> ir.Table:
    """One row with the calendar of the company, `usual_calendar`; null where it has none."""
    return _newest(records, COMPANIES).aggregate(usual_calendar=lambda t: t["default_calendar_id"].max())


def _newest(records: Records, table: str) -> ir.Table:
    # A holiday holds for its day, whenever it was written down.
    versions = known(records.source.versions(table))
    order = ibis.window(group_by="record_id", order_by=ibis.desc("version_id"))
    placed = versions.mutate(place=ibis.row_number().over(order))
    return placed.filter(placed["place"] == 0, placed["operation"] != "delete")

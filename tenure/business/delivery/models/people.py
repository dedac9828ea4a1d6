"""The people who deliver: what they can do and cost, when they are away, what they are booked on and what they did."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tenure.business.delivery.choices import LeaveType
from tenure.foundation.records.columns import (
    colleague,
    currency_code,
    day,
    decimal_number,
    flag,
    link,
    long_text,
    money,
    text,
)
from tenure.foundation.records.constraints import amounts_have_currency, not_negative, unique_while_live
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record


class Resource(Record):
    """A colleague as someone who can be planned: role, skills, weekly hours, cost and price of an hour."""

    person = colleague(required=True)
    role = text(length=100)
    team = text(length=100)
    skills = long_text(help_text="One a line.")
    weekly_hours = decimal_number(digits=6, places=2)
    calendar = link("organisation.BusinessCalendar", label="Working hours")
    cost_rate = money(label="Cost of an hour")
    bill_rate = money(label="Price of an hour")
    currency = currency_code()
    available_from = day()
    available_to = day()

    kind = Kind(
        key="resource",
        prefix="rsc",
        label="Resource",
        plural="Resources",
        function=Function.DELIVERY,
        title="person",
        columns=("person", "role", "team", "weekly_hours", "skills", "bill_rate", "currency"),
        sections=(
            Section("Person", ("person", "role", "team", "skills")),
            Section("Time", ("weekly_hours", "calendar", "available_from", "available_to")),
            Section("Rates", ("cost_rate", "bill_rate", "currency")),
        ),
        planned=("available_from", "available_to"),
        money={"cost_rate": "currency", "bill_rate": "currency"},
        search=("role", "team", "skills"),
        owner="person",
        asks=("weekly_hours", "cost_rate", "role"),
        sensitive=("cost_rate",),
        icon="user-cog",
    )

    class Meta:
        constraints: ClassVar = [
            unique_while_live("resource_person", "person"),
            amounts_have_currency("resource", "cost_rate", "bill_rate"),
            not_negative("resource", "weekly_hours", "cost_rate", "bill_rate"),
        ]


class Leave(Record):
    """Hours on a day on which a colleague is away."""

    person = colleague(required=True)
    type = text(length=20, choices=LeaveType, default=LeaveType.HOLIDAY)
    hours = decimal_number(digits=6, places=2)
    on = day(required=True, label="Day")

    kind = Kind(
        key="leave",
        prefix="lve",
        label="Leave",
        plural="Leave",
        function=Function.DELIVERY,
        title="person",
        columns=("person", "on", "hours", "type"),
        sections=(Section("Leave", ("person", "on", "hours", "type")),),
        planned=("on",),
        owner="person",
        asks=("hours",),
        sensitive=("type",),
        icon="beach",
    )

    class Meta:
        constraints: ClassVar = [unique_while_live("leave_day", "person", "on", "type"), not_negative("leave", "hours")]


class TimeEntry(Record):
    """Hours that a colleague worked on a day, for a project, a case or an account."""

    description = text(length=300, required=True)
    person = colleague(required=True)
    project = link("delivery.Project")
    task = link("delivery.ProjectTask")
    case = link("support.Case")
    account = link("accounts.Account")
    hours = decimal_number(digits=8, places=2)
    billable = flag()
    cost_rate = money(label="Cost of an hour")
    bill_rate = money(label="Price of an hour")
    currency = currency_code()
    on = day(required=True, label="Day")

    kind = Kind(
        key="time_entry",
        prefix="tim",
        label="Time entry",
        plural="Time entries",
        function=Function.DELIVERY,
        title="description",
        columns=("description", "person", "on", "hours", "billable", "project", "case", "account"),
        sections=(
            Section("Work", ("description", "person", "on", "hours", "billable")),
            Section("For", ("project", "task", "case", "account")),
            Section("Rates", ("cost_rate", "bill_rate", "currency")),
        ),
        born="on",
        happened={"on": ()},
        money={"cost_rate": "currency", "bill_rate": "currency"},
        search=("description",),
        owner="person",
        account="account",
        asks=("hours", "project"),
        sensitive=("cost_rate",),
        icon="clock",
    )

    class Meta:
        constraints: ClassVar = [
            amounts_have_currency("time_entry", "cost_rate", "bill_rate"),
            not_negative("time_entry", "hours", "cost_rate", "bill_rate"),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "on"], name="time_entry_person_on")]


class Allocation(Record):
    """Hours for which a colleague is booked on a project in a week (named by its first day)."""

    person = colleague(required=True)
    project = link("delivery.Project", required=True)
    hours = decimal_number(digits=6, places=2)
    week = day(required=True)
    is_tentative = flag()

    kind = Kind(
        key="allocation",
        prefix="alc",
        label="Allocation",
        plural="Allocations",
        function=Function.DELIVERY,
        title="person",
        columns=("person", "project", "week", "hours", "is_tentative"),
        sections=(Section("Allocation", ("person", "project", "week", "hours", "is_tentative")),),
        planned=("week",),
        owner="person",
        asks=("hours",),
        icon="calendar-user",
    )

    class Meta:
        constraints: ClassVar = [
            unique_while_live("allocation_week", "person", "project", "week"),
            not_negative("allocation", "hours"),
        ]

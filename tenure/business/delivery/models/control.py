"""What keeps a project on course: budgets, estimates, change requests, expenses and the watch list."""

from __future__ import annotations

from typing import ClassVar

from tenure.business.delivery.choices import ChangeStatus, ExpenseCategory, RaidSeverity, RaidType
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
    whole_number,
)
from tenure.foundation.records.constraints import amounts_have_currency, not_negative
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record

PROJECT = "delivery.Project"


class ProjectBudget(Record):
    """The hours, cost and fee that a project may take, from a day on; the latest one counts."""

    name = text(required=True, default="Budget")
    project = link(PROJECT, required=True)
    hours = decimal_number()
    cost = money()
    fee = money()
    currency = currency_code()
    effective_on = day()

    kind = Kind(
        key="project_budget",
        prefix="pbg",
        label="Project budget",
        plural="Project budgets",
        function=Function.DELIVERY,
        title="name",
        columns=("name", "project", "hours", "cost", "fee", "currency", "effective_on"),
        sections=(Section("Budget", ("name", "project", "effective_on", "hours", "cost", "fee", "currency")),),
        born="effective_on",
        happened={"effective_on": ()},
        money={"cost": "currency", "fee": "currency"},
        part_of="project",
        asks=("hours", "effective_on"),
        sensitive=("cost",),
        icon="wallet",
    )

    class Meta:
        constraints: ClassVar = [
            amounts_have_currency("project_budget", "cost", "fee"),
            not_negative("project_budget", "hours", "cost", "fee"),
        ]


class ProjectEstimate(Record):
    """What a manager thought, on a day, that a project still needs."""

    project = link(PROJECT, required=True)
    hours_to_complete = decimal_number()
    cost_to_complete = money()
    currency = currency_code()
    on = day(required=True, label="Day")
    comment = long_text()

    kind = Kind(
        key="project_estimate",
        prefix="pes",
        label="Estimate to complete",
        plural="Estimates to complete",
        function=Function.DELIVERY,
        title="project",
        columns=("project", "on", "hours_to_complete", "cost_to_complete", "currency", "comment"),
        sections=(
            Section("Estimate", ("project", "on", "hours_to_complete", "cost_to_complete", "currency", "comment")),
        ),
        born="on",
        happened={"on": ()},
        money={"cost_to_complete": "currency"},
        part_of="project",
        sensitive=("cost_to_complete",),
        icon="hourglass",
    )

    class Meta:
        constraints: ClassVar = [
            amounts_have_currency("project_estimate", "cost_to_complete"),
            not_negative("project_estimate", "hours_to_complete", "cost_to_complete"),
        ]


class ChangeRequest(Record):
    """A change to what a project is to do, with its effect on hours, money and dates."""

    title = text(required=True)
    project = link(PROJECT, required=True)
    status = text(length=20, choices=ChangeStatus, default=ChangeStatus.PROPOSED)
    hours = decimal_number()
    cost = money()
    fee = money()
    currency = currency_code()
    days_later = whole_number(label="Go-live moves by (days)")
    scope = long_text(label="What changes")
    requested_by = link("accounts.Contact")
    requested_on = day()
    approved_on = day()

    kind = Kind(
        key="change_request",
        prefix="crq",
        label="Change request",
        plural="Change requests",
        function=Function.DELIVERY,
        title="title",
        columns=("title", "project", "status", "hours", "fee", "currency", "days_later", "approved_on"),
        sections=(
            Section("Change", ("title", "project", "scope", "status")),
            Section("Effect", ("hours", "cost", "fee", "currency", "days_later")),
            Section("Dates", ("requested_by", "requested_on", "approved_on")),
        ),
        born="requested_on",
        happened={"requested_on": (), "approved_on": ()},
        money={"cost": "currency", "fee": "currency"},
        search=("title", "scope"),
        part_of="project",
        stage="status",
        asks=("hours", "fee", "requested_on"),
        sensitive=("cost",),
        icon="git-pull-request",
    )

    class Meta:
        constraints: ClassVar = [amounts_have_currency("change_request", "cost", "fee")]


class ProjectExpense(Record):
    """Money spent on a project, other than the time of our people."""

    description = text(required=True)
    project = link(PROJECT, required=True)
    person = colleague()
    category = text(length=20, choices=ExpenseCategory)
    amount = money()
    currency = currency_code()
    billable = flag(label="Charged to the customer")
    spent_on = day()

    kind = Kind(
        key="project_expense",
        prefix="pex",
        label="Project expense",
        plural="Project expenses",
        function=Function.DELIVERY,
        title="description",
        columns=("description", "project", "person", "category", "amount", "currency", "billable", "spent_on"),
        sections=(
            Section("Expense", ("description", "project", "person", "category", "spent_on")),
            Section("Amount", ("amount", "currency", "billable")),
        ),
        born="spent_on",
        happened={"spent_on": ()},
        money={"amount": "currency"},
        search=("description",),
        owner="person",
        part_of="project",
        asks=("amount", "spent_on"),
        icon="receipt",
    )

    class Meta:
        constraints: ClassVar = [amounts_have_currency("project_expense", "amount")]


class RaidItem(Record):
    """A risk, action, issue or decision on a project's watch list."""

    title = text(required=True)
    project = link(PROJECT, required=True)
    type = text(length=20, choices=RaidType, default=RaidType.RISK)
    severity = text(length=20, choices=RaidSeverity, default=RaidSeverity.MEDIUM)
    owner = colleague()
    description = long_text()
    response = long_text(label="What we do about it")
    opened_on = day()
    due_on = day()
    closed_on = day()

    kind = Kind(
        key="raid_item",
        prefix="rai",
        label="Watch-list item",
        plural="Watch list",
        function=Function.DELIVERY,
        title="title",
        columns=("title", "type", "severity", "project", "owner", "opened_on", "due_on", "closed_on"),
        sections=(
            Section("Item", ("title", "project", "type", "severity", "description")),
            Section("What we do", ("owner", "response", "opened_on", "due_on", "closed_on")),
        ),
        born="opened_on",
        happened={"opened_on": (), "closed_on": ()},
        planned=("due_on",),
        search=("title", "description", "response"),
        owner="owner",
        part_of="project",
        asks=("owner", "opened_on"),
        icon="alert-triangle",
    )

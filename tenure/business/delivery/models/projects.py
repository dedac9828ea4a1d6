"""Projects with their milestones and tasks."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models

from tenure.business.delivery.choices import ProjectBilling, ProjectStatus, TaskStatus
from tenure.foundation.records.columns import (
    colleague,
    currency_code,
    day,
    decimal_number,
    flag,
    link,
    long_text,
    money,
    part_of_own_kind,
    text,
    whole_number,
)
from tenure.foundation.records.constraints import amounts_have_currency, not_negative
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record

PROJECT = "delivery.Project"


class Project(Record):
    """Work for a customer with a plan and an end, usually to bring them live."""

    name = text(required=True)
    account = link("accounts.Account", required=True)
    opp = link("sales.Opportunity", label="Opportunity")
    contract = link("billing.Contract")
    product = link("billing.Product")
    template = link("delivery.ProjectTemplate")
    manager = colleague()
    contact = link("accounts.Contact", label="Customer's project lead")
    status = text(length=20, choices=ProjectStatus, default=ProjectStatus.PLANNED)
    billing = text(length=10, choices=ProjectBilling, default=ProjectBilling.FIXED)
    fee = money()
    currency = currency_code()
    planned_start = day()
    kickoff_on = day(label="Kickoff")
    planned_go_live = day()
    started_on = day()
    went_live_on = day()
    first_value_on = day(label="First value")
    closed_on = day()
    goal = long_text()
    scope = long_text()

    kind = Kind(
        key="project",
        prefix="prj",
        label="Project",
        plural="Projects",
        function=Function.DELIVERY,
        title="name",
        columns=("name", "account", "status", "manager", "billing", "fee", "currency", "planned_go_live"),
        sections=(
            Section("Project", ("name", "account", "product", "status", "manager", "contact", "goal", "scope")),
            Section("Where it came from", ("opp", "contract", "template")),
            Section("Money", ("billing", "fee", "currency")),
            Section("Plan", ("planned_start", "kickoff_on", "planned_go_live")),
            Section("What happened", ("started_on", "went_live_on", "first_value_on", "closed_on")),
        ),
        happened={"started_on": (), "went_live_on": (), "first_value_on": (), "closed_on": ()},
        planned=("planned_start", "kickoff_on", "planned_go_live"),
        money={"fee": "currency"},
        search=("name", "goal", "scope"),
        owner="manager",
        account="account",
        stage="status",
        asks=("manager", "planned_start", "planned_go_live", "fee"),
        icon="rocket",
    )

    class Meta:
        constraints: ClassVar = [amounts_have_currency("project", "fee"), not_negative("project", "fee")]
        indexes: ClassVar = [models.Index(fields=["status", "id"], name="project_status")]


class Milestone(Record):
    """A point that a project passes on the way, with its weight in progress."""

    name = text(required=True)
    project = link(PROJECT, required=True)
    weight = decimal_number(default=Decimal(1))
    planned_cost = money()
    currency = currency_code()
    critical = flag(label="On the critical path")
    planned_on = day()
    done_on = day()
    position = whole_number()

    kind = Kind(
        key="milestone",
        prefix="mst",
        label="Milestone",
        plural="Milestones",
        function=Function.DELIVERY,
        title="name",
        columns=("name", "project", "planned_on", "done_on", "weight", "critical", "planned_cost"),
        sections=(
            Section("Milestone", ("name", "project", "planned_on", "done_on", "position")),
            Section("Weight", ("weight", "critical", "planned_cost", "currency")),
        ),
        happened={"done_on": ()},
        planned=("planned_on",),
        money={"planned_cost": "currency"},
        search=("name",),
        part_of="project",
        asks=("planned_on",),
        sensitive=("planned_cost",),
        icon="flag",
    )

    class Meta:
        constraints: ClassVar = [
            amounts_have_currency("milestone", "planned_cost"),
            not_negative("milestone", "weight", "planned_cost"),
        ]


class ProjectTask(Record):
    """A piece of work in a project, done by one of us or by the customer."""

    name = text(required=True)
    project = link(PROJECT, required=True)
    milestone = link("delivery.Milestone")
    parent = part_of_own_kind(related_name="parts")
    depends_on = part_of_own_kind(related_name="dependents", label="Comes after")
    phase = text(length=100)
    owner = colleague()
    contact = link("accounts.Contact", label="Done by the customer's")
    status = text(length=20, choices=TaskStatus, default=TaskStatus.TODO)
    planned_hours = decimal_number()
    planned_start = day()
    due_on = day()
    done_on = day()
    description = long_text()
    position = whole_number()

    kind = Kind(
        key="project_task",
        prefix="ptk",
        label="Project task",
        plural="Project tasks",
        function=Function.DELIVERY,
        title="name",
        columns=("name", "project", "phase", "owner", "status", "planned_hours", "due_on"),
        sections=(
            Section("Task", ("name", "project", "status", "description")),
            Section("Who and when", ("owner", "contact", "planned_hours", "planned_start", "due_on", "done_on")),
            Section("Place in the plan", ("phase", "milestone", "parent", "depends_on", "position")),
        ),
        happened={"done_on": ()},
        planned=("planned_start", "due_on"),
        tree="parent",
        search=("name", "description"),
        owner="owner",
        part_of="project",
        stage="status",
        asks=("owner", "due_on"),
        icon="checkbox",
    )

    class Meta:
        constraints: ClassVar = [not_negative("project_task", "planned_hours")]

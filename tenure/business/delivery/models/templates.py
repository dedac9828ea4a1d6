"""Templates from which projects are made."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from tenure.business.delivery.choices import ProjectBilling, TemplateItemType
from tenure.foundation.records.columns import (
    colleague,
    currency_code,
    decimal_number,
    flag,
    link,
    long_text,
    money,
    part_of_own_kind,
    text,
    whole_number,
)
from tenure.foundation.records.constraints import amounts_have_currency, not_negative, unique_while_live
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record


class ProjectTemplate(Record):
    """A plan that has worked before, from which a new project starts."""

    name = text(required=True)
    product = link("billing.Product")
    segment = text(length=100)
    description = long_text()
    duration_days = whole_number(label="Duration (days)")
    billing = text(length=10, choices=ProjectBilling, default=ProjectBilling.FIXED)
    fee = money()
    currency = currency_code()
    owner = colleague()
    is_active = flag(default=True)

    kind = Kind(
        key="project_template",
        prefix="ptp",
        label="Project template",
        plural="Project templates",
        function=Function.DELIVERY,
        title="name",
        columns=("name", "product", "segment", "duration_days", "billing", "fee", "is_active"),
        sections=(
            Section("Template", ("name", "product", "segment", "description", "owner", "is_active")),
            Section("Project", ("duration_days", "billing", "fee", "currency")),
        ),
        money={"fee": "currency"},
        search=("name", "description"),
        owner="owner",
        icon="template",
    )

    class Meta:
        constraints: ClassVar = [
            unique_while_live("project_template_name", "name"),
            amounts_have_currency("project_template", "fee"),
            not_negative("project_template", "fee", "duration_days"),
        ]


class ProjectTemplateItem(Record):
    """A phase, milestone or task of a template, so many days after the project's start."""

    name = text(required=True)
    template = link("delivery.ProjectTemplate", required=True)
    type = text(length=20, choices=TemplateItemType, default=TemplateItemType.TASK)
    parent = part_of_own_kind(related_name="parts")
    depends_on = part_of_own_kind(related_name="dependents", label="Comes after")
    owner_role = text(length=100, label="Done by the role")
    starts_after_days = whole_number(label="Starts after (days)")
    duration_days = whole_number(label="Takes (days)")
    hours = decimal_number()
    weight = decimal_number(default=Decimal(1))
    critical = flag(label="On the critical path")
    description = long_text()
    position = whole_number()

    kind = Kind(
        key="project_template_item",
        prefix="pti",
        label="Template item",
        plural="Template items",
        function=Function.DELIVERY,
        title="name",
        columns=("name", "type", "template", "owner_role", "starts_after_days", "duration_days", "hours"),
        sections=(
            Section("Item", ("name", "template", "type", "description")),
            Section("When", ("starts_after_days", "duration_days", "depends_on", "parent", "position")),
            Section("Effort", ("owner_role", "hours", "weight", "critical")),
        ),
        tree="parent",
        search=("name",),
        part_of="template",
        icon="list-tree",
    )

    class Meta:
        constraints: ClassVar = [
            not_negative("project_template_item", "starts_after_days", "duration_days", "hours", "weight")
        ]

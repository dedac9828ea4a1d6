"""Plans that bring a customer live, and the pages that keep a project honest."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pydantic import Field, model_validator

from tenure.business.delivery.choices import ProjectBilling, TemplateItemType
from tenure.lifecycle.content.pieces import Part, PartRef, Piece, Prose, Topic, Written, handbook_page

ITEM = "project_template_item"
CATEGORY = "Projects"


class Item(Written):
    """A milestone or a task of a phase. `day` counts from the project's start."""

    name: str
    type: TemplateItemType = TemplateItemType.TASK
    role: str
    day: int = Field(ge=0)
    takes: int = Field(default=1, ge=0)
    hours: Decimal = Decimal(0)
    weight: Decimal = Decimal(1)
    critical: bool = False
    what: str = ""


class Phase(Written):
    """A stretch of the plan with what is done in it; each item comes after the one before it if it is critical."""

    key: str
    name: str
    what: str
    items: list[Item] = Field(min_length=1)


class Plan(Written):
    """One template."""

    key: str
    name: str
    weeks: int = Field(gt=0)
    segment: str
    billing: ProjectBilling
    about: str
    phases: list[Phase] = Field(min_length=1)

    @model_validator(mode="after")
    def items_fit(self) -> Plan:
        """Nothing in the plan ends after the plan."""
        for phase in self.phases:
            for item in phase.items:
                if item.day + item.takes > self.weeks * 7:
                    raise ValueError(f"{item.name!r} ends after week {self.weeks}")
        return self


class Guide(Written):
    """A page for those who run projects."""

    key: str
    title: str
    body: Prose


class Projects(Written):
    """The file."""

    templates: list[Plan]
    guides: list[Guide]


def _pieces(document: Projects) -> Iterator[Piece]:
    for plan in document.templates:
        hours = sum((item.hours for phase in plan.phases for item in phase.items), Decimal(0))
        values = {
            "name": plan.name,
            "segment": plan.segment,
            "description": f"{plan.about} The plan holds {hours:f} hours of ours.",
            "duration_days": plan.weeks * 7,
            "billing": plan.billing.value,
        }
        yield Piece(
            key=f"projects/{plan.key}",
            kind="project_template",
            values=values,
            parts=tuple(_parts(plan)),
            same=("name",),
        )
    for guide in document.guides:
        yield handbook_page(key=f"projects/{guide.key}", title=guide.title, category=CATEGORY, body=guide.body)


def _parts(plan: Plan) -> Iterator[Part]:
    position = 0
    critical: str | None = None
    for phase in plan.phases:
        position += 1
        starts = min(item.day for item in phase.items)
        ends = max(item.day + item.takes for item in phase.items)
        yield Part(
            key=phase.key,
            kind=ITEM,
            values={
                "name": phase.name,
                "type": TemplateItemType.PHASE.value,
                "description": phase.what,
                "starts_after_days": starts,
                "duration_days": ends - starts,
                "position": position,
            },
        )
        for number, item in enumerate(phase.items, start=1):
            position += 1
            key = f"{phase.key}.{number}"
            yield Part(key=key, kind=ITEM, values=_item(item, phase, position, after=critical))
            critical = key if item.critical else critical


def _item(item: Item, phase: Phase, position: int, *, after: str | None) -> dict[str, object]:
    return {
        "name": item.name,
        "type": item.type.value,
        "parent": PartRef(phase.key),
        "depends_on": PartRef(after) if item.critical and after else None,
        "owner_role": item.role,
        "starts_after_days": item.day,
        "duration_days": item.takes,
        "hours": item.hours,
        "weight": item.weight,
        "critical": item.critical,
        "description": item.what,
        "position": position,
    }


TOPIC = Topic(
    key="projects",
    title="Projects",
    about="Plans of six and of twelve weeks for a fixed fee, the change request and the watch list.",
    position=50,
    document=Projects,
    pieces=_pieces,
)

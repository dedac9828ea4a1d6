"""What severity means, and what each plan promises for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, model_validator

from tenure.business.support.choices import Severity
from tenure.lifecycle.content.pieces import Piece, Topic, Written, handbook_page

CATEGORY = "How we support"


class Level(Written):
    """One severity."""

    severity: Severity
    means: str
    example: str
    we_do: str


class Promise(Written):
    """What a plan promises for a severity, in hours."""

    severity: Severity
    first_answer_hours: Annotated[float, Field(gt=0)]
    next_update_hours: Annotated[float, Field(gt=0)]
    solved_hours: Annotated[float, Field(gt=0)]


class Plan(Written):
    """One support plan. `around_the_clock` names the severities whose hours are not business hours."""

    key: str
    title: str
    about: str
    around_the_clock: list[Severity] = Field(default_factory=list)
    promises: list[Promise]
    notes: str

    @model_validator(mode="after")
    def promises_for_each(self) -> Plan:
        """Each severity once."""
        if [promise.severity for promise in self.promises] != list(Severity):
            raise ValueError("promise something for severity 1, 2, 3 and 4, in this order")
        return self


class Support(Written):
    """The file."""

    severities_title: str
    severities_about: str
    severities: list[Level]
    plans: list[Plan]

    @model_validator(mode="after")
    def all_levels(self) -> Support:
        """Each severity once."""
        if [level.severity for level in self.severities] != list(Severity):
            raise ValueError("describe severity 1, 2, 3 and 4, in this order")
        return self


def _pieces(document: Support) -> Iterator[Piece]:
    levels = "\n\n".join(map(_level, document.severities))
    yield handbook_page(
        key="support_plans/severities",
        title=document.severities_title,
        category=CATEGORY,
        body=f"{document.severities_about}\n\n{levels}",
    )
    for plan in document.plans:
        promises = "\n".join(_promise(promise, plan) for promise in plan.promises)
        body = f"{plan.about}\n\n{promises}\n\n{plan.notes}"
        yield handbook_page(key=f"support_plans/{plan.key}", title=plan.title, category=CATEGORY, body=body)


def _level(level: Level) -> str:
    return (
        f"## Severity {level.severity.label}\n\n{level.means}\n\n- **Example:** {level.example}\n"
        f"- **What we do:** {level.we_do}"
    )


def _promise(promise: Promise, plan: Plan) -> str:
    hours = "hours, day and night" if promise.severity in plan.around_the_clock else "business hours"
    first, news, solved = promise.first_answer_hours, promise.next_update_hours, promise.solved_hours
    return (
        f"- **Severity {promise.severity.value}:** first answer within {first:g} {hours}, news every {news:g}, "
        f"solved or worked around within {solved:g}"
    )


TOPIC = Topic(
    key="support_plans",
    title="Severities and support plans",
    about="Four severities with examples, and two plans that say how fast we answer.",
    position=60,
    document=Support,
    pieces=_pieces,
)

"""How deals go: a page for each pipeline with the purpose, the exit and the habits of every stage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pydantic import Field, field_validator

from tenure.business.sales.choices import OpportunityType
from tenure.foundation.records.kinds import model_of
from tenure.lifecycle.content.pieces import Piece, Topic, Written, handbook_page

CATEGORY = "How we sell"


class Stage(Written):
    """One stage. `probability` in percent; `most_days` is how long a healthy deal stays at the longest."""

    name: str
    purpose: str
    customer_confirms: str
    requires: list[str] = Field(min_length=2, max_length=3)
    probability: int = Field(ge=0, le=100)
    most_days: int = Field(gt=0)

    @field_validator("requires")
    @classmethod
    def fields_exist(cls, names: list[str]) -> list[str]:
        """Only fields that a deal has."""
        known = {field.name for field in model_of("opportunity")._meta.local_concrete_fields}
        if unknown := [name for name in names if name not in known]:
            raise ValueError(f"a deal has no field {', '.join(unknown)}")
        return names


class Pipeline(Written):
    """The stages that deals of one type go through."""

    key: str
    title: str
    type: OpportunityType
    purpose: str
    stages: list[Stage] = Field(min_length=3)
    closed: str


class Pipelines(Written):
    """The file."""

    pipelines: list[Pipeline]


def _pieces(document: Pipelines) -> Iterator[Piece]:
    for pipeline in document.pipelines:
        yield handbook_page(
            key=f"sales_process/{pipeline.key}",
            title=pipeline.title,
            category=CATEGORY,
            body="\n\n".join([pipeline.purpose, *map(_stage, pipeline.stages), f"## Closed\n\n{pipeline.closed}"]),
        )


def _suggests(document: Pipelines) -> Mapping[tuple[str, str], Iterable[str]]:
    return {("opportunity", "stage"): [stage.name for pipeline in document.pipelines for stage in pipeline.stages]}


def _stage(stage: Stage) -> str:
    labels = [str(model_of("opportunity")._meta.get_field(name).verbose_name) for name in stage.requires]  # type: ignore[union-attr]
    wanted = ", ".join(label[0].upper() + label[1:] for label in labels)
    return "\n".join(
        (
            f"## {stage.name}\n",
            f"{stage.purpose}\n",
            f"- **The customer confirms:** {stage.customer_confirms}",
            f"- **Filled in before it moves on:** {wanted}",
            f"- **Probability:** {stage.probability} %",
            f"- **Most days:** {stage.most_days}",
        )
    )


TOPIC = Topic(
    key="sales_process",
    title="Sales process",
    about="Stages of new business, renewal, expansion and proof of concept: why, when done, how long at most.",
    position=20,
    document=Pipelines,
    pieces=_pieces,
    suggests=_suggests,
)

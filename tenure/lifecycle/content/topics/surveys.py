"""What surveys ask."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from tenure.business.success.choices import SurveyType
from tenure.lifecycle.content.pieces import Piece, Topic, Written, handbook_page

CATEGORY = "Surveys"


class Survey(Written):
    """One survey: a question with a number for an answer, one open question, and what to do with each answer."""

    key: str
    title: str
    type: SurveyType
    purpose: str
    when: str
    question: str
    lowest: str
    highest: str
    open_question: str
    follow_up: list[str] = Field(min_length=1)


class Surveys(Written):
    """The file."""

    surveys: list[Survey]


def _pieces(document: Surveys) -> Iterator[Piece]:
    for survey in document.surveys:
        follow_up = "\n".join(f"- {line}" for line in survey.follow_up)
        body = (
            f"{survey.purpose}\n\n**When:** {survey.when}\n\n## The question\n\n> {survey.question}\n\n"
            f"{survey.lowest}; {survey.highest}.\n\n## The open question\n\n> {survey.open_question}\n\n"
            f"## What we do with the answer\n\n{follow_up}"
        )
        yield handbook_page(key=f"surveys/{survey.key}", title=survey.title, category=CATEGORY, body=body)


TOPIC = Topic(
    key="surveys",
    title="Survey questions",
    about="What to ask, whom and when, and what to do with each answer.",
    position=90,
    document=Surveys,
    pieces=_pieces,
)

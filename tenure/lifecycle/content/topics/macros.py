"""Prepared answers for agents."""

from __future__ import annotations

from collections.abc import Iterator

from tenure.business.support.choices import CaseStatus
from tenure.lifecycle.content.pieces import Piece, Prose, Topic, Written


class Answer(Written):
    """One macro; without `status` it leaves the case where it stands."""

    key: str
    name: str
    status: CaseStatus | None = None
    for_customer: bool = True
    body: Prose


class Answers(Written):
    """The file."""

    macros: list[Answer]


def _pieces(document: Answers) -> Iterator[Piece]:
    for answer in document.macros:
        values = {
            "name": answer.name,
            "body": answer.body + "\n",
            "set_status": answer.status.value if answer.status else "",
            "public": answer.for_customer,
        }
        yield Piece(key=f"macros/{answer.key}", kind="macro", values=values, same=("name",))


TOPIC = Topic(
    key="macros",
    title="Macros",
    about="Twelve prepared answers, each with the status that it gives the case.",
    position=70,
    document=Answers,
    pieces=_pieces,
)

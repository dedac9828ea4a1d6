"""Why deals are lost and customers leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pydantic import Field

from tenure.lifecycle.content.pieces import Piece, Topic, Written, handbook_page

CATEGORY = "Reasons"
HELD_IN = {
    "loss": (("opportunity", "lost_reason"), ("quote", "decline_reason")),
    "churn": (("offboarding", "reason"), ("contract", "termination_reason")),
}
LONGEST_REASON = 100  # as long as the fields that hold it


class Reason(Written):
    """One reason, as it is written into the record, and when it is the right one."""

    reason: str = Field(max_length=LONGEST_REASON)
    when: str


class Reasons(Written):
    """One list of reasons."""

    key: str
    title: str
    about: str
    reasons: list[Reason] = Field(min_length=1)


class Lists(Written):
    """The file."""

    lists: list[Reasons]


def _pieces(document: Lists) -> Iterator[Piece]:
    for found in document.lists:
        lines = "\n".join(f"- **{each.reason}:** {each.when}" for each in found.reasons)
        yield handbook_page(
            key=f"reasons/{found.key}", title=found.title, category=CATEGORY, body=f"{found.about}\n\n{lines}"
        )


def _suggests(document: Lists) -> Mapping[tuple[str, str], Iterable[str]]:
    reasons = {found.key: [each.reason for each in found.reasons] for found in document.lists}
    return {place: reasons[key] for key, places in HELD_IN.items() for place in places}


TOPIC = Topic(
    key="reasons",
    title="Reasons of loss and of churn",
    about="Short lists that keep reasons countable.",
    position=100,
    document=Lists,
    pieces=_pieces,
    suggests=_suggests,
)

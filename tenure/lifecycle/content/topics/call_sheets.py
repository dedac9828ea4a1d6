"""What to ask and what to answer on calls."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from tenure.lifecycle.content.pieces import Piece, Topic, Written, handbook_page

CATEGORY = "Call sheets"


class Entry(Written):
    """A question (or an objection) with what to listen for (or to answer)."""

    ask: str
    then: str


class Group(Written):
    """Entries that belong together."""

    title: str
    entries: list[Entry] = Field(min_length=1)


class Sheet(Written):
    """One sheet."""

    key: str
    title: str
    purpose: str
    groups: list[Group] = Field(min_length=1)
    afterwards: str


class Sheets(Written):
    """The file."""

    sheets: list[Sheet]


def _pieces(document: Sheets) -> Iterator[Piece]:
    for sheet in document.sheets:
        body = [sheet.purpose]
        number = 0
        for group in sheet.groups:
            body.append(f"## {group.title}")
            for entry in group.entries:
                number += 1
                body.append(f"**{number}. {entry.ask}**\n\n{entry.then}")
        body.append(f"## Afterwards\n\n{sheet.afterwards}")
        yield handbook_page(
            key=f"call_sheets/{sheet.key}", title=sheet.title, category=CATEGORY, body="\n\n".join(body)
        )


TOPIC = Topic(
    key="call_sheets",
    title="Call sheets",
    about="Discovery questions, twelve objections, the exit interview and the churn audit.",
    position=30,
    document=Sheets,
    pieces=_pieces,
)

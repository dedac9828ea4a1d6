"""Where leads come from."""

from __future__ import annotations

from collections.abc import Iterator

from tenure.business.marketing.choices import Channel
from tenure.lifecycle.content.pieces import Piece, Topic, Written


class Source(Written):
    """One entry of the taxonomy."""

    key: str
    name: str
    channel: Channel
    they_came: bool
    costs_money: bool = False
    when: str


class Sources(Written):
    """The file."""

    sources: list[Source]


def _pieces(document: Sources) -> Iterator[Piece]:
    for position, source in enumerate(document.sources, start=1):
        values = {
            "name": source.name,
            "channel": source.channel.value,
            "is_inbound": source.they_came,
            "is_paid": source.costs_money,
            "description": source.when,
            "position": position,
        }
        yield Piece(key=f"lead_sources/{source.key}", kind="lead_source", values=values, same=("name",))


TOPIC = Topic(
    key="lead_sources",
    title="Lead sources",
    about="Ten answers to “how did they find us?”, each with when to choose it.",
    position=10,
    document=Sources,
    pieces=_pieces,
)

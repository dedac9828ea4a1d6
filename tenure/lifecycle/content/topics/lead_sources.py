"""Where leads come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tenure.business.marketing.choices import Channel
from tenure.lifecycle.content.pieces import Piece, Topic, Written

HOLDERS = ("lead", "contact", "account", "opportunity", "campaign", "spend")


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


def _suggests(document: Sources) -> Mapping[tuple[str, str], Iterable[str]]:
    names = [source.name for source in document.sources]
    return {(kind, "lead_source"): names for kind in HOLDERS}


TOPIC = Topic(
    key="lead_sources",
    title="Lead sources",
    about="Ten answers to “how did they find us?”, each with when to choose it.",
    position=10,
    document=Sources,
    pieces=_pieces,
    suggests=_suggests,
)

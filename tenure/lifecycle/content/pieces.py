"""What a piece of content is: a record to be, possibly with the records that are its parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict

from tenure.foundation.records.kinds import model_of

LANGUAGE = "en"
_STANDS_ALONE = re.compile(r"^(#|>|- |\d+\. |$)")

Document = TypeVar("Document", bound=BaseModel)


def unwrapped(text: str) -> str:
    """A text whose paragraphs are one line each, however the file breaks them; a backslash at the end keeps a break."""
    lines: list[str] = []
    for line in text.splitlines():
        is_new = not lines or _STANDS_ALONE.match(line) or lines[-1] == "" or lines[-1].endswith("\\")
        if is_new or lines[-1].startswith("#"):
            lines.append(line.strip())
        else:
            lines[-1] += f" {line.strip()}"
    return "\n".join(line.removesuffix("\\").rstrip() for line in lines)


Prose = Annotated[str, AfterValidator(unwrapped)]


class Written(BaseModel):
    """What a file of content says: nothing beyond what its topic knows, in text that is not empty."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, str_min_length=1)


@dataclass(frozen=True)
class PartRef:
    """A link to another part of the same piece, by its key."""

    key: str


@dataclass(frozen=True)
class Part:
    """A record that belongs to a piece's record; its values may hold `PartRef`s to parts before it."""

    key: str
    kind: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Piece:
    """One piece of content. `key` is its name for good, such as `mails/welcome`; `dated` names instants that are the
    moment of loading; `same` names the fields by which a record of the company's own is the same thing."""

    key: str
    kind: str
    values: Mapping[str, Any]
    parts: tuple[Part, ...] = ()
    dated: tuple[str, ...] = ()
    same: tuple[str, ...] = field(default=())

    @property
    def title(self) -> str:
        """How people call it."""
        return str(self.values[model_of(self.kind).kind.title])


@dataclass(frozen=True)
class Topic(Generic[Document]):
    """One file of content: its name, what its pieces are, and how what it says becomes pieces. `suggests` are the words
    that it proposes for a field of a kind, by both."""

    key: str
    title: str
    about: str
    position: int
    document: type[Document]
    pieces: Callable[[Document], Iterable[Piece]]
    suggests: Callable[[Document], Mapping[tuple[str, str], Iterable[str]]] = lambda _: {}

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.key}.yaml"


def handbook_page(*, key: str, title: str, category: str, body: str) -> Piece:
    """A page for colleagues: an article of the knowledge base that customers do not see."""
    values = {
        "title": title,
        "body": body.strip() + "\n",
        "category": category,
        "status": "published",
        "is_public": False,
        "language": LANGUAGE,
    }
    return Piece(key=key, kind="kb_article", values=values, dated=("published_at",), same=("title",))

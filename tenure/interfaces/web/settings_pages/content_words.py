"""What ships, in the words of its pages: how many are here, how each stands, how a mail reads when nothing is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tenure.foundation.records.kinds import model_of
from tenure.interfaces.web.records.note_text import as_html
from tenure.lifecycle.content.loading import Loaded
from tenure.lifecycle.content.merge_values import MergeValue, filled, values_in
from tenure.lifecycle.content.pieces import Piece, Topic
from tenure.lifecycle.content.reading import shipped
from tenure.lifecycle.content.standing import Found, Standing, standings

WORDS = {
    Standing.MISSING: "Not here yet",
    Standing.AS_SHIPPED: "As shipped",
    Standing.CHANGED: "Changed here",
    Standing.REMOVED: "Removed here",
    Standing.OWN: "Your own of that name",
    Standing.NEWER_SHIPS: "Newer text ships",
}
TO_LOAD = (Standing.MISSING, Standing.NEWER_SHIPS)
PROSE = ("body", "description")
LONGEST_LIST = 3


@dataclass(frozen=True)
class Line:
    """A piece in the list."""

    found: Found
    kind: str
    words: str

    @property
    def name(self) -> str:
        """Its name within the topic."""
        return self.found.piece.key.partition("/")[2]


@dataclass(frozen=True)
class Group:
    """A topic with its pieces."""

    topic: Topic[Any]
    lines: tuple[Line, ...]

    @property
    def differing(self) -> str:
        """How many stand otherwise than shipped, by how they stand; empty where all are as shipped."""
        counts = Counter(WORDS[line.found.standing] for line in self.lines)
        counts.pop(WORDS[Standing.AS_SHIPPED], None)
        return ", ".join(f"{count} {words[0].lower()}{words[1:]}" for words, count in counts.items())


@dataclass(frozen=True)
class Overview:
    """Everything that ships."""

    groups: tuple[Group, ...]
    total: int
    here: int
    missing: int
    newer: int
    changed: int


def overview_of() -> Overview:
    """Everything that ships, with how it stands here."""
    topics = shipped()
    found = {each.piece.key: each for each in standings(pieces=[piece for _, pieces in topics for piece in pieces])}
    groups = tuple(Group(topic, tuple(_line(found[piece.key]) for piece in pieces)) for topic, pieces in topics)
    counts = [each.standing for each in found.values()]
    gone = counts.count(Standing.MISSING) + counts.count(Standing.REMOVED)
    return Overview(
        groups=groups,
        total=len(counts),
        here=len(counts) - gone,
        missing=counts.count(Standing.MISSING),
        newer=counts.count(Standing.NEWER_SHIPS),
        changed=counts.count(Standing.CHANGED),
    )


def words_of(found: Found) -> dict[str, Any]:
    """What the page of one piece shows."""
    piece = found.piece
    return {
        "line": _line(found),
        "differs": found.differs,
        "can_load": found.standing in TO_LOAD,
        "record": found.record,
        "pairs": list(_pairs(piece)),
        "subject": piece.values.get("subject", ""),
        "subject_shown": filled(str(piece.values.get("subject", "")), records={}),
        "shown": as_html(_read(piece)) if _text(piece) else "",
        "text": _text(piece),
        "can_copy": not piece.parts,
        "values": _values(piece),
        "parts": [(part.values, _until(part.values)) for part in piece.parts],
    }


def told_of(loaded: Loaded) -> str:
    """What a loading did, in a sentence."""
    if not loaded.added and not loaded.renewed:
        return "Nothing was missing; nothing was changed."
    parts = [(len(loaded.added), "added"), (len(loaded.renewed), "brought up to date")]
    return f"{' and '.join(f'{count} {word}' for count, word in parts if count).capitalize()}."


def _line(found: Found) -> Line:
    words = WORDS[found.standing]
    if found.differs:
        named = ", ".join(found.differs[:LONGEST_LIST])
        words = f"{words}: {named}{' …' if len(found.differs) > LONGEST_LIST else ''}"
    kind = model_of(found.piece.kind).kind.label
    return Line(found=found, kind=kind, words=words)


def _text(piece: Piece) -> str:
    """The text that one reads or copies."""
    return next((str(piece.values[name]).strip() for name in PROSE if name in piece.values), "")


def _read(piece: Piece) -> str:
    """The text as it reads when nothing is known; a line stays a line."""
    text = _text(piece)
    if piece.kind != "email_template":
        return text
    return filled(text, records={}).replace(",\n", ",  \n")


def _values(piece: Piece) -> list[MergeValue]:
    if piece.kind != "email_template":
        return []
    found = values_in(str(piece.values["subject"])) + values_in(_text(piece))
    return list(dict.fromkeys(found))


def _pairs(piece: Piece) -> Iterator[tuple[str, str]]:
    """The other fields of the record that it becomes, labelled."""
    model = model_of(piece.kind)
    for name, value in piece.values.items():
        if name in (*PROSE, model.kind.title, "subject", "position") or value in ("", None):
            continue
        field = model._meta.get_field(name)
        label = str(field.verbose_name)  # type: ignore[union-attr]
        yield label[0].upper() + label[1:], _shown(field, value)


def _shown(field: Any, value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(dict(field.choices or ()).get(value, value))


def _until(values: Any) -> int:
    return int(values["starts_after_days"]) + int(values["duration_days"])

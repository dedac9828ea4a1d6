"""From the files of content to pieces; whatever is wrong in one is told with the file and the line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from tenure.lifecycle.content import topics
from tenure.lifecycle.content.pieces import Piece, Topic

SHIPPED = Path(__file__).parent / "shipped"
_WORDS = {
    "missing": "this is missing",
    "extra_forbidden": "there is no such setting",
    "string_type": "this must be text; put it in quotation marks",
    "string_too_short": "this is empty",
}
_UNKNOWN = "There is no piece of content called {!r}. `tenure content list` shows them all."


class ContentError(ValueError):
    """A file of content that cannot be read; each fault with its file and line."""


class UnknownPieceError(LookupError):
    """No piece of content goes by this key."""


def all_topics() -> list[Topic[Any]]:
    """Every topic, found by scanning `topics/`, in the order in which people read them."""
    modules = (import_module(f"{topics.__name__}.{found.name}") for found in iter_modules(topics.__path__))
    return sorted((module.TOPIC for module in modules), key=lambda topic: topic.position)


def shipped(*, folder: Path = SHIPPED) -> list[tuple[Topic[Any], list[Piece]]]:
    """Every topic with its pieces. Raises `ContentError`."""
    return [(topic, read_topic(topic=topic, folder=folder)) for topic in all_topics()]


def shipped_pieces(*, folder: Path = SHIPPED) -> list[Piece]:
    """Every piece, in order of topics. Raises `ContentError`."""
    return [piece for _, pieces in shipped(folder=folder) for piece in pieces]


def suggestions(*, kind: str, field: str) -> list[str]:
    """The words that content proposes for a field, in its order. Raises `ContentError`."""
    found: dict[str, None] = {}
    for topic in all_topics():
        proposed = topic.suggests(_read(SHIPPED / topic.file, topic.document))
        found |= dict.fromkeys(proposed.get((kind, field), ()))
    return list(found)


def piece_called(key: str) -> tuple[Topic[Any], Piece]:
    """The piece with this key, and its topic. Raises `UnknownPieceError`."""
    for topic, pieces in shipped():
        for piece in pieces:
            if piece.key == key:
                return topic, piece
    raise UnknownPieceError(_UNKNOWN.format(key))


def chosen_pieces(*, keys: Sequence[str] | None) -> list[Piece]:
    """The pieces with these keys, or of the topics with these keys; all where none is given.

    Raises `UnknownPieceError`.
    """
    pieces = shipped_pieces()
    known = {piece.key for piece in pieces} | {topic.key for topic in all_topics()}
    for key in keys or ():
        if key not in known:
            raise UnknownPieceError(_UNKNOWN.format(key))
    return [piece for piece in pieces if not keys or {piece.key, piece.key.partition("/")[0]} & set(keys)]


def read_topic(*, topic: Topic[Any], folder: Path = SHIPPED) -> list[Piece]:
    """The pieces that a topic's file says. Raises `ContentError`."""
    pieces = list(topic.pieces(_read(folder / topic.file, topic.document)))
    for name in ("key", "title"):
        seen: set[str] = set()
        for piece in pieces:
            if getattr(piece, name) in seen:
                raise ContentError(f"{topic.file}: two pieces have the {name} {getattr(piece, name)!r}.")
            seen.add(getattr(piece, name))
    return pieces


def _read(path: Path, document: type[BaseModel]) -> BaseModel:
    """The file as it stands now; read anew only when it was written since."""
    return _document(path, path.stat().st_mtime_ns if path.exists() else 0, document)


@lru_cache(maxsize=64)
def _document(path: Path, written_ns: int, document: type[BaseModel]) -> BaseModel:
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except OSError as error:
        raise ContentError(f"{path.name} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path.name}, line {mark.line + 1}" if mark else path.name
        raise ContentError(f"{place}: {getattr(error, 'problem', None) or 'this is not YAML'}.") from error
    _refuse_repeats(path, node)
    try:
        return document.model_validate(yaml.safe_load(text))
    except ValidationError as error:
        raise ContentError(" ".join(_faults(path, node, error))) from error


def _faults(path: Path, node: Any, error: ValidationError) -> Iterator[str]:
    for problem in error.errors():
        where = [part for part in problem["loc"] if not str(part).startswith("function-")]
        said = _WORDS.get(problem["type"], problem["msg"].removeprefix("Value error, ").rstrip("."))
        place = " → ".join(str(part + 1) if isinstance(part, int) else part for part in where)
        yield f"{path.name}, line {_line(node, where)}: {place or 'the file'}: {said}."


def _line(node: Any, where: list[Any]) -> int:
    """The line of the deepest part of the file that the place leads to; for a missing setting, of what lacks it."""
    line = node.start_mark.line if node else 0
    for part in where:
        step = _step(node, part)
        if step is None:
            break
        marked, node = step
        line = marked.start_mark.line
    return int(line) + 1


def _step(node: Any, part: Any) -> tuple[Any, Any] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    return None


def _refuse_repeats(path: Path, node: Any) -> None:
    """YAML takes the last of two settings of one name in silence; whoever wrote them meant both."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise ContentError(f"{path.name}, line {key.start_mark.line + 1}: {key.value} stands twice; keep one.")
            seen.add(key.value)
            _refuse_repeats(path, value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_repeats(path, value)

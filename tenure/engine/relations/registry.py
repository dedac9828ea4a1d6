"""All declared things of a sort, found by scanning the rooms; what contradicts itself is refused."""

from __future__ import annotations

import importlib
import pkgutil
import traceback
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import TypeVar

from tenure.engine.relations.declaring import Relation

ROOMS = ("tenure.business", "tenure.lifecycle")
Declared = TypeVar("Declared")


class BrokenDeclarationError(ValueError):
    """A declaration that cannot be read, or that contradicts another. Nothing is counted before it is mended: a number
    that is left out would be missed by those that are made of it."""


class DuplicateKeyError(BrokenDeclarationError):
    """Two declarations go by one key."""


class CycleError(BrokenDeclarationError):
    """Declarations that refer to each other in a circle."""


def declared(sort: type[Declared], *, files: tuple[str, ...]) -> Iterator[tuple[str, Declared]]:
    """Every module-level declaration of a sort in files of these names (or folders) of any room, with its module.

    Raises `BrokenDeclarationError` naming the file and line of one that cannot be read.
    """
    for module in sorted(_modules(files)):
        for value in vars(_loaded(module)).values():
            if isinstance(value, sort):
                yield module, value


def find_relations() -> Mapping[str, Relation]:
    """All relations by key. Raises `BrokenDeclarationError`."""
    found: dict[str, Relation] = {}
    for module, one in declared(Relation, files=("relations",)):
        if found.get(one.key, one) is not one:
            raise DuplicateKeyError(f"Two relations are called {one.key!r}; one is in {module}.")
        found[one.key] = one
    for one in found.values():
        _check(one.key, found, ())
    return found


def _check(key: str, found: Mapping[str, Relation], above: tuple[str, ...]) -> None:
    if key in above:
        raise CycleError(f"Relations refer to each other in a circle: {' → '.join((*above, key))}.")
    if key not in found:
        raise BrokenDeclarationError(f"The relation {above[-1]!r} uses {key!r}, which is declared nowhere.")
    for used in found[key].uses:
        _check(used, found, (*above, key))


def _loaded(module: str) -> ModuleType:
    try:
        return importlib.import_module(module)
    except Exception as error:
        raise BrokenDeclarationError(
            f"The declarations in {_place(error, module)} cannot be read ({type(error).__name__}: {error}). "
            "Mend that file, or take it out."
        ) from error


def _place(error: Exception, module: str) -> str:
    """File and line of the mistake: where Python could not read, else the last line of ours that ran."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{_from_room(error.filename)}, line {error.lineno},"
    inside = tuple(f"{floor.replace('.', '/')}/" for floor in ROOMS)
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if any(part in frame.filename.replace("\\", "/") for part in inside):
            return f"{_from_room(frame.filename)}, line {frame.lineno},"
    return module


def _from_room(filename: str) -> str:
    path = filename.replace("\\", "/")
    return f"tenure/{path.rpartition('/tenure/')[2]}" if "/tenure/" in path else path


def _modules(files: tuple[str, ...]) -> Iterator[str]:
    for floor in ROOMS:
        package = importlib.import_module(floor)
        for room in pkgutil.iter_modules(package.__path__, f"{floor}."):
            if not room.ispkg:
                continue
            inside = importlib.import_module(room.name)
            for part in pkgutil.iter_modules(inside.__path__, f"{room.name}."):
                if part.name.rsplit(".", 1)[-1] in files:
                    yield part.name
                    if part.ispkg:
                        yield from _below(part.name)


def _below(name: str) -> Iterator[str]:
    package = importlib.import_module(name)
    for part in pkgutil.walk_packages(package.__path__, f"{name}."):
        yield part.name

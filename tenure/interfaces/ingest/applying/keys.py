"""What a source calls the record of a row."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Protocol

from tenure.interfaces.ingest.mapping.expressions import Evaluate
from tenure.interfaces.ingest.reading import Row

LONGEST_KEY = 255


class Keyed(Protocol):
    """A target, ready: how its id is computed, or which of its fields make one."""

    @property
    def key(self) -> Evaluate | None: ...
    @property
    def match(self) -> tuple[str, ...]: ...
    @property
    def cells(self) -> Sequence[Any]: ...


def key_of(plan: Keyed, row: Row) -> str:
    """What the source calls the row's record: its id, else the fields that it is known by, else its content.

    Raises `ValueError` where there is none.
    """
    if plan.key is not None:
        key = plain(plan.key(row.values))
        if not key:
            raise ValueError("the id is empty")
        return _checked(key)
    if plan.match:
        by_name = {cell.name: cell for cell in plan.cells}
        parts = [plain(by_name[name].evaluate(row.values)) for name in plan.match if name in by_name]
        if not any(parts):
            raise ValueError(f"{' and '.join(plan.match)}: empty, so there is nothing to know the record by")
        return _checked("\x1f".join(part.casefold() for part in parts).replace("\x1f", " / "))
    said = "\x1f".join(f"{name}={value}" for name, value in row.values.items())
    return "row:" + hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:40]


def plain(value: Any) -> str:
    """A value as the key of something: text without outer blanks, numbers without idle zeros."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if hasattr(value, "normalize") and hasattr(value, "as_tuple"):
        return f"{value.normalize():f}"
    return str(value).strip()


def _checked(key: str) -> str:
    if "\0" in key:
        raise ValueError("the id holds a character that no record can hold")
    if len(key) > LONGEST_KEY:
        return "long:" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return key

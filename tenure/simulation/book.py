"""What source systems would hold, in memory: records with their dated states, linked by keys."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

CREATE, CHANGE, CORRECT = "create", "change", "correct"


class Ref(NamedTuple):
    """A link to the record of a kind with this key in the story. A tuple, as millions of them are looked up."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class State:
    """Values that a record took: from when they hold, and since when the business knew."""

    at: datetime
    known: datetime
    operation: str
    values: Mapping[str, Any]


@dataclass(slots=True)
class Entry:
    """One record of the story with all its states."""

    ref: Ref
    states: list[State] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.ref.kind

    @property
    def key(self) -> str:
        return self.ref.key

    def known_states(self, *, cut: datetime) -> list[State]:
        """The states known before the cut, in the order in which they became known."""
        return sorted((state for state in self.states if state.known < cut), key=lambda state: state.known)


class ToldTwiceError(ValueError):
    """Two records of a kind were given the same key."""


class Book:
    """The records of one part of the story."""

    def __init__(self) -> None:
        self.entries: dict[Ref, Entry] = {}

    def add(
        self, kind: str, key: str, at: datetime | date, /, known: datetime | date | None = None, **values: Any
    ) -> Ref:
        """A new record: its first state holds from `at`, and was known then or, if given, later."""
        ref = Ref(kind, key)
        if ref in self.entries:
            raise ToldTwiceError(f"The story already has a {kind} {key}.")
        entry = self.entries[ref] = Entry(ref)
        born = instant(at)
        entry.states.append(State(born, max(born, instant(known or at)), CREATE, values))
        return ref

    def change(self, ref: Ref, at: datetime | date, /, known: datetime | date | None = None, **values: Any) -> None:
        """New values of a record, from `at` on. A record is never changed before it is known."""
        states = self.entries[ref].states
        holds = max(instant(at), states[0].known + timedelta(seconds=1))
        states.append(State(holds, max(holds, instant(known or holds)), CHANGE, values))

    def correct(self, ref: Ref, known: datetime, /, **values: Any) -> None:
        """What the record's newest state should have said all along, as it became known later."""
        states = self.entries[ref].states
        last = max(states, key=lambda state: state.known)
        states.append(State(last.at, max(known, last.known + timedelta(seconds=1)), CORRECT, values))

    def values(self, ref: Ref, name: str) -> Any:
        """The value of a field that was told last; none if none was."""
        told = (state.values[name] for state in reversed(self.entries[ref].states) if name in state.values)
        return next(told, None)

    def of_kind(self, kind: str) -> Iterator[Entry]:
        """The entries of one kind, in the order in which they were told."""
        return (entry for entry in self.entries.values() if entry.kind == kind)


def instant(moment: datetime | date) -> datetime:
    """The moment as an instant; a day begins at midnight UTC."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time.min, tzinfo=UTC)


_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def public_id(*, prefix: str, key: str, born: datetime, seed: int) -> str:
    """The public id of a record of the story: its time as the product's ids have it, and the key instead of chance."""
    milliseconds = max(0, int((born - _EPOCH).total_seconds() * 1000))
    digest = hashlib.blake2b(f"{seed}:{prefix}:{key}".encode(), digest_size=8).digest()
    number = (milliseconds << 35) | (int.from_bytes(digest) & ((1 << 35) - 1))
    return f"{prefix}_" + "".join([_PAIRS[(number >> shift) & 1023] for shift in range(70, -1, -10)])

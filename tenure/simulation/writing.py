"""Writing a part of the story into the product's tables: rows with the history that their sources had."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import connection, models

from tenure.foundation.records.kinds import Kind, model_of
from tenure.foundation.records.model import Record
from tenure.foundation.records.versions.histories import (
    PastState,
    as_sqlite_has_it,
    changes_of_days,
    insert_with_histories,
    reserve_ids,
    update_with_histories,
)
from tenure.foundation.records.versions.table import value_fields
from tenure.simulation.book import Book, Entry, Ref, State, public_id
from tenure.simulation.touched import touched_records

ASK_AT_ONCE = 500
REASON = "From the company's other systems, as they had it on {day:%-d %B %Y}"


class MissingLinkError(LookupError):
    """A record of the story links to one that nobody knows yet."""


@dataclass
class Scribe:
    """Writes books up to `cut`; what was known before `since` is there already. Books may link to what `ids` holds."""

    seed: int
    cut: datetime
    since: datetime | None = None
    ids: Mapping[Ref, int] = field(default_factory=dict)
    written: Counter[str] = field(default_factory=Counter)
    _days: dict[date, int] = field(default_factory=dict)

    def write(self, book: Book) -> dict[Ref, int]:
        """Writes what became known in the book between `since` and `cut`; gives its ids. Inside `recording`."""
        known = {ref: entry.known_states(cut=self.cut) for ref, entry in book.entries.items()}
        told: dict[str, list[tuple[Entry, list[State]]]] = defaultdict(list)
        for ref, states in known.items():
            if states:
                told[ref.kind].append((book.entries[ref], states))
        ids = self._numbered(told)
        self._days = changes_of_days(days=self._new_days(known.values()), reason=REASON)
        for kind, entries in told.items():
            self._write_kind(model_of(kind), entries, _Both(ids, self.ids))
        return ids

    def _numbered(self, told: Mapping[str, Sequence[tuple[Entry, list[State]]]]) -> dict[Ref, int]:
        ids: dict[Ref, int] = {}
        for kind, entries in told.items():
            model = model_of(kind)
            fresh = [(states[0].known, entry.ref) for entry, states in entries if self._is_new(states)]
            new = [ref for _, ref in sorted(fresh, key=_known_first)]
            ids |= dict(zip(new, reserve_ids(model=model, count=len(new)), strict=True))
            old = {self._public_id(model, entry): entry.ref for entry, states in entries if not self._is_new(states)}
            ids |= _found(model, old)
        return ids

    def _new_days(self, told: Iterable[Sequence[State]]) -> set[date]:
        states = (state for some in told for state in some)
        return {state.known.date() for state in states if self.since is None or state.known >= self.since}

    def _is_new(self, states: Sequence[State]) -> bool:
        return self.since is None or states[0].known >= self.since

    def _change_of(self, state: State) -> int:
        return self._days.get(state.known.date(), 0)

    def public_id_of(self, entry: Entry) -> str:
        """What the product calls a record of the story."""
        return self._public_id(model_of(entry.kind), entry)

    def _public_id(self, model: type[Record], entry: Entry) -> str:
        return public_id(prefix=model.kind.prefix, key=entry.key, born=entry.states[0].at, seed=self.seed)

    def _write_kind(
        self, model: type[Record], entries: Sequence[tuple[Entry, list[State]]], ids: Mapping[Ref, int]
    ) -> None:
        new = [(entry, states) for entry, states in entries if self._is_new(states)]
        if new:
            self._insert(model, new, ids)
        if self.since is not None:
            old = [(entry, states) for entry, states in entries if not self._is_new(states)]
            grown = [(entry, states) for entry, states in old if states[-1].known >= self.since and entry.ref in ids]
            if grown:
                self._update(model, grown, ids)

    def _insert(
        self, model: type[Record], entries: Sequence[tuple[Entry, list[State]]], ids: Mapping[Ref, int]
    ) -> None:
        used = {name for _, states in entries for state in states for name in state.values}
        columns = _Columns(model, used, ids)
        rows: list[tuple[int, Sequence[Any]]] = []
        past: list[PastState] = []
        for entry, states in entries:
            pk = ids[entry.ref]
            timeline = _Timeline(columns.start(self._public_id(model, entry)))
            for state in states:
                past += timeline.take(pk, self._change_of(state), state, columns.prepared(state.values, entry))
            rows.append((pk, timeline.present()))
        insert_with_histories(model=model, fields=columns.names, rows=rows, states=past)
        self.written[model.kind.key] += len(rows)

    def _update(
        self, model: type[Record], entries: Sequence[tuple[Entry, list[State]]], ids: Mapping[Ref, int]
    ) -> None:
        columns = _Columns(model, {name for field in value_fields(model) for name in [field.name]}, ids)
        numbers = _numbers(model, [ids[entry.ref] for entry, _ in entries])
        by_hand = touched_records(model=model, ids=[ids[entry.ref] for entry, _ in entries])
        rows: list[tuple[int, Sequence[Any]]] = []
        past: list[PastState] = []
        for entry, states in entries:
            pk = ids[entry.ref]
            if pk in by_hand:
                continue  # somebody took it in hand: the simulated people leave it to them
            timeline = _Timeline(columns.start(self._public_id(model, entry)))
            for state in _with_number(states, model.kind, numbers.get(pk)):
                versions = timeline.take(pk, self._change_of(state), state, columns.prepared(state.values, entry))
                if self.since is not None and state.known >= self.since:
                    past += versions
            rows.append((pk, timeline.present()))
        update_with_histories(model=model, fields=columns.names, rows=rows, states=past)


def _known_first(fresh: tuple[datetime, Ref]) -> datetime:
    """Ids follow the story, so that lists which show the newest first do."""
    return fresh[0]


class _Both(Mapping[Ref, int]):
    """Two maps read as one, without copying either."""

    def __init__(self, first: Mapping[Ref, int], second: Mapping[Ref, int]) -> None:
        self._first, self._second = first, second

    def __getitem__(self, ref: Ref) -> int:
        found = self._first.get(ref)
        return self._second[ref] if found is None else found

    def __iter__(self) -> Any:
        yield from self._first
        yield from self._second

    def __len__(self) -> int:
        return len(self._first) + len(self._second)


class _Columns:
    """The columns that a kind's records use, and their values as the database has them."""

    def __init__(self, model: type[Record], used: set[str], ids: Mapping[Ref, int]) -> None:
        self._ids = ids
        self._is_sqlite = connection.vendor == "sqlite"
        named = {name for given in used for name in (("about_kind", "about_id") if given == "about" else (given,))}
        fields = [field for field in value_fields(model) if field.name in named or field.name == "public_id"]
        self._fields: dict[str, models.Field[Any, Any]] = {field.name: field for field in fields}
        self._place = {field.name: place for place, field in enumerate(fields)}
        self.names = [str(field.attname) for field in fields]
        self._start = [field.get_db_prep_save(field.get_default(), connection) for field in fields]
        self._kept: dict[tuple[str, Any], Any] = {}
        if unknown := named - set(self._fields):
            raise LookupError(f"{model.__name__} has no field {sorted(unknown)}.")

    def start(self, public: str) -> list[Any]:
        """A row before its first state."""
        row = list(self._start)
        row[self._place["public_id"]] = public
        return row

    def prepared(self, values: Mapping[str, Any], entry: Entry) -> dict[int, Any]:
        """Values by their place in the row."""
        patch: dict[int, Any] = {}
        for name, value in values.items():
            if name == "about":
                patch[self._place["about_kind"]] = value.kind
                patch[self._place["about_id"]] = self._link(value, entry)
            elif isinstance(value, Ref):
                patch[self._place[name]] = self._link(value, entry)
            else:
                patch[self._place[name]] = self._prepare(name, value)
        return patch

    def _prepare(self, name: str, value: Any) -> Any:
        field = self._fields[name]
        kind = type(value)
        if kind is str:
            return value[: field.max_length] if field.max_length else value
        if kind is datetime and self._is_sqlite and isinstance(field, models.DateTimeField):
            return as_sqlite_has_it(value)
        if kind is dict or field.is_relation:
            return field.get_db_prep_save(value, connection)
        key = (name, value)
        if key not in self._kept:
            if len(self._kept) > 200_000:
                self._kept.clear()
            self._kept[key] = field.get_db_prep_save(value, connection)
        return self._kept[key]

    def _link(self, ref: Ref, entry: Entry) -> int:
        try:
            return self._ids[ref]
        except KeyError:
            raise MissingLinkError(
                f"{entry.kind} {entry.key} links to {ref.kind} {ref.key}, which is not known."
            ) from None


class _Timeline:
    """A record's values over time as states become known, late ones included."""

    def __init__(self, start: list[Any]) -> None:
        self._start = start
        self._held: list[tuple[datetime, list[Any]]] = []

    def present(self) -> list[Any]:
        """The values that hold last."""
        return self._held[-1][1]

    def take(self, pk: int, change: int, state: State, patch: Mapping[int, Any]) -> list[PastState]:
        """The versions that a state adds: its own, and for a late one those of what came after it."""
        operation = state.operation
        if not self._held or self._held[-1][0] < state.at:  # nearly always
            values = _patched(self._held[-1][1] if self._held else self._start, patch)
            self._held.append((state.at, values))
            return [PastState(pk, change, operation, state.at, state.known, values)]
        earlier = [held for held in self._held if held[0] <= state.at]
        before = earlier[-1][1] if earlier else self._start
        rewritten = [(state.at, _patched(before, patch))]
        carrying = dict(patch)
        for at, values in self._held[len(earlier) :]:
            carrying = {place: value for place, value in carrying.items() if values[place] == before[place]}
            rewritten.append((at, _patched(values, carrying)))
        self._held = [held for held in earlier if held[0] < state.at] + rewritten
        return [PastState(pk, change, operation, at, state.known, values) for at, values in rewritten]


def _patched(values: list[Any], patch: Mapping[int, Any]) -> list[Any]:
    changed = list(values)
    for place, value in patch.items():
        changed[place] = value
    return changed


def _numbers(model: type[Record], ids: Sequence[int]) -> dict[int, str]:
    """The numbers that records were given when all of their series was written."""
    numbering = model.kind.numbering
    found: dict[int, str] = {}
    for start in range(0, len(ids) if numbering else 0, ASK_AT_ONCE):
        rows = model.everything.filter(pk__in=ids[start : start + ASK_AT_ONCE])
        found.update(rows.values_list("pk", numbering.field if numbering else ""))
    return found


def _with_number(states: Sequence[State], kind: Kind, number: str | None) -> Sequence[State]:
    if number is None or kind.numbering is None:
        return states
    first = replace(states[0], values={**states[0].values, kind.numbering.field: number})
    return [first, *states[1:]]


def _found(model: type[Record], wanted: Mapping[str, Ref]) -> dict[Ref, int]:
    found: dict[Ref, int] = {}
    names = list(wanted)
    for start in range(0, len(names), ASK_AT_ONCE):
        rows = model.everything.filter(public_id__in=names[start : start + ASK_AT_ONCE])
        found |= {wanted[name]: pk for name, pk in rows.values_list("public_id", "pk")}
    return found

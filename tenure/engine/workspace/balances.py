"""Balances of many accounts at many days, laid out in blocks of dense arrays: change points summed up over the days.

A query that joins every account with every window does a hundred times the work. Here each change of a balance is put
at the first day that sees it, and one running sum over the days gives the balance at all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tenure.engine.relations.records import SPANS

CELLS_AT_ONCE, KEYS_AT_LEAST = 100_000, 64
EPOCH = date(1970, 1, 1)
ENDS = ("opening", "closing", "whole_opening", "whole_closing")
Ints = npt.NDArray[np.int64]
_TYPES = {"int32": pa.int32(), "date": pa.date32()}


@dataclass(frozen=True)
class Stretches:
    """Amounts from day to day, ordered by key: `keys` has a row per key, `first` where its stretches begin (and their
    number last), `since`, `until` (days since 1970) and `amount`; `moved` are amounts that closings are told without,
    `lacks` marks amounts that are not known. `whole` numbers the keys by what their sums are told of as a whole."""

    keys: pa.Table
    first: Ints
    since: Ints
    until: Ints
    amount: Ints
    moved: Ints | None
    lacks: Ints | None
    whole: Ints


@dataclass(frozen=True)
class Values:
    """What a field was from day to day: rows ordered by record and day with `record`, `since` (days since 1970) and
    `code`, the place of the value among `names`, -1 for nothing; after the last row one more stands for no record."""

    record: Ints
    since: Ints
    code: npt.NDArray[np.int32]
    names: pa.Array


def stretches_of(table: pa.Table, *, by: Sequence[str], whole: Sequence[str]) -> Stretches:
    """Rows with `by`, `since`, `until`, `amount` and `is_held`, ordered by `by` (those of `whole` come first among
    these), as stretches."""
    table = table.combine_chunks()
    begins = _begins(table, by)
    first = np.flatnonzero(begins)
    keys = table.select(list(by)).take(pa.array(first))
    amount, is_lacking = _filled(table["amount"])
    is_held = table["is_held"].to_numpy()
    return Stretches(
        keys=keys.combine_chunks(),
        first=np.append(first, table.num_rows),
        since=_days(table["since"]),
        until=_days(table["until"]),
        amount=np.where(is_held, 0, amount) if is_held.any() else amount,
        moved=np.where(is_held, amount, 0) if is_held.any() else None,
        lacks=is_lacking.astype(np.int64) if is_lacking.any() else None,
        whole=np.cumsum(_begins(keys, whole)) - 1,
    )


def values_of(table: pa.Table) -> Values:
    """Rows with `record`, `since` and `value`, ordered by record and day, as values."""
    coded = table["value"].combine_chunks().dictionary_encode()
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    codes = coded.indices.cast(pa.int32()).fill_null(-1).to_numpy(zero_copy_only=False)
    codes = np.append(codes, np.int32(-1))
    return Values(table["record"].to_numpy().astype(np.int64), _days(table["since"]), codes, coded.dictionary)


class Layout:
    """The balances of stretches over windows, as record batches: `SPANS`, the keys, `opening`, `closing`,
    `whole_opening`, `whole_closing`, `day`, and the linked values by name.

    `values` are linked values with the name of the key column that leads to them, `columns` those that are read (all
    if none is named): the others hold nothing. Cells where nothing is held at either
    end are among the rows.
    """

    def __init__(
        self,
        *,
        stretches: Stretches,
        windows: Sequence[Mapping[str, Any]],
        values: Mapping[str, tuple[str, Values]] | None = None,
        columns: Collection[str] = (),
    ) -> None:
        self.stretches = stretches
        self.values = values or {}
        self.columns = tuple(columns) or (*SPANS, *stretches.keys.column_names, *ENDS, "day", *self.values)
        self.windows = windows
        opening = [(row["window_opening"] - EPOCH).days for row in windows]
        closing = [(row["window_close"] - EPOCH).days for row in windows]
        self._edges = np.unique(np.array([*opening, *closing], dtype=np.int64))
        self._opening = np.searchsorted(self._edges, opening)
        self._closing = np.searchsorted(self._edges, closing)
        self._since, self._until = self._edge_of(stretches.since), self._edge_of(stretches.until)
        self._same: dict[tuple[str, int], pa.Array] = {}

    @property
    def schema(self) -> pa.Schema:
        """The columns of the batches."""
        return pa.schema(
            [
                *((name, _TYPES[kind]) for name, kind in SPANS.items()),
                *self.stretches.keys.schema,
                *((name, pa.int64()) for name in ENDS),
                ("day", pa.date32()),
                *((name, _dictionary(values)) for name, (_, values) in self.values.items()),
            ]
        )

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows, block of keys by block, window by window within it."""
        if not self.windows:
            return
        for start, stop in self._blocks():
            yield pa.record_batch(self._block(start, stop), schema=self.schema)

    def _blocks(self) -> Iterator[tuple[int, int]]:
        """Ranges of keys of about as many cells each; a whole is never divided."""
        count, at_once = len(self.stretches.whole), max(CELLS_AT_ONCE // len(self._edges), KEYS_AT_LEAST)
        start = 0
        while start < count:
            last = min(start + at_once, count) - 1
            stop = int(np.searchsorted(self.stretches.whole, self.stretches.whole[last], side="right"))
            yield start, stop
            start = stop

    def _block(self, start: int, stop: int) -> list[pa.Array]:
        keys = self.stretches.keys
        size, times = stop - start, len(self.windows)
        balance = self._balance(self.stretches.amount, start, stop)
        opening, closing = balance[self._opening], balance[self._closing]
        if self.stretches.moved is not None:
            moved = self._balance(self.stretches.moved, start, stop)
            closing = np.where(closing > 0, closing - moved[self._closing] + moved[self._opening], closing)
        is_open = opening > 0
        made = dict(zip(ENDS, self._ends(opening, closing, start, stop), strict=True))
        for name in self.columns:
            if name in SPANS:
                made[name] = self._span(name, size)
            elif name in keys.column_names:
                made[name] = _repeated(keys[name], start, size, times)
            elif name in self.values:
                link, values = self.values[name]
                made[name] = self._value(values, link, start, stop, is_open)
            elif name == "day":
                day = np.where(is_open, self._day("window_opening"), self._day("window_close")).astype(np.int32)
                made[name] = pa.array(day.ravel()).cast(pa.date32())
        return [made[name] if name in made else self._nothing(name, size) for name in self.schema.names]

    def _ends(self, opening: Ints, closing: Ints, start: int, stop: int) -> list[pa.Array]:
        """The balances of the keys and those of their wholes."""
        ends = (opening, closing)
        lacking = self._lacking(start, stop)
        whole = tuple(self._whole(one, start, stop) for one in ends)
        whole_lacking = lacking and tuple(self._whole(one, start, stop) for one in lacking)
        return [*_balances(ends, lacking), *_balances(whole, whole_lacking)]

    def _balance(self, amount: Ints, start: int, stop: int) -> Ints:
        """What holds at each edge (rows) of each key (columns)."""
        of, size = self.stretches, stop - start
        first, last = of.first[start], of.first[stop]
        key = np.repeat(np.arange(size), np.diff(of.first[start : stop + 1]))
        changes = np.zeros((len(self._edges) + 1) * size, dtype=np.int64)
        amount = amount[first:last]
        np.add.at(changes, self._since[first:last] * size + key, amount)
        np.subtract.at(changes, self._until[first:last] * size + key, amount)
        return np.cumsum(changes.reshape(-1, size)[:-1], axis=0)

    def _lacking(self, start: int, stop: int) -> tuple[Ints, Ints] | None:
        """How many amounts of each opening and closing are not known; nothing where all are."""
        lacks, first = self.stretches.lacks, self.stretches.first
        if lacks is None or not lacks[first[start] : first[stop]].any():
            return None
        lacking = self._balance(lacks, start, stop)
        return lacking[self._opening], lacking[self._closing]

    def _whole(self, balance: Ints, start: int, stop: int) -> Ints:
        whole = self.stretches.whole[start:stop]
        begins = np.flatnonzero(np.diff(whole, prepend=-1))
        if len(begins) == stop - start:
            return balance
        sums = np.add.reduceat(balance, begins, axis=1)
        return np.repeat(sums, np.diff(np.append(begins, stop - start)), axis=1)

    def _day(self, name: str) -> Ints:
        return np.array([(row[name] - EPOCH).days for row in self.windows], dtype=np.int64)[:, None]

    def _span(self, name: str, size: int) -> pa.Array:
        """A column of the windows themselves, each value as often as there are keys."""
        if (name, size) not in self._same:
            told = pa.array([row[name] for row in self.windows], _TYPES[SPANS[name]])
            self._same[name, size] = told.take(pa.array(np.repeat(np.arange(len(self.windows)), size)))
        return self._same[name, size]

    def _nothing(self, name: str, size: int) -> pa.Array:
        """A column that nobody reads."""
        if (name, size) not in self._same:
            self._same[name, size] = pa.nulls(size * len(self.windows), self.schema.field(name).type)
        return self._same[name, size]

    def _edge_of(self, days: Ints) -> Ints:
        """The place of the first edge that is not before each day."""
        if not len(self._edges):
            return np.zeros_like(days)
        least, most = self._edges[0] - 1, self._edges[-1] + 1
        places = np.searchsorted(self._edges, np.arange(least, most + 1))
        return places[np.clip(days, least, most) - least]

    def _value(
        self, values: Values, link: str, start: int, stop: int, is_open: npt.NDArray[np.bool_]
    ) -> pa.DictionaryArray:
        """The value of each key's record at the end at which its row is looked at."""
        records, _ = _filled(self.stretches.keys[link].slice(start, stop - start))
        first, last = np.searchsorted(values.record, records), np.searchsorted(values.record, records, side="right")
        count = last - first
        if count.max(initial=0) <= 1:
            codes = np.tile(values.code[np.where(count > 0, first, -1)], len(self.windows))
        else:
            at = self._codes(values, first, count)
            codes = np.where(is_open, at[self._opening], at[self._closing]).ravel()
        is_nothing = codes < 0
        places = pa.array(codes, mask=is_nothing if is_nothing.any() else None)
        return pa.DictionaryArray.from_arrays(places, values.names)

    def _codes(self, values: Values, first: Ints, count: Ints) -> npt.NDArray[np.int32]:
        """The code of each key (columns) at each edge (rows)."""
        size, total = len(first), int(count.sum())
        key = np.repeat(np.arange(size), count)
        place = np.arange(total) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
        code = values.code[place]
        step = np.diff(code, prepend=code[:1])
        begins = (np.cumsum(count) - count)[count > 0]
        # Before its first value a key has nothing, which is -1.
        step[begins] = code[begins] + 1
        changes = np.zeros((len(self._edges) + 1) * size, dtype=np.int32)
        np.add.at(changes, np.searchsorted(self._edges, values.since[place]) * size + key, step)
        return np.cumsum(changes.reshape(-1, size)[:-1], axis=0, dtype=np.int32) - 1


def _balances(ends: tuple[Ints, ...], lacking: tuple[Ints, ...] | None) -> list[pa.Array]:
    if lacking is None:
        return [pa.array(one.ravel()) for one in ends]
    return [pa.array(one.ravel(), mask=(lost > 0).ravel()) for one, lost in zip(ends, lacking, strict=True)]


def _dictionary(values: Values) -> pa.DataType:
    return pa.dictionary(pa.int32(), values.names.type)


def _days(column: pa.ChunkedArray) -> Ints:
    days: Ints = column.cast(pa.date32()).cast(pa.int32()).to_numpy().astype(np.int64)
    return days


def _filled(column: pa.ChunkedArray) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """Whole numbers with 0 for nothing, and where nothing is."""
    numbers: Ints = column.fill_null(0).to_numpy().astype(np.int64)
    return numbers, column.is_null().to_numpy()


def _begins(table: pa.Table, by: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Whether each row differs from the one before in any of the columns."""
    begins = np.zeros(table.num_rows, dtype=bool)
    begins[:1] = True
    for name in by:
        column = table[name].combine_chunks()
        one, other = column.slice(1), column.slice(0, max(len(column) - 1, 0))
        differs = pc.fill_null(pc.not_equal(one, other), False)
        is_odd = pc.xor(one.is_null(), other.is_null())
        begins[1:] |= pc.or_(differs, is_odd).to_numpy(zero_copy_only=False)
    return begins


def _repeated(column: pa.ChunkedArray, start: int, size: int, times: int) -> pa.Array:
    part = column.slice(start, size).combine_chunks()
    part = part.combine_chunks() if isinstance(part, pa.ChunkedArray) else part
    return pa.concat_arrays([part] * times)

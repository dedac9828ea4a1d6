"""Landing usage events in Parquet by month, each once per source and id, replaced by batch."""

from __future__ import annotations

import shutil
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tenure.engine.lake.manifest import STAGING, Segment, changing, fasten, folder_of, put, segments
from tenure.engine.lake.repeats import Gathered, drop_repeats
from tenure.engine.lake.usage import GIVEN, SCHEMA, fitted
from tenure.engine.lake.writing import new_file

_MOST_MONTHS = 600


class TooManyMonthsError(ValueError):
    """The events spread over more months than any company has lived."""


@dataclass(frozen=True)
class Landed:
    """What came of a landing: events that are new, that were there from before, and that repeat one of the same
    landing; and how many events of an earlier landing of the same batch they took the place of."""

    new: int
    known: int
    repeated: int
    replaced: int


@dataclass
class Landing:
    """Events of one source on their way into the lake. Nothing counts until `finish`; then all of it does, at once.

    Memory holds one batch at a time, and a hash of each event. `is_known_unique` spares the search for repeats,
    for events that are known to be new: those that a program made up itself.
    """

    lake: Path
    source: str
    batch: str
    is_known_unique: bool = False
    rows: int = 0
    _writers: dict[str, Any] = field(default_factory=dict)
    _gathered: Gathered = field(default_factory=Gathered)
    _pen: Executor = field(default_factory=lambda: ThreadPoolExecutor(max_workers=1))
    _written: Future[None] | None = None

    def __post_init__(self) -> None:
        self.staging = folder_of(self.lake) / STAGING / self.batch
        shutil.rmtree(self.staging, ignore_errors=True)
        self.staging.mkdir(parents=True, mode=0o700)

    def add(self, events: pa.RecordBatch, *, rows: pa.Array | None = None) -> None:
        """Stages events: columns of `SCHEMA` but `source` and `row`, in any order; those that may be null may be
        absent. `rows` are their rows in the file; without it they are counted on."""
        if not events.num_rows:
            return
        whole = self._whole(events, rows)
        self.rows += events.num_rows
        self._wait()
        # The next batch is made ready while this one is written.
        self._written = self._pen.submit(self._write, whole)

    def finish(self, *, is_tried_out: bool = False) -> Landed:
        """Lets the events count that are not in the lake yet; gives what came of all of them.

        With `is_tried_out` only says what would come of them.
        """
        try:
            self._wait()
            self._close()
            with changing(lake=self.lake):
                standing = segments(lake=self.lake)
                older = [segment for segment in standing if segment.batch == self.batch]
                rest = tuple(segment for segment in standing if segment.batch != self.batch)
                theirs = [str(folder_of(self.lake) / one.path) for one in rest if one.source == self.source]
                known, repeated = 0, 0
                if not self.is_known_unique:
                    marks = self._gathered.taken()
                    known, repeated = drop_repeats(staging=self.staging, theirs=theirs, rows=self.rows, marks=marks)
                new = self.rows - known - repeated
                replaced = sum(segment.rows for segment in older)
                if not is_tried_out and (new or older):
                    put(lake=self.lake, kept=(*rest, *self._settled()))
                return Landed(new=new, known=known, repeated=repeated, replaced=replaced)
        finally:
            self.discard()

    def discard(self) -> None:
        """Forgets what was staged."""
        self._pen.shutdown()
        self._gathered.close()
        with suppress(OSError):  # a file that could not be written cannot be ended either; it goes
            self._close()
        shutil.rmtree(self.staging, ignore_errors=True)

    def _whole(self, events: pa.RecordBatch, rows: pa.Array | None) -> pa.RecordBatch:
        count = events.num_rows
        source = pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int8()), count), pa.array([self.source]))
        numbers = rows if rows is not None else pa.array(range(self.rows + 1, self.rows + 1 + count), pa.int64())
        columns: dict[str, pa.Array] = {"source": source, "row": numbers.cast(pa.int64())}
        for name in GIVEN:
            kind = SCHEMA.field(name).type
            place = events.schema.get_field_index(name)
            if place < 0 and not SCHEMA.field(name).nullable:
                raise ValueError(f"Usage events need the column {name}.")
            columns[name] = pa.nulls(count, kind) if place < 0 else fitted(events.column(place), kind)
        return pa.RecordBatch.from_arrays([columns[name] for name in SCHEMA.names], schema=SCHEMA)

    def _writer(self, month: str) -> Any:
        if month not in self._writers:
            if len(self._writers) >= _MOST_MONTHS:
                raise TooManyMonthsError(
                    f"The events spread over more than {_MOST_MONTHS} months; look at their dates."
                )
            path = self.staging / f"{month}.parquet"
            self._writers[month] = new_file(path)
        return self._writers[month]

    def _write(self, whole: pa.RecordBatch) -> None:
        if not self.is_known_unique:
            self._gathered.add(whole.column(SCHEMA.get_field_index("event_id")))
        for month, part in _by_month(whole):
            self._writer(month).write_batch(part)

    def _wait(self) -> None:
        """Until the batch before is written. Raises what went wrong with it."""
        written, self._written = self._written, None
        if written is not None:
            written.result()

    def _close(self) -> None:
        writers = list(self._writers.values())
        self._writers.clear()
        with ExitStack() as all_of_them:
            for writer in writers:
                all_of_them.callback(writer.close)

    def _settled(self) -> list[Segment]:
        """Moves the staged files to where they will be read from."""
        settled = []
        number = 0
        for staged in sorted(self.staging.glob("*.parquet")):
            month, rows, first, last = staged.stem, *_bounds(staged)
            if not rows:
                continue
            place = folder_of(self.lake) / f"month={month}"
            place.mkdir(exist_ok=True)
            while (path := place / f"{self.batch}-{number}.parquet").exists():
                number += 1
            fasten(staged)
            staged.replace(path)
            fasten(place)
            name = str(path.relative_to(folder_of(self.lake)))
            settled.append(Segment(name, self.batch, self.source, month, rows, first, last))
        return settled


def _by_month(events: pa.RecordBatch) -> list[tuple[str, pa.RecordBatch]]:
    """The events of each month, in their order."""
    at = events.column(SCHEMA.get_field_index("occurred_at"))
    first, last = (value.as_py() for value in pc.min_max(at).values())
    if (first.year, first.month) == (last.year, last.month):
        return [(f"{first:%Y-%m}", events)]
    months = pc.add(pc.multiply(pc.year(at), 12), pc.subtract(pc.month(at), 1))
    order = pc.sort_indices(months)  # stable, so that events keep their order within a month
    lying, months = events.take(order), months.take(order)
    found, place = [], 0
    for entry in pc.value_counts(months):
        number, count = entry["values"].as_py(), entry["counts"].as_py()
        found.append((f"{number // 12:04}-{number % 12 + 1:02}", lying.slice(place, count)))
        place += count
    return found


def _bounds(path: Path) -> tuple[int, str, str]:
    """Rows, first and last instant of a file, from what its footer says."""
    told = pq.read_metadata(path)
    column = SCHEMA.get_field_index("occurred_at")
    found = [told.row_group(number).column(column).statistics for number in range(told.num_row_groups)]
    found = [one for one in found if one is not None and one.has_min_max]
    if not told.num_rows:
        return 0, "", ""
    return told.num_rows, min(one.min for one in found).isoformat(), max(one.max for one in found).isoformat()

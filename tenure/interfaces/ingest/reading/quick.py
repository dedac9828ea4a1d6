"""Large clean text cut into columns by Arrow; whatever is not clean goes back to be looked at row by row."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from tenure.interfaces.ingest.reading.content import Content
from tenure.interfaces.ingest.reading.limits import MEGABYTE
from tenure.interfaces.ingest.reading.quotes import Edges, are_regular_quotes, edges_of
from tenure.interfaces.ingest.reading.rows import Batch, BrokenRow
from tenure.interfaces.ingest.reading.totals import HINT

_BLOCK = 16 * MEGABYTE
# What Python calls blank, in the words of Arrow.
_DOUBTFUL = rf"(?i)^[\s\p{{Z}}\x0b\x1c-\x1f\x{{85}}]*$|{HINT}"

Settle = Callable[[int, list[str], str], list[str] | BrokenRow | None]
_Odd = list[tuple[int, list[str]] | BrokenRow]


class _Lines:
    """The lines of a block by their number; cut only if one is asked for."""

    def __init__(self, block: bytes, first: int) -> None:
        self.first = first
        self._block = block

    @cached_property
    def _cut(self) -> list[bytes]:
        return self._block.split(b"\n")

    def at(self, number: int) -> str:
        """The line with a number."""
        return self._cut[number - self.first].decode("utf-8", "surrogateescape")


@dataclass(frozen=True)
class QuickReader:
    """Cuts text of one delimiter into columns.

    `settle` decides about a row that is blank, a total or of the wrong width; only rows that may be such reach it.
    """

    columns: list[str]
    delimiter: str
    settle: Settle

    def batches(self, content: Content, *, skipped_lines: int, size: int) -> Iterator[Batch | None]:
        """Batches of text columns; ends with None where a block is not clean, so that the slow way can go on there."""
        edges = edges_of(self.delimiter)
        with content.open() as stream:
            for _ in range(skipped_lines):
                stream.readline()
            number = skipped_lines + 1
            for block in _blocks(stream, most=content.limits.line_characters):
                if block is None or not _is_clean(block, edges, is_first=number == 1):
                    yield None
                    return
                try:
                    cut, odd = self._cut(block, number)
                except pa.ArrowInvalid:
                    yield None
                    return
                yield from self._sized(cut, odd, _Lines(block, number), size)
                number += block.count(b"\n")

    def _cut(self, block: bytes, number: int) -> tuple[pa.Table, dict[int, str]]:
        """The block's rows of the right width, and the text of the others by their number."""
        odd: dict[int, str] = {}

        def keep(row: Any) -> str:
            odd[number + row.number - 1] = row.text
            return "skip"

        cut = pacsv.read_csv(
            pa.py_buffer(block),
            read_options=pacsv.ReadOptions(use_threads=False, block_size=len(block) + 1, column_names=self.columns),
            parse_options=pacsv.ParseOptions(
                delimiter=self.delimiter, ignore_empty_lines=False, invalid_row_handler=keep
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(self.columns, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )
        return cut.combine_chunks(), odd

    def _sized(self, cut: pa.Table, odd: dict[int, str], lines: _Lines, size: int) -> Iterator[Batch]:
        number = lines.first
        parts = cut.to_batches(max_chunksize=size) or [_nothing(self.columns)]
        for part in parts:
            numbers = _numbers(number, part.num_rows, odd)
            number = numbers[-1] + 1 if len(numbers) else number
            before = {place: odd.pop(place) for place in list(odd) if place < number or part is parts[-1]}
            yield self._settled(part, numbers, self._ragged(before), lines)

    def _ragged(self, odd: dict[int, str]) -> _Odd:
        found: _Odd = []
        for number, text in odd.items():
            cells = next(csv.reader([text], delimiter=self.delimiter), [])
            settled = self.settle(number, cells, text)
            if settled is not None:
                found.append(settled if isinstance(settled, BrokenRow) else (number, settled))
        return found

    def _settled(self, part: pa.RecordBatch, numbers: Sequence[int], ragged: _Odd, lines: _Lines) -> Batch:
        """The part without its blank rows and totals, and with the ragged rows that could be mended."""
        dropped: set[int] = set()
        broken = [row for row in ragged if isinstance(row, BrokenRow)]
        for place in _doubtful(part):
            cells = [str(part.column(column)[place]) for column in range(part.num_columns)]
            settled = self.settle(numbers[place], cells, lines.at(numbers[place]))
            if settled is None or isinstance(settled, BrokenRow):
                dropped.add(place)
            if isinstance(settled, BrokenRow):
                broken.append(settled)
        if dropped:
            kept = [place for place in range(part.num_rows) if place not in dropped]
            part, numbers = part.take(pa.array(kept, pa.int64())), [numbers[place] for place in kept]
        mended = [row for row in ragged if not isinstance(row, BrokenRow)]
        if mended:
            part, numbers = self._with_mended(part, numbers, mended)
        return Batch(part, numbers, tuple(sorted(broken, key=lambda row: row.number)))

    def _with_mended(
        self, part: pa.RecordBatch, numbers: Sequence[int], mended: list[tuple[int, list[str]]]
    ) -> tuple[pa.RecordBatch, Sequence[int]]:
        width = range(len(self.columns))
        added = [pa.array([cells[place] for _, cells in mended], pa.string()) for place in width]
        all_numbers = [*numbers, *(number for number, _ in mended)]
        order = sorted(range(len(all_numbers)), key=all_numbers.__getitem__)
        places = pa.array(order, pa.int64())
        arrays = [pa.concat_arrays([part.column(place), added[place]]).take(places) for place in width]
        return pa.RecordBatch.from_arrays(arrays, names=self.columns), [all_numbers[place] for place in order]


def _is_clean(block: bytes, edges: Edges, *, is_first: bool) -> bool:
    """Whether Arrow reads a block as it stands: it takes a mark of UTF-8 away wherever a block begins with one."""
    return (is_first or not block.startswith(codecs.BOM_UTF8)) and are_regular_quotes(block, edges)


def _blocks(stream: IO[bytes], *, most: int) -> Iterator[bytes | None]:
    """Whole lines, some megabytes at a time; None in place of a line that is longer than any may be."""
    rest = b""
    while chunk := stream.read(_BLOCK):
        cut = chunk.rfind(b"\n") + 1
        if cut:
            yield rest + chunk[:cut]
            rest = chunk[cut:]
        else:
            rest += chunk
            if len(rest) > most:
                yield None
                return
    if rest:
        yield rest


def _numbers(number: int, count: int, odd: dict[int, str]) -> Sequence[int]:
    """The numbers of `count` rows from `number` on, which are consecutive but for the odd rows among them."""
    if not odd or min(odd) >= number + count:
        return range(number, number + count)
    numbers: list[int] = []
    while len(numbers) < count:
        if number not in odd:
            numbers.append(number)
        number += 1
    return numbers


def _doubtful(part: pa.RecordBatch) -> list[int]:
    """Places of rows that begin with nothing or with a word for a total."""
    if part.num_rows == 0 or part.num_columns == 0:
        return []
    return pc.indices_nonzero(pc.match_substring_regex(part.column(0), _DOUBTFUL)).to_pylist()


def _nothing(columns: list[str]) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array([], pa.string()) for _ in columns], names=columns)

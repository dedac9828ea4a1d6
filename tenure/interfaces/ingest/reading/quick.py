"""Large clean text cut into columns by Arrow; whatever is not clean goes back to be looked at row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from tenure.interfaces.ingest.reading.content import Content
from tenure.interfaces.ingest.reading.limits import MEGABYTE
from tenure.interfaces.ingest.reading.rows import Batch, BrokenRow

_BLOCK = 8 * MEGABYTE
_HINT = r"(?i)tota|sum|som|gesamt|insgesamt|razem"

Settle = Callable[[int, list[str], str], list[str] | BrokenRow | None]


def quick_batches(
    content: Content, *, columns: list[str], delimiter: str, skipped_lines: int, size: int, settle: Settle
) -> Iterator[Batch | None]:
    """Batches of text columns; ends with None where Arrow gives up, so that the slow way can go on from there.

    `settle` decides about a row that is blank, a total or of the wrong width; only such rows reach it.
    """
    odd: list[tuple[int, str]] = []
    with content.open() as stream:
        for _ in range(skipped_lines):
            stream.readline()
        number = skipped_lines + 1
        try:
            for piece in _pieces(stream, columns, delimiter, odd):
                for start in range(0, piece.num_rows, size):
                    part = piece.slice(start, size)
                    numbers = _numbers(number, part.num_rows, odd, skipped_lines)
                    number = numbers[-1] + 1
                    before = [item for item in odd if item[0] + skipped_lines < number]
                    del odd[: len(before)]
                    yield _settled(part, numbers, _ragged(before, skipped_lines, delimiter, settle), columns, settle)
        except pa.ArrowInvalid:
            yield None
            return
        rest = _ragged(odd, skipped_lines, delimiter, settle)
        if rest:
            yield _settled(_nothing(columns), [], rest, columns, settle)


def _pieces(stream: Any, columns: list[str], delimiter: str, odd: list[tuple[int, str]]) -> Iterator[pa.RecordBatch]:
    if not stream.peek(1):
        return

    def keep(row: Any) -> str:
        odd.append((row.number, row.text))
        return "skip"

    reader = pacsv.open_csv(
        stream,
        read_options=pacsv.ReadOptions(use_threads=False, block_size=_BLOCK, column_names=columns),
        parse_options=pacsv.ParseOptions(
            delimiter=delimiter, quote_char=False, ignore_empty_lines=False, invalid_row_handler=keep
        ),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False, check_utf8=False
        ),
    )
    yield from reader


def _numbers(number: int, count: int, odd: list[tuple[int, str]], skipped: int) -> Sequence[int]:
    """The numbers of `count` rows from `number` on, which are consecutive but for the odd rows among them."""
    strange = {item[0] + skipped for item in odd}
    if not strange or min(strange) >= number + count:
        return range(number, number + count)
    numbers: list[int] = []
    while len(numbers) < count:
        if number not in strange:
            numbers.append(number)
        number += 1
    return numbers


def _ragged(
    odd: list[tuple[int, str]], skipped: int, delimiter: str, settle: Settle
) -> list[tuple[int, list[str]] | BrokenRow]:
    found: list[tuple[int, list[str]] | BrokenRow] = []
    for place, text in odd:
        number = place + skipped
        settled = settle(number, text.split(delimiter), text)
        if settled is not None:
            found.append(settled if isinstance(settled, BrokenRow) else (number, settled))
    return found


def _settled(
    part: pa.RecordBatch,
    numbers: Sequence[int],
    ragged: list[tuple[int, list[str]] | BrokenRow],
    columns: list[str],
    settle: Settle,
) -> Batch:
    """The part without its blank rows and totals, and with the ragged rows that could be mended."""
    dropped: set[int] = set()
    broken = [row for row in ragged if isinstance(row, BrokenRow)]
    for place in _doubtful(part):
        cells = [str(part.column(column)[place]) for column in range(part.num_columns)]
        settled = settle(numbers[place], cells, "\t".join(cells))
        if settled is None or isinstance(settled, BrokenRow):
            dropped.add(place)
        if isinstance(settled, BrokenRow):
            broken.append(settled)
    if dropped:
        kept = [place for place in range(part.num_rows) if place not in dropped]
        part, numbers = part.take(pa.array(kept, pa.int64())), [numbers[place] for place in kept]
    mended = [row for row in ragged if not isinstance(row, BrokenRow)]
    if mended:
        part, numbers = _with_mended(part, numbers, mended, columns)
    return Batch(part, numbers, tuple(sorted(broken, key=lambda row: row.number)))


def _with_mended(
    part: pa.RecordBatch, numbers: Sequence[int], mended: list[tuple[int, list[str]]], columns: list[str]
) -> tuple[pa.RecordBatch, Sequence[int]]:
    added = [pa.array([cells[place] for _, cells in mended], pa.string()) for place in range(len(columns))]
    all_numbers = [*numbers, *(number for number, _ in mended)]
    order = sorted(range(len(all_numbers)), key=all_numbers.__getitem__)
    arrays = [
        pa.concat_arrays([part.column(place), added[place]]).take(pa.array(order, pa.int64()))
        for place in range(len(columns))
    ]
    return pa.RecordBatch.from_arrays(arrays, names=columns), [all_numbers[place] for place in order]


def _doubtful(part: pa.RecordBatch) -> list[int]:
    """Places of rows that begin with nothing or with a word for a total."""
    if part.num_rows == 0 or part.num_columns == 0:
        return []
    first = part.column(0)
    mask = pc.or_(pc.match_substring_regex(first, _HINT), pc.match_substring_regex(first, r"^\s*$"))
    return pc.indices_nonzero(mask).to_pylist()


def _nothing(columns: list[str]) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays([pa.array([], pa.string()) for _ in columns], names=columns)

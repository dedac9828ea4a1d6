"""Printing rows as a table for people, or as JSON or CSV for programs: then nothing else is on stdout."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


_WIDEST = 10_000
FormatOption = Annotated[Format, typer.Option("--format", help="table for people, json or csv for programs.")]


def print_rows(
    *, rows: Sequence[Mapping[str, Any]], columns: Sequence[str], format: Format, figures: Collection[str] = ()
) -> None:
    """Prints the columns of each row; missing values are empty, in JSON null. `figures` are columns of numbers in
    words, which a table sets right."""
    if format is Format.JSON:
        picked = [{column: row.get(column) for column in columns} for row in rows]
        sys.stdout.write(json.dumps(picked, indent=2, default=_plain, ensure_ascii=False) + "\n")
    elif format is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_shown(row.get(column)) for column in columns] for row in rows)
    else:
        _print_table(rows, columns, figures)


def say(line: str) -> None:
    """Prints one line for people."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def progress_of(what: str) -> Iterator[Callable[[str, int, int], None]]:
    """Shows on stderr how far something is; gives a function that takes what is counted, how many are done, and all."""
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as shown:
        task = shown.add_task(what, total=None)
        yield lambda _, done, total: shown.update(task, completed=done, total=total)


def _print_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], figures: Collection[str]) -> None:
    """Columns in which no row has anything are left out; in a file or a pipe, lines are as long as they need to be."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    columns = [column for column in columns if not rows or any(_shown(row.get(column)) for row in rows)]
    for column in columns:
        is_number = column in figures or any(isinstance(row.get(column), int | float | Decimal) for row in rows)
        table.add_column(column.replace("_", " "), justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_shown(row.get(column))) for column in columns))
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDEST)
    with console.capture() as printed:
        console.print(table)
    sys.stdout.writelines(f"{line.rstrip()}\n" for line in printed.get().splitlines())


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value)

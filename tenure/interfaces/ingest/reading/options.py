"""What a person may say about a file where the guess is wrong."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadOptions:
    """What is known about a file beforehand; whatever is None is found out.

    `header_row` is the number of the row with the columns' names, 0 where there is none. `with_totals` gives rows that
    look like totals as ordinary rows instead of setting them aside.
    """

    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    with_totals: bool = False


FOUND_OUT = ReadOptions()

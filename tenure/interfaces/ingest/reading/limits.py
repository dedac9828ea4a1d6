"""How much a file may hold before reading it stops."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024
GIGABYTE = 1024 * MEGABYTE


@dataclass(frozen=True)
class Limits:
    """The bounds of one file. What one row may hold makes a broken row when passed; the others stop the reading.

    `ratio` is how many times its packed size a file may unpack to; it is asked only beyond `ratio_from_bytes`, since
    small files of one repeated line pack better than any bomb.
    """

    file_bytes: int = 16 * GIGABYTE
    unpacked_bytes: int = 32 * GIGABYTE
    ratio: int = 250
    ratio_from_bytes: int = 64 * MEGABYTE
    members: int = 1_000
    columns: int = 2_000
    line_characters: int = 8 * MEGABYTE
    cell_characters: int = 2 * MEGABYTE
    record_lines: int = 10_000
    array_bytes: int = 256 * MEGABYTE
    excel_bytes: int = 2 * GIGABYTE
    excel_texts_bytes: int = 256 * MEGABYTE


DEFAULT = Limits()

"""How a text file sets its cells apart: the delimiter under which its rows agree best."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from tenure.interfaces.ingest.reading.records import Dialect

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 300
_HINT = re.compile(r"^\ufeff?sep=(.)\r?\n?$", re.IGNORECASE)
_EQUAL = 0.02
_FIRST_FITS = 0.05


@dataclass(frozen=True)
class Sniffed:
    """The dialect, and whether another delimiter would have done as well."""

    dialect: Dialect
    rival: str | None = None
    has_hint: bool = False


def sniff(*, text: str, is_whole: bool, delimiter: str | None = None, name: str = "") -> Sniffed:
    """The dialect of a text's beginning. A first line `sep=;`, as spreadsheets write it, is believed."""
    hint = _HINT.match(text.split("\n", 1)[0])
    if hint:
        text = text.split("\n", 1)[1] if "\n" in text else ""
        delimiter = delimiter or hint[1]
    if delimiter is not None:
        return Sniffed(_quoting(text, delimiter), has_hint=bool(hint))
    scores = {candidate: _score(_lengths(text, candidate, is_whole)) for candidate in DELIMITERS}
    order = sorted(DELIMITERS, key=lambda candidate: (-scores[candidate], DELIMITERS.index(candidate)))
    best, second = order[0], order[1]
    if name.lower().endswith((".tsv", ".tab")) and scores["\t"] > 0:
        return Sniffed(_quoting(text, "\t"))
    if scores[best] == 0:
        return Sniffed(_quoting(text, ","))
    if scores[second] >= scores[best] - _EQUAL and {best, second} == {",", ";"}:
        # Where both would do, the comma is more likely to be the decimal sign of numbers set apart by semicolons.
        best, second = ";", ","
    rival = second if scores[second] >= scores[best] - _EQUAL else None
    return Sniffed(_quoting(text, best), rival=rival)


def _quoting(text: str, delimiter: str) -> Dialect:
    spaced = len(re.findall(re.escape(delimiter) + ' +"', text))
    tight = text.count(delimiter + '"')
    escaped = text.count('\\"')
    # A backslash before the closing mark of a cell ("C:\") is no escape; before one inside a cell it is.
    inside = len(re.findall(r'\\"(?!\s*(?:' + re.escape(delimiter) + r"|\r|\n|$))", text))
    doubled = len(re.findall(r'[^\s"' + re.escape(delimiter) + r']""|""[^\s"' + re.escape(delimiter) + "]", text))
    escape = "\\" if escaped and inside and inside * 2 >= escaped and not doubled else None
    return Dialect(delimiter=delimiter, escape=escape, skips_spaces=spaced > tight)


def _lengths(text: str, delimiter: str, is_whole: bool) -> list[int]:
    lengths: list[int] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in cells):
                lengths.append(len(cells))
            if len(lengths) >= _SAMPLE_ROWS:
                return lengths
    except csv.Error:
        return lengths
    return lengths if is_whole or len(lengths) < 2 else lengths[:-1]


def _score(lengths: list[int]) -> float:
    """The share of rows that have the most frequent number of cells; more if the first has, nothing where it is one."""
    counts = Counter(length for length in lengths if length > 1)
    if not counts:
        return 0.0
    width, rows = max(counts.items(), key=lambda item: (item[1], item[0]))
    wider = sum(count for length, count in counts.items() if length > width)
    bonus = _FIRST_FITS if lengths[0] == width else 0.0
    return max(0.0, (rows - wider * 0.5) / len(lengths)) + min(width, 50) / 10_000 + bonus

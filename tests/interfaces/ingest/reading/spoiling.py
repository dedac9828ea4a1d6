"""Files of every format, spoilt at random in the ways that files get spoilt; the same seed, the same files."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook

_CELLS = [
    *("", "x", "Acme, Inc", "1,5", '"q"', 'a"b', "ü", "€5", "line\nbreak", "\0", "Total", "12.3.2024", "-", " ", "😀"),
    *("=1+1", "a" * 300, "{x}", "\u2028", "N/A", "1e999", "\ufeff"),
]


def spoilt_file(chance: random.Random) -> bytes:
    """A file that was whole, then was not; one in three is still whole."""
    content = bytearray(chance.choice(_MAKERS)(chance))
    for _ in range(chance.choice([0, 0, 1, 1, 2, 5, 30])):
        if content:
            _spoil(content, chance)
    return bytes(content)


def _spoil(content: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(content))
    way = chance.randint(0, 5)
    if way == 0:
        content[place] = chance.randrange(256)
    elif way == 1:
        del content[place : place + chance.randint(1, 20)]
    elif way == 2:
        content[place:place] = chance.randbytes(chance.randint(1, 10))
    elif way == 3:
        del content[place:]
    elif way == 4:
        content[place:place] = chance.choice([b'"', b"\n", b"\0", b"\xff\xfe", b",", b"\r"])
    else:
        other = chance.randrange(len(content))
        content[place : place + 10] = content[other : other + 10]


def _text(chance: random.Random) -> str:
    delimiter, width = chance.choice(",;\t|"), chance.randint(1, 6)
    lines = [delimiter.join(f"h{place}" for place in range(width))]
    for _ in range(chance.randint(0, 40)):
        cells = width if chance.random() < 0.95 else chance.randint(0, 8)
        lines.append(delimiter.join(_cell(chance, delimiter) for _ in range(cells)))
    return chance.choice(["\n", "\r\n", "\r"]).join(lines)


def _cell(chance: random.Random, delimiter: str) -> str:
    cell = chance.choice(_CELLS)
    needs_quotes = delimiter in cell or '"' in cell or "\n" in cell
    return '"' + cell.replace('"', '""') + '"' if needs_quotes and chance.random() < 0.9 else cell


def _plain(chance: random.Random) -> bytes:
    encoding = chance.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
    return _text(chance).encode(encoding, "replace")


def _gzip(chance: random.Random) -> bytes:
    return gzip.compress(_text(chance).encode(), mtime=0)


def _zip(chance: random.Random) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", chance.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as archive:
        for number in range(chance.randint(0, 3)):
            name = (
                chance.choice(["a", "b/c", "../x", "readme"]) + str(number) + chance.choice([".csv", ".txt", ".json"])
            )
            archive.writestr(zipfile.ZipInfo(name), _text(chance))
    return packed.getvalue()


def _workbook(chance: random.Random) -> bytes:
    book = Workbook()
    for _ in range(chance.randint(0, 15)):
        cells = [chance.choice([None, 1, 2.5, "x", "=A1", "Total", True]) for _ in range(chance.randint(0, 5))]
        book.worksheets[0].append(cells)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _parquet(chance: random.Random) -> bytes:
    rows = chance.randint(0, 20)
    nested = pa.array([[1]] * rows, pa.list_(pa.int64()))
    packed = io.BytesIO()
    pq.write_table(pa.table({"a": list(range(rows)), "b": ["x"] * rows, "c": nested}), packed)
    return packed.getvalue()


def _json(chance: random.Random) -> bytes:
    kinds: list[Any] = [{"a": 1, "b": "x"}, {"c": [1, {"d": 2.5}]}, {"a": None}, 5, "x", {"n": 1e400}]
    values = [chance.choice(kinds) for _ in range(chance.randint(0, 10))]
    if chance.random() < 0.5:
        return json.dumps(values).encode()
    return "\n".join(json.dumps(value) for value in values).encode()


_MAKERS = [_plain, _plain, _gzip, _zip, _workbook, _parquet, _json]

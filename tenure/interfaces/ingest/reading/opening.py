"""From a file of whatever kind to its tables; what it is tells its content, not its name."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any, cast

from tenure.interfaces.ingest.reading.archives import members_of
from tenure.interfaces.ingest.reading.content import Content
from tenure.interfaces.ingest.reading.counting import Noted
from tenure.interfaces.ingest.reading.delimited import delimited_table
from tenure.interfaces.ingest.reading.errors import (
    EmptyFileError,
    EncryptedFileError,
    UnreadableFileError,
    UnsafeArchiveError,
    UnsupportedFormatError,
)
from tenure.interfaces.ingest.reading.excel import excel_tables
from tenure.interfaces.ingest.reading.json_lines import json_table
from tenure.interfaces.ingest.reading.limits import DEFAULT, Limits
from tenure.interfaces.ingest.reading.options import FOUND_OUT, ReadOptions
from tenure.interfaces.ingest.reading.parquet import parquet_table
from tenure.interfaces.ingest.reading.table import Table
from tenure.interfaces.ingest.reading.watched import watch

_HEAD = 65_536
_GZIP, _ZIP, _PARQUET, _OLE = b"\x1f\x8b", b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0"
_EMPTY_ZIP = b"PK\x05\x06"
_FOREIGN = (
    (b"PARE", "an encrypted Parquet file", "Export it without encryption."),
    (b"%PDF", "a PDF", "Export the table as CSV or Excel."),
    (b"BZh", "packed with bzip2", "Unpack it, or pack it as zip or gzip."),
    (b"\xfd7zXZ", "packed with xz", "Unpack it, or pack it as zip or gzip."),
    (b"\x28\xb5\x2f\xfd", "packed with zstd", "Unpack it, or pack it as zip or gzip."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it, or pack it as zip."),
    (b"Rar!", "a RAR archive", "Unpack it, or pack it as zip."),
    (b"SQLite format 3", "a SQLite database", "Export its tables as CSV."),
    (b"ORC", "an ORC file", "Export it as Parquet or CSV."),
    (b"Obj\x01", "an Avro file", "Export it as Parquet or CSV."),
    (b"\x89PNG", "a picture", "Choose the file with the table."),
    (b"\xff\xd8\xff", "a picture", "Choose the file with the table."),
    (b"GIF8", "a picture", "Choose the file with the table."),
)
_DOCUMENTS = (
    ".md",
    ".txt",
    ".pdf",
    ".html",
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".doc",
    ".docx",
    ".py",
    ".sql",
    ".yaml",
    ".yml",
)


def open_tables(path: Path, *, limits: Limits = DEFAULT, options: ReadOptions = FOUND_OUT) -> list[Table]:
    """The tables of a file: one, or one for each sheet of a workbook and each member of a zip file.

    Reads CSV and its kin, Excel (xlsx), Parquet, JSON lines and lists; packed by gzip or zip or not. In an archive or
    workbook, what holds no table is left out and named in the notes. Raises an `UnreadableFileError` that says what to
    do where no table can be read.
    """
    content = Content(watch(path=path, limits=limits), path.name, limits)
    tables, skipped = _tables(content, _stem(path.name), options, depth=0)
    if skipped:
        for table in tables:
            cast(Noted, table).leave_out(skipped)
    return tables


def _tables(content: Content, name: str, options: ReadOptions, *, depth: int) -> tuple[list[Table], list[str]]:
    head = _head(content)
    if not head:
        raise EmptyFileError(f"{content.name} is empty. Export it again.")
    if head.startswith(_GZIP):
        if content.is_gzip:
            raise UnsupportedFormatError(f"{content.name} is packed twice. Unpack it once and try again.")
        inner = content.unpacked()
        return _tables(inner, _stem(inner.name) if depth == 0 else name, options, depth=depth)
    if head.startswith((_ZIP, _EMPTY_ZIP)):
        return _packed(content, name, options, depth)
    if head.startswith(_PARQUET):
        return [cast(Table, parquet_table(content, name=name))], []
    _refuse_foreign(head, content)
    is_json, is_list = _json_shape(head, content.name)
    if is_json:
        return [cast(Table, json_table(content, name=name, options=options, is_list=is_list))], []
    return [cast(Table, delimited_table(content, name=name, options=options))], []


def _head(content: Content) -> bytes:
    with content.open() as stream:
        return stream.read(_HEAD)


def _packed(content: Content, name: str, options: ReadOptions, depth: int) -> tuple[list[Table], list[str]]:
    names = _names_in(content)
    if any(found.startswith("xl/") for found in names):
        if "xl/workbook.bin" in names:
            raise UnsupportedFormatError(f"{content.name} is a binary workbook (xlsb). Save it as xlsx in Excel.")
        tables, skipped = excel_tables(content, name=name, options=options)
        return cast(list[Table], tables), skipped
    if "content.xml" in names and "mimetype" in names:
        raise UnsupportedFormatError(f"{content.name} is an OpenDocument file. Save it as xlsx or CSV.")
    if "word/document.xml" in names:
        raise UnsupportedFormatError(f"{content.name} is a Word document. Copy its table to a spreadsheet.")
    if depth > 0 or content.is_gzip:
        raise UnsupportedFormatError(f"{content.name} is an archive inside an archive. Unpack it first.")
    return _from_archive(content, options)


def _names_in(content: Content) -> set[str]:
    with content.open_seekable() as stream:
        try:
            with zipfile.ZipFile(stream) as archive:
                return set(archive.namelist())
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, OSError) as error:
            content.file.check()
            raise UnreadableFileError(f"{content.name} is damaged ({error}). Copy or download it again.") from error


def _from_archive(content: Content, options: ReadOptions) -> tuple[list[Table], list[str]]:
    tables: list[Table] = []
    skipped: list[str] = []
    reasons: list[UnreadableFileError] = []
    for member in members_of(content):
        if member.name.lower().endswith(_DOCUMENTS):
            skipped.append(f"{member.name} is no table.")
            continue
        try:
            found, left_out = _tables(member, _stem(member.name), options, depth=1)
        except (UnsafeArchiveError, EncryptedFileError):
            raise
        except UnreadableFileError as error:
            reasons.append(error)
            skipped.append(str(error))
        else:
            tables += found
            skipped += left_out
    if not tables:
        if reasons:
            raise reasons[0]
        raise EmptyFileError(f"{content.name} holds no table.")
    return tables, skipped


def _refuse_foreign(head: bytes, content: Content) -> None:
    if head.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in head:
            raise EncryptedFileError(f"{content.name} is protected by a password. Save it without one.")
        raise UnsupportedFormatError(
            f"{content.name} is a workbook of the old kind (xls), or protected by a password. "
            "Save it in Excel as xlsx without a password."
        )
    for magic, what, advice in _FOREIGN:
        if head.startswith(magic):
            raise UnsupportedFormatError(f"{content.name} is {what}. {advice}")


def _json_shape(head: bytes, name: str) -> tuple[bool, bool]:
    """Whether the file is JSON, and whether it is one list."""
    text = _decoded(head).lstrip("\ufeff \t\r\n")
    says_so = name.lower().endswith((".json", ".jsonl", ".ndjson"))
    if text.startswith("["):
        rest = text[1:].lstrip()
        return (True, True) if says_so or rest.startswith(("{", "]")) else (False, False)
    if says_so:
        return True, False
    return text.startswith("{") and _first_is_object(text), False


def _first_is_object(text: str) -> bool:
    for line in io.StringIO(text):
        try:
            return isinstance(cast(Any, json.loads(line)), dict)
        except (ValueError, RecursionError):
            continue
    return False


def _decoded(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.decode("utf-8", "replace")


def _stem(name: str) -> str:
    path = PurePosixPath(name.replace("\\", "/"))
    stem = str(path)
    for suffix in (".gz", path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix):
        if suffix and stem.lower().endswith(suffix.lower()):
            stem = stem[: -len(suffix)]
    return stem or name

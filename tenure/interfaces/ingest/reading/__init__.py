"""Files as tables: whatever was exported, read row by row, with nothing lost and nothing guessed in silence."""

from tenure.interfaces.ingest.reading.errors import (
    EmptyFileError,
    EncryptedFileError,
    FileChangedError,
    TooLargeError,
    TruncatedFileError,
    UnreadableFileError,
    UnsafeArchiveError,
    UnsupportedFormatError,
)
from tenure.interfaces.ingest.reading.limits import DEFAULT, Limits
from tenure.interfaces.ingest.reading.notes import Notes
from tenure.interfaces.ingest.reading.opening import open_tables
from tenure.interfaces.ingest.reading.options import FOUND_OUT, ReadOptions
from tenure.interfaces.ingest.reading.rows import Batch, BrokenRow, Cause, Row, Value
from tenure.interfaces.ingest.reading.table import Table

__all__ = [
    "DEFAULT",
    "FOUND_OUT",
    "Batch",
    "BrokenRow",
    "Cause",
    "EmptyFileError",
    "EncryptedFileError",
    "FileChangedError",
    "Limits",
    "Notes",
    "ReadOptions",
    "Row",
    "Table",
    "TooLargeError",
    "TruncatedFileError",
    "UnreadableFileError",
    "UnsafeArchiveError",
    "UnsupportedFormatError",
    "Value",
    "open_tables",
]

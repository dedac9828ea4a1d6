"""What can be wrong with a whole file; what is wrong with one row is a `BrokenRow` and stops nothing."""

from __future__ import annotations


class UnreadableFileError(ValueError):
    """The file cannot be read as a table; the message says why and what to do.

    What a library or a file's own names put into it is shown without signs that no screen shows.
    """

    def __init__(self, message: str) -> None:
        super().__init__("".join(sign if sign.isprintable() else "\ufffd" for sign in message))


class EmptyFileError(UnreadableFileError):
    """There is nothing in the file."""


class UnsupportedFormatError(UnreadableFileError):
    """The file is of a kind that is not read."""


class UnsafeArchiveError(UnreadableFileError):
    """The archive is built to do harm, or looks like it."""


class TooLargeError(UnreadableFileError):
    """The file, or what it unpacks to, is beyond a limit."""


class EncryptedFileError(UnreadableFileError):
    """The file is protected by a password."""


class TruncatedFileError(UnreadableFileError):
    """The file ends before its end."""


class FileChangedError(UnreadableFileError):
    """The file was replaced or written to while it was read."""

"""The bytes of a table: of a file as it is, of a packed file, of a member of an archive; unpacked within limits."""

from __future__ import annotations

import gzip
import io
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO, Any

from tenure.interfaces.ingest.reading.errors import (
    EncryptedFileError,
    TooLargeError,
    TruncatedFileError,
    UnreadableFileError,
)
from tenure.interfaces.ingest.reading.limits import MEGABYTE, Limits
from tenure.interfaces.ingest.reading.watched import WatchedFile

_BUFFER = MEGABYTE
_IN_MEMORY = 64 * MEGABYTE


@dataclass(frozen=True)
class Content:
    """Where a table's bytes come from. `name` is what to call it; `member` is its name within a zip file."""

    file: WatchedFile
    name: str
    limits: Limits
    member: str | None = None
    is_gzip: bool = False
    packed_bytes: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether the bytes lie on disk as they are."""
        return self.member is None and not self.is_gzip

    def unpacked(self) -> Content:
        """The same bytes, taken as gzip."""
        name = self.name[:-3] if self.name.lower().endswith(".gz") else self.name
        packed = self.packed_bytes or self.file.size
        return Content(self.file, name, self.limits, member=self.member, is_gzip=True, packed_bytes=packed)

    @contextmanager
    def open(self) -> Iterator[io.BufferedReader]:
        """The bytes from the beginning; the file is checked before and after.

        Raises `FileChangedError`, `TruncatedFileError`, `TooLargeError`, `EncryptedFileError` or `UnreadableFileError`.
        """
        self.file.check()
        with ExitStack() as stack:
            stream: Any = stack.enter_context(self.file.path.open("rb"))
            if self.member is not None:
                stream = self._member(stack, stream)
            if self.is_gzip:
                stream = stack.enter_context(gzip.GzipFile(fileobj=stream))
            guarded = _Guarded(stream, self)
            try:
                yield stack.enter_context(io.BufferedReader(guarded, _BUFFER))
            except (UnicodeError, UnreadableFileError):
                self.file.check()
                raise
        self.file.check()

    @contextmanager
    def open_seekable(self) -> Iterator[IO[bytes]]:
        """Likewise, for readers that jump about; what is packed is unpacked into a temporary file first."""
        if self.is_plain:
            with self.open() as stream:
                yield stream
            return
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as unpacked:
            with self.open() as stream:
                self._copy(stream, unpacked)
            yield unpacked

    def _copy(self, stream: IO[bytes], unpacked: IO[bytes]) -> None:
        try:
            shutil.copyfileobj(stream, unpacked, _BUFFER)
            unpacked.seek(0)
        except OSError as error:
            reason = error.strerror or str(error)
            raise UnreadableFileError(
                f"{self.name} cannot be unpacked into the folder for temporary files ({reason}). Make room there."
            ) from error

    def _member(self, stack: ExitStack, stream: IO[bytes]) -> IO[bytes]:
        try:
            archive = stack.enter_context(zipfile.ZipFile(stream))
            return stack.enter_context(archive.open(self.member or ""))
        except (zipfile.BadZipFile, KeyError, NotImplementedError, EOFError, ValueError, OSError) as error:
            self.file.check()
            raise UnreadableFileError(f"{self.name} cannot be unpacked: {error}. Pack it again.") from error
        except RuntimeError as error:
            raise EncryptedFileError(f"{self.name} is protected by a password. Pack it again without one.") from error


class _Guarded(io.RawIOBase):
    """Counts what comes out of a packed stream, and says in plain words what is wrong with it."""

    def __init__(self, stream: IO[bytes], content: Content) -> None:
        super().__init__()
        self._stream = stream
        self._content = content
        self._seen = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._content.is_plain

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def readinto(self, buffer: Any) -> int:
        content = self._content
        try:
            data = self._stream.read(len(buffer))
        except EOFError as error:
            raise TruncatedFileError(
                f"{content.name} ends before its end; part of it is missing. Copy or download it again."
            ) from error
        except (OSError, zlib.error, zipfile.BadZipFile) as error:
            raise UnreadableFileError(f"{content.name} is damaged ({error}). Copy or download it again.") from error
        buffer[: len(data)] = data
        if not content.is_plain:
            self._count(len(data))
        return len(data)

    def _count(self, length: int) -> None:
        content, limits = self._content, self._content.limits
        self._seen += length
        if self._seen > limits.unpacked_bytes:
            raise TooLargeError(
                f"{content.name} unpacks to more than {limits.unpacked_bytes:,} bytes. Split it into parts."
            )
        if self._seen > limits.ratio_from_bytes and self._seen > limits.ratio * max(content.packed_bytes, 1):
            raise TooLargeError(
                f"{content.name} unpacks to more than {limits.ratio} times its size, as files made to do harm do. "
                "If you trust it, unpack it yourself and import what comes out."
            )

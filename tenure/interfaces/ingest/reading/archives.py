"""Which members of a zip file are worth reading, once the archive is known to be harmless."""

from __future__ import annotations

import re
import zipfile
from pathlib import PurePosixPath

from tenure.interfaces.ingest.reading.content import Content
from tenure.interfaces.ingest.reading.errors import (
    EncryptedFileError,
    TooLargeError,
    UnreadableFileError,
    UnsafeArchiveError,
)

_ENCRYPTED = 0x1
_RUBBISH = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|\._|Thumbs\.db$|desktop\.ini$)")
_DRIVE = re.compile(r"^[A-Za-z]:")


def members_of(content: Content) -> list[Content]:
    """The files in a zip file, in their order, without folders and what operating systems leave behind.

    Raises `UnsafeArchiveError` for names that lead outside the archive, `TooLargeError`, `EncryptedFileError`, and
    `UnreadableFileError` where it is damaged.
    """
    with content.open_seekable() as stream:
        try:
            with zipfile.ZipFile(stream) as archive:
                infos = archive.infolist()
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, OSError) as error:
            raise UnreadableFileError(f"{content.name} is damaged ({error}). Copy or download it again.") from error
    _check(infos, content)
    return [
        Content(content.file, info.filename, content.limits, member=info.filename, packed_bytes=info.compress_size)
        for info in infos
        if not info.is_dir() and not _RUBBISH.search(info.filename)
    ]


def check_sizes(infos: list[zipfile.ZipInfo], *, content: Content, at_most: int) -> None:
    """Raises `TooLargeError` where the members together unpack to more than `at_most`, or to many times their size."""
    limits = content.limits
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if unpacked > at_most:
        raise TooLargeError(f"{content.name} unpacks to {unpacked:,} bytes; at most {at_most:,} are read. Split it.")
    if unpacked > limits.ratio_from_bytes and unpacked > limits.ratio * max(packed, 1):
        raise TooLargeError(
            f"{content.name} unpacks to more than {limits.ratio} times its size, as files made to do harm do. "
            "If you trust it, unpack it yourself and import what comes out."
        )


def _check(infos: list[zipfile.ZipInfo], content: Content) -> None:
    if len(infos) > content.limits.members:
        raise TooLargeError(
            f"{content.name} holds {len(infos):,} files; at most {content.limits.members:,} are read. Split it."
        )
    for info in infos:
        if _leads_outside(info.filename):
            raise UnsafeArchiveError(f"{content.name} holds a file called {info.filename!r}, which leads outside it.")
        if info.flag_bits & _ENCRYPTED:
            raise EncryptedFileError(f"{content.name} is protected by a password. Pack it again without one.")
    names = [info.filename for info in infos]
    if len(set(names)) != len(names):
        raise UnsafeArchiveError(f"{content.name} holds two files of one name. Pack it again.")
    check_sizes(infos, content=content, at_most=content.limits.unpacked_bytes)


def _leads_outside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or bool(_DRIVE.match(name))

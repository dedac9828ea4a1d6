"""Telling a full disk from other trouble, whether a file or the database was being written."""

from __future__ import annotations

import errno

from django.db import DatabaseError

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
DISK_TROUBLE = ("disk is full", "disk I/O error", "No space left")


def is_disk_trouble(error: BaseException | None) -> bool:
    """Whether the disk is full, or fails, so that whoever runs the installation has to make room."""
    if isinstance(error, DatabaseError):
        return any(words in str(error) for words in DISK_TROUBLE)
    return isinstance(error, OSError) and error.errno in NO_ROOM

"""What a file may be called."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

MOST_CHARACTERS = 200
NAMELESS = "file"


def clean_name(name: str) -> str:
    """The name without folders and without characters that do not show, at most 200 long with its ending kept."""
    last = name.replace("\\", "/").rpartition("/")[2]
    # Category C holds the controls and also the marks that turn the direction of writing ("gpj.exe" read backwards).
    shown = "".join(each for each in last if not unicodedata.category(each).startswith("C")).strip(" .")
    if not shown:
        return NAMELESS
    if len(shown) <= MOST_CHARACTERS:
        return shown
    ending = PurePosixPath(shown).suffix[:20]
    return shown[: MOST_CHARACTERS - len(ending)] + ending


def extension_of(name: str) -> str:
    """The ending of a name in small letters, without its dot; empty where there is none."""
    return PurePosixPath(name).suffix.lower().removeprefix(".")

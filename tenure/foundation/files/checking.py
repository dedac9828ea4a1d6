"""Whether the store holds what the database says."""

from __future__ import annotations

from collections.abc import Callable

from tenure.foundation.files.models import File
from tenure.foundation.files.store import hash_of, path_of


def verify() -> list[str]:
    """What is wrong with stored files, a line each: missing, or other than when it was stored. Reads every content."""
    return _problems(lambda sha256: _absence(sha256) or _alteration(sha256))


def missing() -> list[str]:
    """The stored files that are not there, a line each. Reads no content."""
    return _problems(_absence)


def _problems(look: Callable[[str], str]) -> list[str]:
    problems = []
    for sha256 in File.objects.exclude(sha256="").order_by("sha256").values_list("sha256", flat=True).distinct():
        problem = look(sha256)
        if problem:
            names = File.objects.filter(sha256=sha256).order_by("pk").values_list("name", flat=True)
            problems.append(
                f"{', '.join(sorted(set(names)))}: {problem} ({path_of(sha256)}). Restore it from a backup."
            )
    return problems


def _absence(sha256: str) -> str:
    return "" if path_of(sha256).is_file() else "the content is missing"


def _alteration(sha256: str) -> str:
    return "" if hash_of(path_of(sha256)) == sha256 else "the content is not what was stored"

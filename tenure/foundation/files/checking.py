"""Whether the store holds what the database says."""

from __future__ import annotations

from tenure.foundation.files.models import File
from tenure.foundation.files.store import hash_of, path_of


def verify() -> list[str]:
    """What is wrong with stored files, a line each: missing, or other than when it was stored. Reads every content."""
    problems = []
    for sha256 in File.objects.exclude(sha256="").order_by("sha256").values_list("sha256", flat=True).distinct():
        problem = _problem(sha256)
        if problem:
            names = File.objects.filter(sha256=sha256).order_by("pk").values_list("name", flat=True)
            problems.append(
                f"{', '.join(sorted(set(names)))}: {problem} ({path_of(sha256)}). Restore it from a backup."
            )
    return problems


def _problem(sha256: str) -> str:
    path = path_of(sha256)
    if not path.is_file():
        return "the content is missing"
    return "" if hash_of(path) == sha256 else "the content is not what was stored"

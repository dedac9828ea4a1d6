"""SQL is written where it must be, and nowhere else."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.sources import calls, product_files, prose_of, tree_of

STATEMENT = re.compile(
    r"^\s*(SELECT\s.+|INSERT\s+INTO\s|UPDATE\s.+\sSET\s|DELETE\s+FROM\s|WITH\s.+\sAS\s*\(|TRUNCATE\s|COPY\s\S"
    r"|(CREATE|DROP|ALTER)\s+(UNIQUE\s|VIRTUAL\s|TEMP\s)?(TABLE|INDEX|TRIGGER|FUNCTION|EXTENSION|DATABASE)\b|PRAGMA\s|VACUUM\b)",
    re.IGNORECASE | re.DOTALL,
)
RAW_CALLS = {"raw", "extra", "RawSQL"}

# Where SQL belongs, with what the ORM cannot say there. A new place needs as good a reason.
PLACES = {
    "tenure/engine/": "questions are compiled to SQL there",
    "tenure/foundation/records/versions/": "triggers",
    "tenure/foundation/records/bulk.py": "many rows in one statement",
    "tenure/foundation/records/bulk_versions.py": "versions of many rows in one statement",
    "tenure/foundation/records/trees.py": "a tree of any depth is walked in one recursive question",
    "tenure/foundation/snapshots/": "which state of the database a reader sees",
    "tenure/foundation/jobs/": "claiming a job under a lease, skipping locked rows",
    "tenure/foundation/search/": "full-text tables of either database",
    "tenure/configuration/settings.py": "how SQLite is opened",
    "tenure/interfaces/cli/": "backup and restore of whole databases",
}


def test_sql_is_written_in_its_places_only() -> None:
    offenders = [
        f"{path}:{node.lineno}: {node.value.strip()[:60]}"
        for path in product_files()
        if not str(path).startswith(tuple(PLACES))
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and STATEMENT.match(node.value)
        if id(node) not in prose_of(tree_of(path)) and _looks_written(node.value)
    ]

    assert offenders == []


def test_the_orm_s_back_doors_to_sql_stay_shut() -> None:
    offenders = [
        f"{path}:{call.lineno}"
        for path in product_files()
        if not str(path).startswith(tuple(PLACES))
        for name, call in calls(path)
        if name.rpartition(".")[2] in RAW_CALLS
    ]

    assert offenders == []


@pytest.mark.parametrize("text", ["SELECT id FROM accounts", "UPDATE t SET a = 1", "CREATE UNIQUE INDEX x ON t (a)"])
def test_sql_is_recognised(text: str) -> None:
    assert STATEMENT.match(text)


def _looks_written(text: str) -> bool:
    """SQL's words in capitals tell a statement from a sentence such as “Select a person”."""
    return text.lstrip().split(maxsplit=1)[0].isupper()

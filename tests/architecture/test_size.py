"""Files and functions stay small. What is on a list here is too long; the lists may only shrink."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import python_files, repository_files, text_of, tree_of

LINES_PER_FILE = 500
LINES_PER_FUNCTION = 60
MEASURED = {".py", ".html", ".js", ".css"}

FILES_TOO_LONG: set[str] = set()
FUNCTIONS_TOO_LONG: set[str] = set()


def test_no_file_is_longer_than_500_lines() -> None:
    too_long = {str(path) for path in _written_by_hand() if len(text_of(path).splitlines()) > LINES_PER_FILE}

    assert too_long == FILES_TOO_LONG


def test_no_function_is_longer_than_60_lines() -> None:
    too_long = {
        f"{path}:{node.name}"
        for path in python_files()
        for node in _functions(tree_of(path))
        if (node.end_lineno or 0) - node.lineno + 1 > LINES_PER_FUNCTION
    }

    assert too_long == FUNCTIONS_TOO_LONG


def _written_by_hand() -> Iterator[Path]:
    for path in repository_files():
        if path.suffix in MEASURED and "migrations" not in path.parts:
            yield path


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node

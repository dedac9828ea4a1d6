"""What the architecture tests read: the files of the repository, and Python files as trees."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = "tenure/"


@cache
def repository_files() -> tuple[Path, ...]:
    """Every file that is, or would be, in the repository, relative to its root."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(Path(line) for line in listing.stdout.splitlines() if (ROOT / line).is_file())


def python_files(*, under: str = "") -> Iterator[Path]:
    """The Python files under a folder, written by hand (migrations are not)."""
    for path in repository_files():
        if path.suffix == ".py" and str(path).startswith(under) and "migrations" not in path.parts:
            yield path


def product_files() -> Iterator[Path]:
    """The Python files of the product itself."""
    return python_files(under=PRODUCT)


@cache
def text_of(path: Path) -> str:
    """The text of a file of the repository; empty for what is not text or not there."""
    try:
        return (ROOT / path).read_text()
    except (UnicodeDecodeError, FileNotFoundError):
        return ""


@cache
def tree_of(path: Path) -> ast.Module:
    """A Python file, parsed."""
    return ast.parse(text_of(path), filename=str(path))


def dotted(node: ast.AST) -> str:
    """`a.b.c` for a name or an attribute of one; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value)
        return f"{owner}.{node.attr}" if owner else node.attr
    return ""


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """The calls in a file, each with the dotted name of what is called."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node


def imported_modules(path: Path) -> set[str]:
    """The full names of the modules, and of the names from modules, that a file imports."""
    names: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def prose_of(tree: ast.Module) -> set[int]:
    """The identities of the nodes that are docstrings, which are prose and not code."""
    prose: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            prose.add(id(node.value))
    return prose

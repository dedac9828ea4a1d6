"""Every setting that the product reads from its environment is on the page that lists them, and none else."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.sources import dotted, product_files, text_of, tree_of

PAGE = Path("docs/reference/settings.md")
OURS = re.compile(r"^TENURE_[A-Z0-9_]+$")


def test_every_setting_is_documented_and_every_documented_setting_is_read() -> None:
    documented = set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)` \|", text_of(PAGE), re.MULTILINE))

    assert _read() == documented


def _read() -> set[str]:
    """Names that look like ours anywhere in the code, and whatever is looked up in `os.environ`."""
    names: set[str] = set()
    for path in product_files():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and OURS.match(node.value):
                names.add(node.value)
            if isinstance(node, ast.Subscript) and dotted(node.value).endswith("environ"):
                names |= _literal(node.slice)
            if isinstance(node, ast.Call) and dotted(node.func).endswith(("environ.get", "os.getenv")):
                names |= _literal(node.args[0])
    return names


def _literal(node: ast.AST) -> set[str]:
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()

"""Names say what a thing is; a name that fits everything says nothing."""

from __future__ import annotations

import ast

from tests.architecture.sources import product_files, python_files, tree_of

SAYING_NOTHING = {"util", "utils", "helper", "helpers", "manager", "managers", "base", "misc", "common", "stuff"}
EMPTY_SUFFIXES = ("Manager", "Helper", "Utils", "Util", "Processor", "Handler")


def test_no_file_or_folder_has_a_name_that_fits_everything() -> None:
    offenders = [str(path) for path in python_files() if {*path.parts[:-1], path.stem} & SAYING_NOTHING]

    assert offenders == []


def test_no_class_has_a_name_that_fits_everything() -> None:
    offenders = [
        f"{path}:{node.name}"
        for path in product_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef) and node.name.endswith(EMPTY_SUFFIXES)
    ]

    assert offenders == []


def test_every_product_file_says_in_its_first_line_what_it_is() -> None:
    offenders = [
        str(path)
        for path in product_files()
        if path.name not in ("__init__.py", "apps.py", "models.py") and not ast.get_docstring(tree_of(path))
    ]

    assert offenders == []

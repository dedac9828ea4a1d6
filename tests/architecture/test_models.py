"""Models are thin: no order of their own, no logic on saving; and nothing happens behind the reader's back."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from django.apps import apps
from django.db import models

from tests.architecture.sources import calls, imported_modules, product_files, tree_of

SIGNALS = ("django.db.models.signals", "django.dispatch", "django.core.signals", "django.contrib.auth.signals")

# Signals that are not business logic: each with why there is no other way.
SIGNALS_ALLOWED = {
    "tenure/foundation/records/apps.py": "triggers are re-made around each migrate",
    "tenure/foundation/search/apps.py": "so is the search index",
    "tenure/foundation/access/apps.py": "the sign-in library tells of sign-ins by signal only",
}
SAVING = {"save", "delete", "clean", "full_clean"}


def test_no_model_has_a_default_order() -> None:
    offenders = [model.__name__ for model in _our_models() if model._meta.ordering]

    assert offenders == []


def test_no_model_has_logic_on_saving() -> None:
    offenders = [
        f"{path}:{owner.name}.{method.name}"
        for path in product_files()
        for owner in ast.walk(tree_of(path))
        if isinstance(owner, ast.ClassDef) and _is_model(owner)
        for method in owner.body
        if isinstance(method, ast.FunctionDef) and method.name in SAVING
    ]

    assert offenders == []


def test_no_business_logic_hangs_on_a_signal() -> None:
    users = {
        str(path)
        for path in product_files()
        if any(name.startswith(SIGNALS) for name in imported_modules(path))
        or any(name.endswith("signals.connect") for name, _ in calls(path))
    }

    assert users - set(SIGNALS_ALLOWED) == set()


def test_every_link_that_a_record_is_found_by_has_an_index() -> None:
    offenders = [
        f"{model.__name__}.{field.name}"
        for model in _our_models()
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and not (field.db_index or field.unique)
        if not any(index.fields[:1] == [field.name] for index in model._meta.indexes)
        if not any(field.name in fields[:1] for fields in _unique_fields(model))
    ]

    assert offenders == []


def _our_models() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        if model.__module__.startswith("tenure."):
            yield model


def _unique_fields(model: type[models.Model]) -> Iterator[tuple[str, ...]]:
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            yield tuple(constraint.fields)


def _is_model(owner: ast.ClassDef) -> bool:
    return any(isinstance(node, ast.ClassDef) and node.name == "Meta" for node in owner.body)

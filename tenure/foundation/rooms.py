"""Finding what any room brings along under a name: how a lower floor reaches those above without knowing them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps


def modules_called(name: str) -> Iterator[ModuleType]:
    """The module of this name of every room of Tenure that has one, in the order of the rooms."""
    for config in apps.get_app_configs():
        module = f"{config.name}.{name}"
        if config.name.startswith("tenure.") and find_spec(module) is not None:
            yield import_module(module)

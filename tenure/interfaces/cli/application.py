"""The commands, found by scanning `commands/`: each module has a function `register(app)`."""

from __future__ import annotations

import gc
import os
from importlib import import_module
from pkgutil import iter_modules

import typer

from tenure.interfaces.cli import commands

SETTINGS = "tenure.configuration.settings"
OBJECTS_BETWEEN_COLLECTIONS = 50_000


def application() -> typer.Typer:
    """The whole command line."""
    app = typer.Typer(
        name="tenure",
        help="The whole customer lifecycle in one place.",
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    for module in sorted(module.name for module in iter_modules(commands.__path__)):
        import_module(f"{commands.__name__}.{module}").register(app)
    return app


def set_up_django() -> None:
    """Reads the settings and loads the rooms; each command that needs them calls this first."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)  # what is loaded stays; it would be looked over a dozen times
    django.setup()

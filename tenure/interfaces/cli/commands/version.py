"""`tenure version`."""

from __future__ import annotations

import platform

import typer

from tenure.interfaces.cli.output import Format, FormatOption, print_rows
from tenure.interfaces.cli.versions import version_of


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(version)


def version(format: FormatOption = Format.TABLE) -> None:
    """Print the versions of Tenure and of what it stands on."""
    names = ("tenure", "django", "granian", "psycopg")
    rows = [{"part": name, "version": version_of(name)} for name in names]
    rows.append({"part": "python", "version": platform.python_version()})
    print_rows(rows=rows, columns=("part", "version"), format=format)

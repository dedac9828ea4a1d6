"""`tenure restore FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tenure.interfaces.cli.application import set_up_django
from tenure.interfaces.cli.output import say


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(restore)


def restore(file: Annotated[Path, typer.Argument(help="A file that `tenure backup` wrote.")]) -> None:
    """Bring a backup back into an empty home and database, SQLite or PostgreSQL, whichever it came from."""
    set_up_django()
    from tenure.configuration.home import home
    from tenure.interfaces.cli.archives.restoring import restore_backup

    manifest = restore_backup(source=file, home=home())
    rows = sum(table.rows for table in manifest.tables)
    say(f"Restored the backup of {manifest.made_at}: {rows} rows and {len(manifest.files)} files. Run `tenure doctor`.")

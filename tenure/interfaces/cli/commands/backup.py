"""`tenure backup FILE`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tenure.interfaces.cli.application import set_up_django
from tenure.interfaces.cli.output import say


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(backup)


def backup(file: Annotated[Path, typer.Argument(help="The file to write, such as tenure-2026-03-01.backup.")]) -> None:
    """Write everything into one file: records and their history, files, the signing key. Work may go on meanwhile.

    Whoever has the file has everything; it is readable by you alone. Keep it as you keep the database.
    """
    set_up_django()
    from tenure.configuration.home import home
    from tenure.foundation import clock
    from tenure.interfaces.cli.archives.writing import write_backup
    from tenure.interfaces.cli.installation import require_ready

    require_ready()
    manifest = write_backup(target=file, home=home(), now=clock.now())
    rows = sum(table.rows for table in manifest.tables)
    say(f"Wrote {file}: {rows} rows of {len(manifest.tables)} tables and {len(manifest.files)} files. Keep it safe.")

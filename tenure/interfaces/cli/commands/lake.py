"""`tenure lake status|refresh|verify`: the mirror of history that questions read."""

from __future__ import annotations

from dataclasses import asdict

import typer

from tenure.interfaces.cli.application import set_up_django
from tenure.interfaces.cli.output import Format, FormatOption, print_rows

STATUS = ("table", "mirrored", "behind", "files", "bytes", "refreshed_at")
VERIFIED = ("table", "mirrored", "recorded", "mirror_hash", "record_hash", "difference")


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    lake = typer.Typer(help="The mirror of history that questions read.", no_args_is_help=True)
    lake.command("status")(status)
    lake.command("refresh")(refresh_mirror)
    lake.command("verify")(verify_mirror)
    app.add_typer(lake, name="lake")


def status(format: FormatOption = Format.TABLE) -> None:
    """Show what the mirror holds of each table, and how much is not in it yet."""
    set_up_django()
    from tenure.engine.lake.place import lake_folder
    from tenure.engine.lake.records.standing import standing

    rows = [asdict(one) for one in standing(lake=lake_folder())]
    print_rows(rows=rows, columns=STATUS, format=format)


def refresh_mirror(format: FormatOption = Format.TABLE) -> None:
    """Mirror the history that came since; a worker does so every five minutes."""
    set_up_django()
    from tenure.engine.lake.place import lake_folder
    from tenure.engine.lake.records.mirroring import refresh
    from tenure.foundation import clock

    print_rows(rows=[asdict(refresh(lake=lake_folder(), now=clock.now()))], columns=("rows", "tables"), format=format)


def verify_mirror(format: FormatOption = Format.TABLE) -> None:
    """Prove that the mirror equals the records, row by row; ends with exit code 1 where it does not."""
    set_up_django()
    from tenure.engine.lake.place import lake_folder
    from tenure.engine.lake.records.verifying import verify

    found = list(verify(lake=lake_folder()))
    print_rows(rows=[asdict(one) for one in found], columns=VERIFIED, format=format)
    if not all(one.is_equal for one in found):
        raise typer.Exit(1)

"""`tenure content list|load`."""

from __future__ import annotations

from typing import Annotated

import typer

from tenure.interfaces.cli.acting import acting_user
from tenure.interfaces.cli.application import set_up_django
from tenure.interfaces.cli.output import Format, FormatOption, print_rows, say

COLUMNS = ("key", "title", "kind", "here")

ActingAs = Annotated[str | None, typer.Option("--as", help="The administrator who does it; default: the first one.")]
Keys = Annotated[
    list[str] | None, typer.Argument(help="Keys of pieces, such as mails/welcome, or of topics, such as mails.")
]


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    content = typer.Typer(help="The mails, sheets and templates that ship.", no_args_is_help=True)
    content.command("list")(list_content)
    content.command("load")(load)
    app.add_typer(content, name="content")


def list_content(format: FormatOption = Format.TABLE) -> None:
    """List what ships, and how each piece stands here: missing, as shipped, changed here, removed here …"""
    _ready()
    from tenure.foundation.records.kinds import model_of
    from tenure.lifecycle.content.reading import shipped_pieces
    from tenure.lifecycle.content.standing import standings

    rows = [
        {
            "key": found.piece.key,
            "title": found.piece.title,
            "kind": model_of(found.piece.kind).kind.label,
            "here": found.standing.value,
        }
        for found in standings(pieces=shipped_pieces())
    ]
    print_rows(rows=rows, columns=COLUMNS, format=format)


def load(keys: Keys = None, acting_as: ActingAs = None) -> None:
    """Load what is missing, and newer texts of what nobody changed here. What was changed or removed stays so."""
    _ready()
    from tenure.foundation import clock
    from tenure.lifecycle.content.loading import load_content
    from tenure.lifecycle.content.reading import chosen_pieces

    loaded = load_content(by=acting_user(acting_as), now=clock.now(), pieces=chosen_pieces(keys=keys))
    if not loaded.added and not loaded.renewed:
        say("Nothing was missing; nothing was changed.")
        return
    say(f"{len(loaded.added)} added, {len(loaded.renewed)} brought up to date, {loaded.kept} left as they are.")


def _ready() -> None:
    set_up_django()
    from tenure.interfaces.cli.installation import require_ready

    require_ready()

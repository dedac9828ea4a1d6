"""`tenure import FILE…`, and `tenure import undo|resume|list|rejected|duplicates|mapping`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from tenure.interfaces.cli.acting import acting_user
from tenure.interfaces.cli.application import set_up_django
from tenure.interfaces.cli.asking import asked
from tenure.interfaces.cli.output import Format, FormatOption, print_rows, say

if TYPE_CHECKING:
    from tenure.interfaces.ingest.applying.batches import Result

DEFAULT = "files"

Files = Annotated[list[Path], typer.Argument(help="CSV, Excel, Parquet, JSON lines; packed or not.", exists=True)]
Kind = Annotated[str | None, typer.Option("--as", "--kind", help="What the rows are, such as account.")]
Map = Annotated[Path | None, typer.Option("--map", "--mapping", help="A YAML file, or a name of `mapping list`.")]
Source = Annotated[str | None, typer.Option(help="Where the files come from, such as hubspot.")]
Keep = Annotated[bool, typer.Option("--keep-unmapped", help="Make fields of your own of columns that no field takes.")]
By = Annotated[str | None, typer.Option("--by", help="The user in whose name it is done; default: an administrator.")]
Batch = Annotated[str, typer.Argument(help="The import, as `tenure import list` shows it.")]


class _FilesFirst(TyperGroup):
    """A group whose first word may be a file: then the files are imported."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] != "--help":
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    group = typer.Typer(cls=_FilesFirst, help="Records from files.", no_args_is_help=True)
    group.command(DEFAULT, help="Import files (this word may be left out).")(import_files)
    group.command("undo")(undo_import)
    group.command("resume")(resume)
    group.command("list")(list_imports)
    group.command("rejected")(rejected)
    group.command("duplicates")(duplicates)
    mapping = typer.Typer(help="How columns become fields.", no_args_is_help=True)
    mapping.command("suggest")(suggest)
    mapping.command("show")(show)
    mapping.command("list")(list_mappings)
    group.add_typer(mapping, name="mapping")
    app.add_typer(group, name="import")


def import_files(
    files: Files,
    kind: Kind = None,
    map: Map = None,
    source: Source = None,
    keep_unmapped: Keep = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would do, and change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before importing.")] = False,
    by: By = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Import files. Rejected rows come back as FILE.rejected.csv with a reason."""
    _ready()
    from tenure.foundation import clock
    from tenure.interfaces.cli.importing.choosing import choose, kind_called
    from tenure.interfaces.cli.importing.telling import columns_for, lines_of, rows_of, write_rejected
    from tenure.interfaces.ingest.applying.batches import prepare, preview, run
    from tenure.interfaces.ingest.reading import open_tables

    user = acting_user(by)
    by_file = {file: open_tables(file) for file in files}
    tables = [table for found in by_file.values() for table in found]
    chosen = choose(
        tables=tables,
        file=map,
        kind=None if kind is None else kind_called(kind),
        source=source,
        keep_unmapped=keep_unmapped,
        by=user,
    )
    _tell([f"The mapping is {chosen.origin}.", *chosen.notes])
    if dry_run:
        tried = preview(mapping=chosen.mapping, tables=tables, by=user, now=clock.now())
        rows = rows_of(tried.tallies)
        print_rows(rows=rows, columns=columns_for(rows, format), format=format)
        _tell([*lines_of(tried), "Nothing was changed: this was a dry run."])
        return
    if not yes and sys.stdin.isatty() and not _agreed(len(tables)):
        return
    batch = prepare(mapping=chosen.mapping, paths=files, by=user, now=clock.now())
    _tell([f"Import {batch.key} …"])
    result = run(batch=batch, now=clock.now())
    _print(result, format)
    written = write_rejected(batch=batch, files={file: [t.name for t in found] for file, found in by_file.items()})
    _tell(f"Rejected rows: {path}" for path in written)
    _tell([f"Take it back with `tenure import undo {batch.key}`."])


def undo_import(
    batch: Batch,
    keep_later_edits: Annotated[
        bool, typer.Option("--keep-later-edits", help="Leave what has been edited since, and undo the rest.")
    ] = False,
    by: By = None,
) -> None:
    """Take an import back: what it created goes, what it changed gets its old values."""
    _ready()
    from tenure.foundation import clock
    from tenure.interfaces.ingest.applying.batches import batch_called
    from tenure.interfaces.ingest.applying.undoing import undo

    user = acting_user(by)
    found = undo(batch=batch_called(batch), by=user, now=clock.now(), keep_later_edits=keep_later_edits)
    say(f"Taken back: {found.removed:,} records removed, {found.set_back:,} set back.")
    for edit in found.left[:20]:
        say(f"Left as it is, since it was edited: {edit}.")


def resume(batch: Batch, format: FormatOption = Format.TABLE) -> None:
    """Go on with an import that was stopped, where it left off."""
    _ready()
    from tenure.foundation import clock
    from tenure.interfaces.ingest.applying.batches import batch_called, run

    _print(run(batch=batch_called(batch), now=clock.now()), format)


def list_imports(format: FormatOption = Format.TABLE) -> None:
    """List the imports, the latest first."""
    _ready()
    from tenure.interfaces.ingest.applying.tallies import Outcome, Tallies
    from tenure.interfaces.ingest.models import ImportBatch

    rows = []
    for batch in ImportBatch.objects.select_related("by").order_by("-created_at", "-pk"):
        tallies = Tallies.from_json(batch.counts)
        counts = {outcome.value: tallies.total(outcome) for outcome in Outcome}
        rows.append(
            {
                "batch": batch.key,
                "source": batch.source,
                "state": batch.state,
                "at": batch.created_at.isoformat(timespec="seconds"),
                "by": str(batch.by or ""),
                **counts,
                "rejected": tallies.rejected,
            }
        )
    columns = ("batch", "source", "state", "at", "by", "created", "updated", "unchanged", "duplicate", "rejected")
    print_rows(rows=rows, columns=columns, format=format)


def rejected(batch: Batch) -> None:
    """Print the rejected rows of an import as CSV, with row number and reason."""
    _ready()
    from tenure.interfaces.ingest.applying.batches import batch_called
    from tenure.interfaces.ingest.applying.rejecting import rejected_file

    sys.stdout.writelines(rejected_file(batch_called(batch)))


def duplicates(
    accept: Annotated[int | None, typer.Option(help="Merge the two records of this proposal.")] = None,
    reject: Annotated[int | None, typer.Option(help="Keep the two records of this proposal apart.")] = None,
    by: By = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """List records that may be the same, and decide about them."""
    _ready()
    from tenure.foundation import clock
    from tenure.interfaces.ingest.duplicates import deciding

    user = acting_user(by)
    if accept is not None:
        kept = deciding.accept(proposal=deciding.proposal_called(accept), by=user, now=clock.now())
        say(f"Merged into {kept}.")
    elif reject is not None:
        deciding.reject(proposal=deciding.proposal_called(reject), by=user, now=clock.now())
        say("They stay apart.")
    else:
        columns = ("proposal", "kind", "keep", "other", "score", "reason")
        print_rows(rows=deciding.listed(), columns=columns, format=format)


def suggest(files: Files, kind: Kind = None, source: Source = None, keep_unmapped: Keep = False) -> None:
    """Print a mapping for the files to begin with; what is open stands above it as comments."""
    _ready()
    from tenure.interfaces.cli.importing.choosing import kind_called
    from tenure.interfaces.ingest.mapping.reading import write_mapping
    from tenure.interfaces.ingest.mapping.suggesting import suggest_mapping
    from tenure.interfaces.ingest.reading import open_tables

    tables = [table for file in files for table in open_tables(file)]
    wanted = None if kind is None else kind_called(kind)
    found = suggest_mapping(tables, kind=wanted, source=source, keep_unmapped=keep_unmapped)
    for note in found.notes:
        say(f"# {note}")
    for one in found.questions:
        choices = " or ".join(f"{choice.value} ({choice.reading})" for choice in one.question.choices)
        say(f"# Open: {one.question.text} Answer at the field {one.field}: {choices}")
    for name, columns in found.unmapped.items():
        say(f"# {name}: no field takes {', '.join(columns)}; --keep-unmapped makes fields of your own of them.")
    sys.stdout.write(write_mapping(found.mapping))


def list_mappings(format: FormatOption = Format.TABLE) -> None:
    """List the mappings that come with Tenure, and those kept from imports."""
    _ready()
    from tenure.interfaces.ingest.models import SavedMapping
    from tenure.interfaces.ingest.ready.shelf import ready_mappings

    rows = [
        {"name": one.name, "title": one.title, "makes": ", ".join(one.kinds), "origin": "comes with Tenure"}
        for one in ready_mappings()
    ]
    rows += [
        {"name": one.source, "title": "", "makes": "", "origin": f"kept from {one.saved_at:%Y-%m-%d}"}
        for one in SavedMapping.objects.order_by("source")
    ]
    print_rows(rows=rows, columns=("name", "title", "makes", "origin"), format=format)


def show(
    name: Annotated[str, typer.Argument(help="A name from `tenure import mapping list`.")],
    kept: Annotated[
        bool, typer.Option("--kept", help="The one kept from the last import, not the one that comes with Tenure.")
    ] = False,
) -> None:
    """Print a mapping that comes with Tenure, or the one that a source was last imported with."""
    _ready()
    from tenure.interfaces.ingest.mapping.reading import write_mapping
    from tenure.interfaces.ingest.mapping.saving import kept_mapping
    from tenure.interfaces.ingest.ready.shelf import is_ready, ready_text

    comes_with_tenure = is_ready(name) and not kept
    sys.stdout.write(ready_text(name=name) if comes_with_tenure else write_mapping(kept_mapping(source=name)))


def _ready() -> None:
    set_up_django()
    from tenure.interfaces.cli.installation import require_ready

    require_ready()


def _print(result: Result, format: Format) -> None:
    from tenure.interfaces.cli.importing.telling import columns_for, lines_of, rows_of

    rows = rows_of(result.tallies)
    print_rows(rows=rows, columns=columns_for(rows, format), format=format)
    _tell(lines_of(result))


def _tell(lines: Any) -> None:
    """Words for people go to stderr: stdout is for results."""
    for line in lines:
        sys.stderr.write(f"{line}\n")


def _agreed(count: int) -> bool:
    word = asked(given=None, question=f"Import {count} table(s)? yes or no", option="--yes", default="no")
    return word.casefold() in ("y", "yes")

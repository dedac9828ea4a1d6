"""`tenure metrics list|show|rows`: what the catalogue holds, numbers of any period, and the records behind them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tenure.interfaces.cli.acting import acting_user
from tenure.interfaces.cli.application import set_up_django
from tenure.interfaces.cli.metric_comparisons import CompareOption, held_against
from tenure.interfaces.cli.metric_figures import in_full, in_words, plain
from tenure.interfaces.cli.metric_questions import (
    AsOf,
    By,
    From,
    GrainOption,
    KnownAt,
    PeriodOption,
    To,
    Where,
    question,
)
from tenure.interfaces.cli.metric_settings import add_settings
from tenure.interfaces.cli.output import Format, FormatOption, print_rows

LIST_COLUMNS = ("key", "title", "function", "series", "unit", "dimensions")
FIGURES = ("numerator", "denominator", "n")
FLAGS = ("unit", "partial", "low_n", "restated", "reason")
WORDS = ("note", "reason")
BEHIND = ("series", "side", "kind", "id", "amount")

ActingAs = Annotated[str | None, typer.Option("--as", help="Whose rights hold; default: the first administrator.")]
Keys = Annotated[list[str], typer.Argument(help="A metric or one of its series, such as win_rate; several one by one.")]


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    metrics = typer.Typer(help="The numbers of the company.", no_args_is_help=True)
    metrics.command("list")(list_metrics)
    metrics.command("show")(show)
    metrics.command("rows")(rows)
    add_settings(metrics)
    app.add_typer(metrics, name="metrics")


def list_metrics(format: FormatOption = Format.TABLE) -> None:
    """List every metric with its series, unit and dimensions."""
    set_up_django()
    from tenure.engine.metrics.registry import catalogue

    found = [
        {
            "key": metric.key,
            "title": metric.title,
            "function": metric.function,
            "series": _listed([series.key for series in metric.series], format),
            "unit": metric.unit.told,
            "dimensions": _listed(metric.dimensions, format),
        }
        for metric in sorted(catalogue().metrics.values(), key=lambda one: (one.function, one.key))
    ]
    print_rows(rows=found, columns=LIST_COLUMNS, format=format)


def show(
    keys: Keys,
    start: From = None,
    end: To = None,
    period: PeriodOption = None,
    grain: GrainOption = "month",
    by: By = None,
    where: Where = "",
    as_of: AsOf = None,
    known_at: KnownAt = None,
    compare: CompareOption = None,
    acting_as: ActingAs = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show a metric by period, as of any day, as known at any time."""
    set_up_django()
    from tenure.engine.lake.place import lake_folder
    from tenure.engine.metrics.answers import result_column
    from tenure.engine.workspace.rights import ask_as

    ask = question(keys, start, end, grain, by, where, as_of, known_at, period)
    user = acting_user(acting_as)
    answers = ask_as(ask, user=user, lake=lake_folder())
    against = held_against(answers, ask=ask, to=compare or (), user=user)
    tell = in_words if format is Format.TABLE else in_full
    rows = [
        {
            "period": one.period.start,
            "series": one.series,
            **{result_column(name): value for name, value in one.dims.items()},
            **tell(one, {name: values.get(place) for name, values in against.items()}),
            "reason": one.reason,
        }
        for place, one in enumerate(answers)
    ]
    figures = ("value", *against, *FIGURES)
    columns = ("period", "series", *map(result_column, ask.by), *figures, *(FLAGS if tell is in_full else WORDS))
    print_rows(rows=rows, columns=columns, format=format, figures=figures)


def rows(
    keys: Keys,
    start: From = None,
    end: To = None,
    period: PeriodOption = None,
    grain: GrainOption = "month",
    by: By = None,
    where: Where = "",
    as_of: AsOf = None,
    known_at: KnownAt = None,
    acting_as: ActingAs = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show the records behind a number: for sums and ratios they add up to it."""
    set_up_django()
    from tenure.engine.lake.place import lake_folder
    from tenure.engine.metrics.answers import result_column
    from tenure.engine.workspace.rights import rows_as

    ask = question(keys, start, end, grain, by, where, as_of, known_at, period)
    seen = rows_as(ask, user=acting_user(acting_as), lake=lake_folder())
    found = [
        {
            "period": one.period.start,
            **{result_column(name): value for name, value in one.dims.items()},
            "series": one.series,
            "side": one.side,
            "kind": one.kind,
            "id": one.public_id,
            "amount": plain(one.amount),
        }
        for one in seen.rows
    ]
    print_rows(rows=found, columns=("period", *map(result_column, ask.by), *BEHIND), format=format)
    if seen.hidden:
        typer.echo(f"{seen.hidden} more that the role does not let see.", err=True)


def _listed(words: Any, format: Format) -> Any:
    return list(words) if format is Format.JSON else ", ".join(words)

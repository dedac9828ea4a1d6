"""`tenure metrics list|show|rows`: what the catalogue holds, numbers of any period, and the records behind them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tenure.interfaces.cli.application import set_up_django
from tenure.interfaces.cli.metric_settings import add_settings
from tenure.interfaces.cli.output import Format, FormatOption, print_rows

if TYPE_CHECKING:
    from tenure.engine.workspace.asking import Ask

LIST_COLUMNS = ("key", "title", "function", "series", "unit", "dimensions")
FIGURES = ("value", "numerator", "denominator", "n")
FLAGS = ("partial", "low_n", "restated", "reason")
BEHIND = ("series", "side", "kind", "id", "amount")

Keys = Annotated[list[str], typer.Argument(help="A metric or one of its series, such as win_rate; several one by one.")]
From = Annotated[str | None, typer.Option("--from", help="The first day, such as 2026-01-01.")]
To = Annotated[str | None, typer.Option("--to", help="The day after the last.")]
GrainOption = Annotated[str, typer.Option("--grain", help="day, week, month, quarter, year or total.")]
By = Annotated[
    list[str] | None,
    typer.Option("--by", help="A dimension to cut by; several one by one. One called as a column is shown as by_…."),
]
Where = Annotated[str, typer.Option("--where", help="A condition over dimensions, such as \"segment = 'SMB'\".")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Admit nothing dated after this day; default: today.")]
KnownAt = Annotated[
    str | None, typer.Option("--known-at", help="As known at this instant; `then`: as known at the end of each period.")
]


class BadDateError(ValueError):
    """A day or instant that cannot be read."""


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
    grain: GrainOption = "month",
    by: By = None,
    where: Where = "",
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show a metric by period, as of any day, as known at any time."""
    set_up_django()
    from tenure.engine.lake.place import lake_folder
    from tenure.engine.metrics.answers import result_column
    from tenure.engine.workspace.asking import ask_metric

    ask = _ask(keys, start, end, grain, by, where, as_of, known_at)
    rows = [
        {
            "period": one.period.start,
            "series": one.series,
            **{result_column(name): value for name, value in one.dims.items()},
            "value": _plain(one.value),
            "numerator": _plain(one.numerator),
            "denominator": _plain(one.denominator),
            "n": one.n,
            "unit": one.unit.told,
            "partial": one.period.is_partial,
            "low_n": one.low_n,
            "restated": bool(one.restated),
            "reason": one.reason,
        }
        for one in ask_metric(ask, lake=lake_folder())
    ]
    columns = ("period", "series", *map(result_column, ask.by), *FIGURES, "unit", *FLAGS)
    print_rows(rows=rows, columns=columns, format=format)


def rows(
    keys: Keys,
    start: From = None,
    end: To = None,
    grain: GrainOption = "month",
    by: By = None,
    where: Where = "",
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: FormatOption = Format.TABLE,
) -> None:
    """Show the records behind a number: for sums and ratios they add up to it."""
    set_up_django()
    from tenure.engine.lake.place import lake_folder
    from tenure.engine.metrics.answers import result_column
    from tenure.engine.workspace.asking import rows_behind

    ask = _ask(keys, start, end, grain, by, where, as_of, known_at)
    found = [
        {
            "period": one.period.start,
            **{result_column(name): value for name, value in one.dims.items()},
            "series": one.series,
            "side": one.side,
            "kind": one.kind,
            "id": one.public_id,
            "amount": _plain(one.amount),
        }
        for one in rows_behind(ask, lake=lake_folder())
    ]
    print_rows(rows=found, columns=("period", *map(result_column, ask.by), *BEHIND), format=format)


def _ask(
    keys: list[str],
    start: str | None,
    end: str | None,
    grain: str,
    by: list[str] | None,
    where: str,
    as_of: str | None,
    known_at: str | None,
) -> Ask:
    from tenure.engine.workspace.asking import THEN, Ask
    from tenure.foundation import clock
    from tenure.foundation.organisation.days import company_zone, day_of

    today = day_of(instant=clock.now(), zone=company_zone())
    return Ask(
        keys=tuple(keys),
        as_of=_day(as_of, "--as-of") or today,
        start=_day(start, "--from"),
        end=_day(end, "--to"),
        grain=grain,
        by=tuple(by or ()),
        where=where,
        known_at=THEN if known_at == THEN else _instant(known_at),
        with_restated=True,
    )


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadDateError(f"{option}: {text!r} is not a day; write it as 2026-03-31.") from None


def _instant(text: str | None) -> datetime | None:
    """The instant; a bare day counts to its end by the company's clock."""
    if text is None:
        return None
    from tenure.foundation.organisation.days import company_zone, day_end

    try:
        if len(text) == len("2026-03-31"):
            return day_end(day=date.fromisoformat(text), zone=company_zone())
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadDateError(
            f"--known-at: {text!r} is neither a day (2026-03-31) nor an instant (2026-03-31T17:00Z) nor `then`."
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=company_zone())


def _listed(words: Any, format: Format) -> Any:
    return list(words) if format is Format.JSON else ", ".join(words)


def _plain(value: Any) -> Any:
    """Money as a number with the decimals that it has: exact for any amount that a spreadsheet shows."""
    from decimal import Decimal

    return float(value) if isinstance(value, Decimal) else value

"""`tenure boardpack`: a dashboard, or chosen metrics, as slides or on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenure.interfaces.cli.acting import acting_user
from tenure.interfaces.cli.application import set_up_django
from tenure.interfaces.cli.metric_questions import AsOf, From, GrainOption, KnownAt, PeriodOption, To, question
from tenure.interfaces.cli.output import say

if TYPE_CHECKING:
    from tenure.interfaces.reports.declaring import Dashboard

Target = Annotated[Path, typer.Argument(help="The file to write: FILE.pdf to read, FILE.pptx to edit.")]
OfDashboard = Annotated[str, typer.Option("--dashboard", help="founder, executive, marketing, sales, …")]
Chosen = Annotated[
    list[str] | None, typer.Option("--metric", help="A metric or series instead of a dashboard; several one by one.")
]
ActingAs = Annotated[str | None, typer.Option("--as", help="Whose rights hold; default: the first administrator.")]


class BadPackError(ValueError):
    """A board pack that cannot be made as asked."""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("boardpack")(boardpack)


def boardpack(
    file: Target,
    dashboard: OfDashboard = "executive",
    metric: Chosen = None,
    start: From = None,
    end: To = None,
    grain: GrainOption = "month",
    as_of: AsOf = None,
    known_at: KnownAt = None,
    period: PeriodOption = None,
    acting_as: ActingAs = None,
) -> None:
    """Write a board pack: numbers, charts and tables with definitions and footnotes."""
    set_up_django()
    from tenure.interfaces.cli.installation import require_ready

    require_ready()
    from dataclasses import replace

    from tenure.engine.metrics.periods import Grain
    from tenure.foundation import clock
    from tenure.foundation.organisation.models import Company
    from tenure.interfaces.reports.pack.contents import board_pack
    from tenure.interfaces.reports.pack.files import PackFormat, pack_file
    from tenure.interfaces.reports.spans import dashboard_start, usual_end

    format = file.suffix.lower().lstrip(".")
    if format not in tuple(PackFormat):
        raise BadPackError(f"{file}: a board pack is a .pdf or a .pptx file.")
    chosen = _chosen(dashboard, metric)
    ask = question([], start, end, grain, None, "", as_of, known_at, period)
    company = Company.objects.get()
    length = Grain(ask.grain)
    ask = replace(
        ask,
        start=ask.start or dashboard_start(grain=length, as_of=ask.as_of, company=company),
        end=ask.end or usual_end(grain=length, as_of=ask.as_of, company=company),
        with_restated=False,
    )
    pack = board_pack(dashboard=chosen, user=acting_user(acting_as), company=company, ask=ask, now=clock.now())
    file.write_bytes(pack_file(pack=pack, format=PackFormat(format)))
    say(f"{file}: figures on {len(pack.pages)} page{'' if len(pack.pages) == 1 else 's'}, and what they mean.")


def _chosen(dashboard: str, metrics: list[str] | None) -> Dashboard:
    from tenure.engine.metrics.registry import find_metric
    from tenure.interfaces.reports.pack.files import chosen_metrics
    from tenure.interfaces.reports.shipped import SHIPPED, shipped_dashboard

    if metrics:
        found = [find_metric(key) for key in metrics]
        return chosen_metrics(tuple(only or metric.series[0].key for metric, only in found))
    one = shipped_dashboard(dashboard)
    if one is None:
        raise BadPackError(f"There is no dashboard {dashboard!r}: it is {', '.join(each.slug for each in SHIPPED)}.")
    return one

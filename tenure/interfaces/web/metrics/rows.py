"""From a number on the page down to its records, in the side panel; and the answers as a file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenure.engine.lake.place import lake_folder
from tenure.engine.metrics.answers import Row, result_column
from tenure.engine.metrics.declaring import Unit
from tenure.engine.metrics.registry import catalogue
from tenure.engine.metrics.showing import shown
from tenure.engine.workspace.asking import rows_behind
from tenure.engine.workspace.rights import ask_as, drilled
from tenure.foundation.records.kinds import model_of
from tenure.interfaces.listing.export import harmless
from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.metrics.asked import asked_of
from tenure.interfaces.web.metrics.page import chosen_series
from tenure.interfaces.web.metrics.seen import seen_metric

MOST_SHOWN = 200
COLUMNS = ("series", "period", "value", "numerator", "denominator", "n", "unit", "partial", "low_n", "reason")


@dataclass(frozen=True)
class Behind:
    """A record behind a number, as a line to read."""

    title: str
    url: str
    kind: str
    amount: str


@dataclass(frozen=True)
class Side:
    """The records of one side of a number, the largest first."""

    title: str
    rows: list[Behind]
    count: int
    hidden: int


@require_GET
def metric_rows(request: HttpRequest, key: str) -> HttpResponse:
    """The records behind the number at `?place=` (the first day of its period, then its cut)."""
    metric, only = seen_metric(request, key)
    asked = asked_of(request, key=metric.key, default_grain=metric.default_grain)
    series = chosen_series(metric, asked.words["series"] or only)
    start, *cut = request.GET.get("place", "").split("|")
    rows = [
        row
        for row in rows_behind(replace(asked.ask, keys=(series.key,), series_only=True), lake=lake_folder())
        if row.period.start.isoformat() == start and [str(value) for value in row.dims.values()] == cut
    ]
    context = {
        "metric": metric,
        "series": series,
        "place": " · ".join([start, *cut]),
        "sides": _sides(request, rows),
    }
    return render(request, "metrics/rows.html", context)


@require_GET
def metric_download(request: HttpRequest, key: str) -> HttpResponse:
    """The numbers of the page as CSV, with formulas made harmless."""
    metric, _ = seen_metric(request, key)
    asked = asked_of(request, key=metric.key, default_grain=metric.default_grain)
    out = io.StringIO()
    writer = csv.writer(out)
    out.write("\ufeff")
    writer.writerow([*map(result_column, asked.ask.by), *COLUMNS])
    for one in ask_as(asked.ask, user=request.user, lake=lake_folder()):
        cut = [harmless(str(value)) for value in one.dims.values()]
        figures = [one.value, one.numerator, one.denominator, one.n, one.unit.told]
        flags = [one.period.is_partial, one.low_n, one.reason or ""]
        writer.writerow([*cut, one.series, one.period.start.isoformat(), *figures, *flags])
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{metric.key}.csv"'
    return response


def _sides(request: HttpRequest, rows: list[Row]) -> list[Side]:
    found = []
    for name, side in dict.fromkeys((row.series, row.side) for row in rows):
        mine = [row for row in rows if (row.series, row.side) == (name, side)]
        seen = drilled(mine, user=request.user)
        largest = sorted(seen.rows, key=lambda row: -abs(row.amount or 0))[:MOST_SHOWN]
        title = catalogue().series[name][0].title if side == "numerator" else "Out of"
        found.append(Side(title, _behind(request, largest, name), len(seen.rows), seen.hidden))
    return found


def _behind(request: HttpRequest, rows: list[Row], series: str) -> list[Behind]:
    currency = request.company.currency  # type: ignore[attr-defined]
    records: dict[tuple[str, int], Any] = {}
    for kind in {row.kind for row in rows}:
        ids = [row.record for row in rows if row.kind == kind]
        records |= {(kind, pk): record for pk, record in model_of(kind).everything.in_bulk(ids).items()}
    unit = catalogue().series[series][1].unit
    found = []
    for row in rows:
        record = records.get((row.kind, row.record))
        url = record_url(record) if record is not None and record.deleted_at is None else ""
        title = str(record) if record is not None else row.public_id
        found.append(Behind(title, url, model_of(row.kind).kind.label, _amount(row, unit, currency)))
    return found


def _amount(row: Row, unit: Any, currency: str) -> str:
    if isinstance(row.amount, Decimal):
        return shown(row.amount, unit=Unit.MONEY, currency=currency)
    return "" if row.amount == 1 else shown(row.amount, unit=unit, currency=currency)

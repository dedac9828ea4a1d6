"""The page of a metric: its newest number, how it moved, its cuts, what it means and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenure.engine.conditions.syntax import ConditionError
from tenure.engine.lake.place import lake_folder
from tenure.engine.metrics.answers import Answer
from tenure.engine.metrics.cuts import UnknownCutError
from tenure.engine.metrics.declaring import Metric, Series
from tenure.engine.metrics.lineage import kinds_of, relations_of
from tenure.engine.metrics.periods import PeriodError
from tenure.engine.metrics.registry import catalogue
from tenure.engine.workspace.asking import THEN, Ask
from tenure.engine.workspace.rights import ask_as
from tenure.foundation.records.kinds import model_of
from tenure.interfaces.reports.cohorts import can_be_left
from tenure.interfaces.reports.figures import headline, period_words
from tenure.interfaces.reports.targets import seen_targets
from tenure.interfaces.web.dashboards.keeping import addable
from tenure.interfaces.web.metrics.against import target_url
from tenure.interfaces.web.metrics.asked import GRAINS, NAMES, AddressError, Asked, asked_of
from tenure.interfaces.web.metrics.charting import chart_of
from tenure.interfaces.web.metrics.decided import decided
from tenure.interfaces.web.metrics.figures import table
from tenure.interfaces.web.metrics.owners import owners_of
from tenure.interfaces.web.metrics.seen import seen_metric

BAD_QUESTIONS = (AddressError, UnknownCutError, ConditionError, PeriodError)


@dataclass(frozen=True)
class Tab:
    """One series of the metric, and the address at which it is shown."""

    title: str
    url: str
    is_chosen: bool


@require_GET
def metric_page(request: HttpRequest, key: str) -> HttpResponse:
    """One metric; the address says which series, periods, cut, filter and knowledge."""
    metric, only = seen_metric(request, key)
    try:
        asked = asked_of(request, key=metric.key, default_grain=metric.default_grain)
        series = chosen_series(metric, asked.words["series"] or only)
        context = _numbers(request, metric, series, asked)
        status = 200
    except BAD_QUESTIONS as error:
        asked = Asked(dict.fromkeys(NAMES, ""), _plain(request))
        context, status = {"mistake": str(error), "words": request.GET}, 422
        series = metric.series[0]
    context |= {
        "crumbs": [{"label": "Metrics", "url": "/metrics/"}, {"label": metric.title}],
        "metric": metric,
        "series": series,
        "tabs": [
            Tab(series_title(metric, one), asked.address(series=one.key), one.key == series.key)
            for one in metric.series
        ],
        "grains": GRAINS,
        "then": THEN,
        "then_url": asked.address(known="" if asked.words["known"] == THEN else THEN),
        "rows_address": asked.address(series=series.key),
        "made_of": _made_of(metric),
        "decided": decided(metric, by=request.user),
        "owners": owners_of(metric, by=request.user),
        "asked": asked,
        "can_be_left": can_be_left(series.unit),
        "dashboards": addable(user=request.user),
    }
    context.setdefault("words", asked.words)
    return render(request, "metrics/metric.html", context, status=status)


def chosen_series(metric: Metric, key: str | None) -> Series:
    """The series of this key, else the metric's first."""
    return next((one for one in metric.series if one.key == key), metric.series[0])


def _numbers(request: HttpRequest, metric: Metric, series: Series, asked: Asked) -> dict[str, Any]:
    currency = request.company.currency  # type: ignore[attr-defined]
    grain = asked.ask.grain
    answers = _asked(request, asked.ask, series)
    total = answers if not asked.ask.by else _asked(request, _without_cut(asked.ask), series)
    targets = seen_targets(user=request.user, key=series.key, periods=[one.period for one in total], ask=asked.ask)
    periods, lines, left_out = table(answers, currency=currency, by=asked.ask.by)
    return {
        "headline": headline(total, grain=grain, currency=currency, better=metric.better, targets=targets),
        "chart": chart_of(
            answers,
            grain=grain,
            currency=currency,
            title=series_title(metric, series),
            targets={} if asked.ask.by else targets,
        ),
        "target_url": target_url(user=request.user, key=series.key),
        "periods": [period_words(period, grain) for period in periods],
        "lines": lines,
        "left_out": left_out,
        "total": table(total, currency=currency, by=())[1] if asked.ask.by else [],
    }


def _asked(request: HttpRequest, ask: Ask, series: Series) -> list[Answer]:
    question = replace(ask, keys=(series.key,), series_only=True)
    answers = ask_as(question, user=request.user, lake=lake_folder())
    return [one for one in answers if one.series == series.key]


def _without_cut(ask: Ask) -> Ask:
    return replace(ask, by=())


def _plain(request: HttpRequest) -> Ask:
    return Ask(keys=(), as_of=request.today)  # type: ignore[attr-defined]


def series_title(metric: Metric, series: Series) -> str:
    """What a series is called beside its metric's other ones."""
    return series.title or (metric.title if series.key == metric.key else series.key.replace("_", " ").capitalize())


def _made_of(metric: Metric) -> dict[str, Any]:
    known = catalogue()
    relations = [known.relations[key] for key in sorted(relations_of(metric, catalogue=known))]
    kinds = sorted(model_of(key).kind.plural for key in kinds_of(metric, catalogue=known))
    return {"relations": [one.title for one in relations], "kinds": kinds}

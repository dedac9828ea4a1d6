"""The catalogue: every metric that a person may see, searched and narrowed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenure.engine.metrics.declaring import Metric
from tenure.engine.metrics.registry import catalogue
from tenure.engine.workspace.rights import may_see

FUNCTIONS = ("company", "marketing", "sales", "delivery", "support", "success", "billing")
JOURNEY = ("identify", "discover", "learn", "select", "buy", "onboard", "impact", "scale", "offboard")
MATURITY = ("initiate", "apply", "elevate", "optimize", "analyze")


@dataclass(frozen=True)
class Choice:
    """A value to narrow by, and whether it is chosen."""

    value: str
    is_chosen: bool


@require_GET
def metrics_page(request: HttpRequest) -> HttpResponse:
    """All metrics by function; `?q=` searches names and words, `?function=`, `?journey=`, `?maturity=` narrow."""
    asked = {name: request.GET.get(name, "") for name in ("q", "function", "journey", "maturity")}
    found = [metric for metric in seen_metrics(user=request.user) if _fits(metric, asked)]
    found.sort(key=lambda metric: (FUNCTIONS.index(metric.function), metric.title.casefold()))
    groups = [(name, list(rows)) for name, rows in groupby(found, key=lambda metric: metric.function)]
    context = {
        "crumbs": [{"label": "Metrics"}],
        "asked": asked,
        "groups": groups,
        "count": len(found),
        "functions": FUNCTIONS,
        "journey": JOURNEY,
        "maturity": MATURITY,
    }
    return render(request, "metrics/catalogue.html", context)


def seen_metrics(*, user: Any) -> list[Metric]:
    """The metrics that a person may see."""
    known = catalogue()
    return [metric for metric in known.metrics.values() if may_see(user=user, metric=metric, catalogue=known)]


def _fits(metric: Metric, asked: dict[str, str]) -> bool:
    words = asked["q"].casefold().split()
    series = " ".join(f"{one.key} {one.title}" for one in metric.series)
    text = f"{metric.key} {metric.title} {metric.definition} {series} {' '.join(metric.aliases)}".casefold()
    return (
        all(word in text for word in words)
        and asked["function"] in ("", metric.function)
        and (not asked["journey"] or asked["journey"] in metric.journey)
        and asked["maturity"] in ("", metric.maturity)
    )

"""The pages of data quality: every rule that records break, and the records that break it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenure.engine.metrics.declaring import Metric
from tenure.engine.metrics.lineage import kinds_of
from tenure.engine.metrics.registry import catalogue
from tenure.engine.workspace.rights import may_see
from tenure.foundation.access.rights import may, require
from tenure.foundation.access.roles import Action
from tenure.foundation.records.kinds import Kind, model_of
from tenure.foundation.records.quality import QualityRule, UnknownRuleError, all_rules, broken_records, rule_of
from tenure.foundation.snapshots.keeping import kept
from tenure.interfaces.web.addresses import record_url

SHOWN = 50


@dataclass(frozen=True)
class Broken:
    """A rule, how many records break it, and the metrics that these records are counted in."""

    rule: QualityRule
    kind: Kind
    count: int
    metrics: tuple[Metric, ...]


@dataclass(frozen=True)
class Odd:
    """A record that breaks a rule, with what it says in the fields to look at."""

    title: str
    url: str
    values: tuple[tuple[str, Any], ...]


@require_GET
def quality_page(request: HttpRequest) -> HttpResponse:
    """Every rule that records break which the person may see, by kind, the most often broken first."""
    found = []
    for key, count in _counts():
        rule = rule_of(key)
        kind = model_of(rule.kind).kind
        if count and may(user=request.user, action=Action.VIEW, kind=kind):
            found.append(Broken(rule, kind, count, _touched(request, rule)))
    found.sort(key=lambda one: (-one.count, one.rule.title))
    context = {
        "crumbs": [{"label": "Data quality"}],
        "always_today": True,
        "found": found,
        "records": sum(one.count for one in found),
        "rules": len(all_rules()),
    }
    return render(request, "quality/rules.html", context)


@require_GET
def quality_rule(request: HttpRequest, key: str) -> HttpResponse:
    """The records that break one rule, a page at a time (`?page=`)."""
    try:
        rule = rule_of(key)
    except UnknownRuleError as error:
        raise Http404(str(error)) from error
    kind = model_of(rule.kind).kind
    require(user=request.user, action=Action.VIEW, kind=kind)
    page = Paginator(broken_records(rule=rule).order_by("-pk"), SHOWN).get_page(request.GET.get("page"))
    context = {
        "crumbs": [{"label": "Data quality", "url": "/data-quality/"}, {"label": rule.title}],
        "always_today": True,
        "rule": rule,
        "kind": kind,
        "page": page,
        "odd": [_odd(record, rule, kind) for record in page],
        "fields": [_label(rule, name) for name in rule.fields],
        "metrics": _touched(request, rule),
    }
    return render(request, "quality/rule.html", context)


def _counts() -> tuple[tuple[str, int], ...]:
    """How many records break each rule, counted once for as long as nothing changes."""
    return kept(
        key="quality", make=lambda: tuple((rule.key, broken_records(rule=rule).count()) for rule in all_rules())
    )


def _touched(request: HttpRequest, rule: QualityRule) -> tuple[Metric, ...]:
    known = catalogue()
    metrics = (known.metrics[key] for key in metrics_on(rule.kind))
    return tuple(metric for metric in metrics if may_see(user=request.user, metric=metric, catalogue=known))


@cache
def metrics_on(kind: str) -> tuple[str, ...]:
    """The keys of the metrics that stand on a kind of record."""
    known = catalogue()
    return tuple(key for key, metric in sorted(known.metrics.items()) if kind in kinds_of(metric, catalogue=known))


def _label(rule: QualityRule, name: str) -> str:
    field: Any = model_of(rule.kind)._meta.get_field(name)
    return str(field.verbose_name)


def _odd(record: Any, rule: QualityRule, kind: Kind) -> Odd:
    values = []
    for name in rule.fields:
        told = getattr(record, f"get_{name}_display", None)
        values.append((name, told() if told else getattr(record, name)))
    return Odd(str(record), record_url(record), tuple(values))

"""What was known otherwise before: a metric as of two states of knowledge, and the changes that made the difference."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenure.engine.lake.place import lake_folder
from tenure.engine.metrics.answers import Answer
from tenure.engine.metrics.declaring import Series, Unit
from tenure.engine.metrics.showing import shown
from tenure.engine.metrics.units import is_money
from tenure.engine.workspace.asking import Ask, ask_metric, asked_periods
from tenure.engine.workspace.opening import workspace
from tenure.engine.workspace.restatements import Cause, Restated, restatements
from tenure.engine.workspace.rights import drilled
from tenure.foundation.access.rights import may
from tenure.foundation.access.roles import Action
from tenure.foundation.organisation.days import company_zone, day_end
from tenure.foundation.records.kinds import model_of
from tenure.interfaces.listing.export import harmless
from tenure.interfaces.reports.figures import period_words
from tenure.interfaces.web.addresses import list_url, record_url
from tenure.interfaces.web.metrics.asked import AddressError, Asked, asked_of, read_day
from tenure.interfaces.web.metrics.page import BAD_QUESTIONS, chosen_series, series_title
from tenure.interfaces.web.metrics.seen import seen_metric

MOST_SHOWN, MOST_CAUSES = 200, 5


@dataclass(frozen=True)
class Told:
    """One period as it was known then and as it is known later."""

    period: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True)
class Line:
    """A record of which another amount counts now, and what became known of it."""

    period: str
    title: str
    url: str
    kind: str
    before: str
    after: str
    causes: tuple[tuple[Cause, str, str], ...]
    more: int = 0


@require_GET
def restated_page(request: HttpRequest, key: str) -> HttpResponse:
    """The periods of the address, each as known at `?then=` and as known at `?now=` (empty: by all that is known)."""
    metric, only = seen_metric(request, key)
    context: dict[str, Any] = {"metric": metric, "words": request.GET}
    status = 200
    try:
        asked = asked_of(request, key=metric.key, default_grain=metric.default_grain)
        series = chosen_series(metric, asked.words["series"] or only)
        then, now, start, end = _span(request, asked)
        ask = replace(asked.ask, keys=(series.key,), series_only=True, start=start, end=end)
        found = restatements(ask, earlier=_end_of(then), later=_end_of(now) if now else None, lake=lake_folder())
        seen = drilled([one.row for one in found], user=request.user)
        visible = {id(row) for row in seen.rows}
        context |= {
            "series": series_title(metric, series),
            "asked": asked,
            "then": then,
            "now": now,
            "told": _told(request, ask, series, then, now),
            "lines": _lines(request, [one for one in found if id(one.row) in visible][:MOST_SHOWN], series, ask.grain),
            "count": len(seen.rows),
            "hidden": seen.hidden,
        }
    except BAD_QUESTIONS as error:
        context, status = {**context, "mistake": str(error)}, 422
    context["crumbs"] = [
        {"label": "Metrics", "url": "/metrics/"},
        {"label": metric.title, "url": f"/metrics/{metric.key}/"},
        {"label": "What changed since"},
    ]
    if status == 200 and request.GET.get("format") == "csv":
        return _as_csv(metric.key, context["lines"])
    return render(request, "metrics/restated.html", context, status=status)


def _span(request: HttpRequest, asked: Asked) -> tuple[date, date | None, date, date]:
    """The two days of the address (without the first, the end of the last period that is over), and the days of the
    periods that were over by the first: the others could not be known then."""
    now = read_day(request.GET.get("now", "").strip())
    with workspace(lake=lake_folder()) as opened:
        spans = asked_periods(opened, asked.ask)
    over = [one for one in spans if one.has_begun and not one.is_partial]
    then = read_day(request.GET.get("then", "").strip()) or (over[-1].close if over else asked.ask.as_of)
    if now is not None and now <= then:
        raise AddressError("The later day must come after the earlier one.")
    known = [one for one in over if one.close <= then]
    if not known:
        raise AddressError(f"None of these periods was over on {then:%-d %B %Y}; choose a later day.")
    return then, now, known[0].start, known[-1].end


def _end_of(day: date) -> datetime:
    return day_end(day=day, zone=company_zone())


def _told(request: HttpRequest, ask: Ask, series: Series, then: date, now: date | None) -> list[Told]:
    """The periods whose number is another one now."""
    plain = replace(ask, by=())
    before = _by_period(ask_metric(replace(plain, known_at=_end_of(then)), lake=lake_folder()), series)
    after = _by_period(ask_metric(replace(plain, known_at=_end_of(now) if now else None), lake=lake_folder()), series)
    currency = request.company.currency  # type: ignore[attr-defined]
    found = []
    for period, one in after.items():
        was = before.get(period)
        if was is None or was.value == one.value:
            continue
        known = isinstance(was.value, str) or was.value is None or one.value is None or isinstance(one.value, str)
        gap = "" if known else _signed(one.value - was.value, series.unit, currency)
        words = [shown(each.value, unit=series.unit, currency=currency) for each in (was, one)]
        found.append(Told(period_words(one.period, ask.grain), words[0], words[1], gap))
    return found


def _by_period(answers: Sequence[Answer], series: Series) -> dict[date, Answer]:
    return {one.period.start: one for one in answers if one.series == series.key}


def _signed(gap: Any, unit: Unit, currency: str) -> str:
    size = abs(gap)
    words = f"{size * 100:.1f} points" if unit is Unit.RATIO else shown(size, unit=unit, currency=currency)
    return f"{'+' if gap > 0 else '−'}{words}"


def _lines(request: HttpRequest, found: Sequence[Restated], series: Series, grain: str) -> list[Line]:
    currency = request.company.currency  # type: ignore[attr-defined]
    records: dict[tuple[str, int], Any] = {}
    for kind in {one.row.kind for one in found}:
        ids = [one.row.record for one in found if one.row.kind == kind]
        records |= {(kind, pk): record for pk, record in model_of(kind).everything.in_bulk(ids).items()}
    lines = []
    for one in found:
        record, causes = records.get((one.row.kind, one.row.record)), _causes(request, one)
        unit = Unit.MONEY if is_money(series.unit) or not isinstance(one.before or one.after, int) else Unit.COUNT
        lines.append(
            Line(
                period=period_words(one.row.period, grain),
                title=str(record) if record is not None else one.row.public_id,
                url=record_url(record) if record is not None and record.deleted_at is None else "",
                kind=model_of(one.row.kind).kind.label,
                before=shown(one.before, unit=unit, currency=currency),
                after=shown(one.after, unit=unit, currency=currency),
                causes=causes[:MOST_CAUSES],
                more=max(len(causes) - MOST_CAUSES, 0),
            )
        )
    return lines


def _causes(request: HttpRequest, one: Restated) -> tuple[tuple[Cause, str, str], ...]:
    """What became known, each with what kind of record it was of, and its address; of kinds that the person sees."""
    found = []
    for cause in one.causes:
        kind = model_of(cause.kind).kind
        if may(user=request.user, action=Action.VIEW, kind=kind):
            found.append((cause, kind.label, f"{list_url(kind)}{cause.public_id}/"))
    return tuple(found)


def _as_csv(key: str, lines: Sequence[Line]) -> HttpResponse:
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(("period", "record", "kind", "before", "after", "became known", "of", "by", "reason"))
    for line in lines:
        head = [line.period, harmless(line.title), line.kind, line.before, line.after]
        for cause, _, _ in line.causes:
            told = (cause.known_from.isoformat(), cause.public_id, cause.by, cause.reason)
            writer.writerow([*head, *map(harmless, told)])
        if not line.causes:
            writer.writerow(head)
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}-restated.csv"'
    return response

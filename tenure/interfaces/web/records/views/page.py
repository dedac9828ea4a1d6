"""The page of a record and the parts of it that load by themselves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.interfaces.web.records.finding import record_at
from tenure.interfaces.web.records.page import page_of
from tenure.interfaces.web.records.reading import day_end
from tenure.interfaces.web.records.tabs import chosen_tab, tab_context
from tenure.interfaces.web.records.timeline import BRIEF, PAGE, timeline_page, types_of


@require_safe
def record(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The page; in the side panel, the same without its tabs; by tab, the part under the tabs alone."""
    page = page_of(request=request, record=record_at(slug=slug, public_id=public_id, user=request.user))
    tab = chosen_tab(request.GET.get("tab", ""))
    context = tab_context(request=request, page=page, tab=tab)
    is_part = request.headers.get("HX-Target") == "record-body"
    return render(request, "records/body.html" if is_part else "records/record.html", context)


@require_safe
def timeline(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """A page of the timeline: the first with its filter, the next ones as what follows."""
    at: Any = request
    page = page_of(request=request, record=record_at(slug=slug, public_id=public_id, user=request.user))
    only, after = request.GET.get("only", ""), request.GET.get("after", "")
    is_brief = "brief" in request.GET
    shown = timeline_page(
        record=page.record,
        user=request.user,
        rights=page.rights,
        setting=page.setting,
        only=only,
        cursor=after,
        until=day_end(request) if at.as_of else None,
        size=BRIEF if is_brief else PAGE,
    )
    context = {"page": page, "timeline": shown, "narrowed": only, "brief": is_brief}
    context["types"] = types_of(record=page.record, user=request.user)
    return render(request, "records/timeline_rows.html" if after else "records/timeline.html", context)

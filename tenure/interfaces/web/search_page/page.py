"""The page of everything found."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenure.interfaces.web.search_page.finding import find

SHOWN = 60
LONGEST_TEXT = 200


@require_GET
def search_page(request: HttpRequest) -> HttpResponse:
    """What was found for `?q=`, by kind, the best kinds first."""
    text = request.GET.get("q", "").strip()[:LONGEST_TEXT]
    hits = find(text=text, user=request.user, limit=SHOWN) if text else []
    order = {hit.kind.key: place for place, hit in reversed(list(enumerate(hits)))}
    ranked = sorted(hits, key=lambda hit: order[hit.kind.key])
    groups = [(kind, list(rows)) for kind, rows in groupby(ranked, key=lambda hit: hit.kind)]
    crumbs = [{"label": "Search"}]
    context = {"text": text, "groups": groups, "count": len(hits), "crumbs": crumbs, "always_today": True}
    return render(request, "search/search.html", context)

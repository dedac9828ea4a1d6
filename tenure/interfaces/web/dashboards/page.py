"""The pages of dashboards: which there are, one with its numbers, and the numbers of one tile as a file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tenure.engine.metrics.periods import Grain, PeriodError
from tenure.foundation.access.rights import NotAllowedError, rights_of
from tenure.interfaces.listing.export import harmless
from tenure.interfaces.reports.asking import numbers_of
from tenure.interfaces.reports.declaring import Dashboard, Tile
from tenure.interfaces.reports.shipped import shipped_dashboard
from tenure.interfaces.reports.spans import dashboard_start
from tenure.interfaces.reports.tiles import Setting, known_tiles, shown_tile
from tenure.interfaces.web.dashboards.finding import offered_dashboards
from tenure.interfaces.web.dashboards.keeping import dashboards_for, declared, own_dashboard, slug_of
from tenure.interfaces.web.dashboards.tiles import TileOnPage, tile_on_page
from tenure.interfaces.web.metrics.asked import GRAINS, AddressError, Asked, asked_of

SHARED_WORDS = ("from", "to", "grain", "known")
COLUMNS = ("cut", "series", "period", "value", "unit", "partial", "low_n", "reason")


@dataclass(frozen=True)
class Shown:
    """A dashboard with its numbers; `mistake` says what is wrong with the address."""

    tiles: list[TileOnPage]
    hidden: int
    gone: int
    mistake: str = ""


@require_GET
def dashboards_page(request: HttpRequest) -> HttpResponse:
    """The dashboards that the person can open, those of their function first."""
    require_role(request)
    context = {
        "crumbs": [{"label": "Dashboards"}],
        "offered": offered_dashboards(user=request.user),
        "own": [(slug_of(one), one, one.owner == request.user) for one in dashboards_for(user=request.user)],
    }
    return render(request, "dashboards/dashboards.html", context)


@require_GET
def dashboard_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One dashboard; the address says which periods and what was known."""
    require_role(request)
    dashboard = found_dashboard(request, slug)
    own = own_dashboard(user=request.user, slug=slug)
    is_mine = own is not None and own.owner == request.user
    asked: Asked | None = None
    try:
        asked = asked_of_dashboard(request, dashboard)
        shown = _shown(request, dashboard, asked)
    except (AddressError, PeriodError) as error:
        shown = Shown([], 0, 0, str(error))
    context = {
        "crumbs": [{"label": "Dashboards", "url": reverse("web:dashboards")}, {"label": dashboard.title}],
        "dashboard": dashboard,
        "shown": shown,
        "asked": asked,
        "words": asked.words if asked else request.GET,
        "grains": GRAINS,
        "query": request.GET.urlencode(),
        "own": own,
        "is_mine": is_mine,
        "is_arranged": is_mine and "arrange" in request.GET,
    }
    return render(request, "dashboards/dashboard.html", context, status=422 if shown.mistake else 200)


@require_GET
def tile_download(request: HttpRequest, slug: str, place: int) -> HttpResponse:
    """The numbers of one tile as CSV, with formulas made harmless."""
    require_role(request)
    dashboard = found_dashboard(request, slug)
    seen, _, _ = known_tiles(dashboard.tiles, user=request.user)
    tile = dict(seen).get(place)
    if tile is None:
        raise Http404("There is no such tile on this dashboard.")
    try:
        asked = asked_of_dashboard(request, dashboard)
        text = _as_csv(tile, asked, request.user)
    except (AddressError, PeriodError) as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{dashboard.slug}-{place + 1}-{tile.keys[0]}.csv"'
    return response


def found_dashboard(request: HttpRequest, slug: str) -> Dashboard:
    """The dashboard of an address that the person may open, else “not found”."""
    found = shipped_dashboard(slug)
    if found is not None:
        return found
    own = own_dashboard(user=request.user, slug=slug)
    if own is None:
        raise Http404("There is no dashboard of this address; it may be private or deleted.")
    return declared(own)


def require_role(request: HttpRequest) -> None:
    """Passes if the person has any role: numbers are for those. Raises `NotAllowedError`."""
    if not rights_of(user=request.user).grants:
        raise NotAllowedError("Your account has no role yet, so there are no dashboards for you. Ask an administrator.")


def asked_of_dashboard(request: HttpRequest, dashboard: Dashboard) -> Asked:
    """The question of the address. Raises `AddressError`."""
    asked = asked_of(request, key="", default_grain=dashboard.grain)
    if asked.words["from"]:
        return asked
    company = request.company  # type: ignore[attr-defined]
    start = dashboard_start(grain=Grain(asked.ask.grain), as_of=asked.ask.as_of, company=company)
    return replace(asked, ask=replace(asked.ask, start=start))


def _shown(request: HttpRequest, dashboard: Dashboard, asked: Asked) -> Shown:
    seen, hidden, gone = known_tiles(dashboard.tiles, user=request.user)
    numbers = numbers_of([tile for _, tile in seen], ask=asked.ask, user=request.user)
    currency = request.company.currency  # type: ignore[attr-defined]
    query = {name: asked.words[name] for name in SHARED_WORDS}
    if not query["grain"] and asked.ask.grain != "month":
        query["grain"] = asked.ask.grain
    setting = Setting(asked.ask, currency, request.user)
    tiles = [
        tile_on_page(shown_tile(place, tile, numbers=numbers, setting=setting), query=query) for place, tile in seen
    ]
    return Shown(tiles, hidden, gone)


def _as_csv(tile: Tile, asked: Asked, user: Any) -> str:
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for series in numbers_of([tile], ask=asked.ask, user=user).of(tile):
        for one in series:
            cut = harmless(" · ".join(map(str, one.dims.values())))
            figures: list[Any] = [one.series, one.period.start.isoformat(), one.value, one.unit.told]
            writer.writerow([cut, *figures, one.period.is_partial, one.low_n, one.reason or ""])
    return out.getvalue()

"""Making, arranging, sharing and deleting dashboards of one's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from tenure.engine.workspace.asking import Ask
from tenure.interfaces.reports.asking import numbers_of
from tenure.interfaces.reports.declaring import Tile
from tenure.interfaces.web.dashboards.keeping import (
    TileError,
    add_tile,
    arrange,
    change_dashboard,
    drop_dashboard,
    drop_tile,
    free_name,
    make_dashboard,
    own_dashboard,
    slug_of,
    tile_from,
)
from tenure.interfaces.web.dashboards.page import found_dashboard, require_role
from tenure.interfaces.web.metrics.seen import seen_metric
from tenure.interfaces.web.models import OwnDashboard
from tenure.interfaces.web.records.reading import act_of
from tenure.interfaces.web.shell.toasts import toast


@require_POST
def new_dashboard(request: HttpRequest) -> HttpResponse:
    """An empty dashboard of this name."""
    require_role(request)
    try:
        own = make_dashboard(act=act_of(request), name=request.POST.get("name", "").strip())
    except ValidationError as error:
        return _said(request, error, reverse("web:dashboards"))
    return redirect(_address(own) + "?arrange=1")


@require_POST
def copy_dashboard(request: HttpRequest, slug: str) -> HttpResponse:
    """One's own copy of a shipped or shared dashboard, to arrange at will."""
    require_role(request)
    like = found_dashboard(request, slug)
    own = make_dashboard(act=act_of(request), name=free_name(f"{like.title} (mine)"[:80], user=request.user), like=like)
    toast(request, text=f"“{own.name}” is yours: arrange it, name it, share it.")
    return redirect(_address(own) + "?arrange=1")


@require_POST
def add_to_dashboard(request: HttpRequest, key: str) -> HttpResponse:
    """Puts a series of a metric on one of the person's dashboards, or on a new one (`?dashboard=`, `?name=`)."""
    metric, only = seen_metric(request, key)
    back = reverse("web:metric", args=[metric.key])
    words = {name: request.POST.get(name, "") for name in ("series", "sort", "by")}
    words["series"] = words["series"] or only or metric.series[0].key
    try:
        tile = tile_from(words, series=[one.key for one in metric.series])
        _check_cut(request, tile)
        own = _chosen(request)
        add_tile(own, act=act_of(request), tile=tile)
    except (TileError, ValidationError) as error:
        return _said(request, error, back)
    toast(request, text=f"Added to “{own.name}”.", link=_address(own))
    return redirect(back)


@require_POST
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Name, sentence and sharing of one's own dashboard."""
    own = _mine(request, slug)
    words = {name: request.POST.get(name, "").strip() for name in ("name", "serves")}
    try:
        change_dashboard(own, act=act_of(request), is_shared=bool(request.POST.get("is_shared")), **words)
    except ValidationError as error:
        return _said(request, error, reverse("web:dashboard", args=[slug]) + "?arrange=1")
    toast(request, text=f"“{own.name}” is saved{' and shared with everybody' if own.is_shared else ''}.")
    return redirect(_address(own))


@require_POST
def order(request: HttpRequest, slug: str) -> HttpResponse:
    """The tiles in a new order: their numbers, in `tile`."""
    own = _mine(request, slug)
    numbers = [int(text) for text in request.POST.getlist("tile") if text.isascii() and text.isdecimal()]
    arrange(own, act=act_of(request), numbers=numbers)
    return HttpResponse(status=204)


@require_POST
def take_away(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Takes a tile from one's own dashboard."""
    own = _mine(request, slug)
    drop_tile(own, act=act_of(request), number=number)
    return redirect(_address(own) + "?arrange=1")


@require_POST
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Deletes one's own dashboard."""
    own = _mine(request, slug)
    name = own.name
    drop_dashboard(own, act=act_of(request))
    toast(request, text=f"“{name}” is gone.")
    return redirect(reverse("web:dashboards"))


def _mine(request: HttpRequest, slug: str) -> OwnDashboard:
    own = own_dashboard(user=request.user, slug=slug)
    if own is None or own.owner != request.user:
        raise Http404("Only who made a dashboard can change it; copy it to arrange it your way.")
    return own


def _chosen(request: HttpRequest) -> OwnDashboard:
    slug = request.POST.get("dashboard", "")
    if slug:
        return _mine(request, slug)
    return make_dashboard(act=act_of(request), name=request.POST.get("name", "").strip())


def _check_cut(request: HttpRequest, tile: Tile) -> None:
    at: Any = request
    mistake = numbers_of([tile], ask=Ask(keys=(), as_of=at.as_of or at.today), user=at.user).mistake(tile)
    if tile.by and mistake:
        raise TileError(mistake)


def _said(request: HttpRequest, error: Exception, back: str) -> HttpResponse:
    text = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    toast(request, text=text, level=messages.WARNING)
    return redirect(back)


def _address(own: OwnDashboard) -> str:
    return reverse("web:dashboard", args=[slug_of(own)])

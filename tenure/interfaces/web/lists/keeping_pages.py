"""Keeping how a list looks: columns and widths, views under a name."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from tenure.interfaces.web.addresses import list_url
from tenure.interfaces.web.lists.asking import asked_in, columns_on_offer
from tenure.interfaces.web.lists.saved import drop_view, keep_view, remember
from tenure.interfaces.web.models import SavedView
from tenure.interfaces.web.records.reading import act_of
from tenure.interfaces.web.shell.toasts import toast


@require_POST
def columns(request: HttpRequest, slug: str) -> HttpResponse:
    """Keeps the columns (`columns`, in order) or their widths (`widths`) for this person and kind."""
    asked = asked_in(request, slug)
    offered = {field.name for field in columns_on_offer(model=asked.model, fields=asked.fields)}
    chosen = [name for name in request.POST.getlist("column") if name in offered]
    if "widths" in request.POST:
        remember(kind=asked.kind, act=act_of(request), widths=_widths(request.POST["widths"], offered))
        return HttpResponse(status=204)
    if "reset" in request.POST:
        chosen = []
    remember(kind=asked.kind, act=act_of(request), columns=chosen)
    return HttpResponseRedirect(asked.address(columns=None))


@require_POST
def keep(request: HttpRequest, slug: str) -> HttpResponse:
    """Keeps the list as it is under a name."""
    asked = asked_in(request, slug)
    values = {
        "name": request.POST.get("name", ""),
        "condition": asked.condition,
        "columns": [field.name for field in asked.columns],
        "order": asked.sort,
        "is_shared": request.POST.get("is_shared") == "on",
        "is_board": request.POST.get("board") == "1",
    }
    try:
        view = keep_view(kind=asked.kind, values=values, act=act_of(request))
    except ValidationError as error:
        toast(request, text=" ".join(error.messages), level=messages.ERROR)
        return HttpResponseRedirect(asked.address())
    toast(request, text=f"View “{view}” kept{' for everybody' if view.is_shared else ''}.")
    base = f"/{slug}/board/" if view.is_board else list_url(asked.kind)
    return redirect(f"{base}?view={view.pk}")


@require_POST
def drop(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Takes a kept view away."""
    asked = asked_in(request, slug)
    view = get_object_or_404(SavedView, pk=number, kind_key=asked.kind.key)
    drop_view(view=view, act=act_of(request))
    toast(request, text=f"View “{view}” deleted.")
    return redirect(list_url(asked.kind))


def _widths(text: str, offered: set[str]) -> dict[str, Any]:
    try:
        found = json.loads(text[:5000])
    except ValueError:
        return {}
    return {name: width for name, width in found.items() if name in offered} if isinstance(found, dict) else {}

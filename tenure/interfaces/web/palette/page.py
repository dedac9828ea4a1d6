"""The answers of the command palette: pages to go to, records to make, records found."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenure.foundation.access.rights import may
from tenure.foundation.access.roles import Action
from tenure.foundation.records.kinds import Kind, record_models
from tenure.interfaces.web.addresses import new_url
from tenure.interfaces.web.search_page.finding import find
from tenure.interfaces.web.settings_pages.menu import settings_menu
from tenure.interfaces.web.shell.navigation import entries_of, is_worked_in_lists, navigation, opened_at_first

SHOWN = 8


@dataclass(frozen=True)
class Item:
    """One line of the palette."""

    label: str
    url: str
    icon: str
    note: str = ""


@require_GET
def palette(request: HttpRequest) -> HttpResponse:
    """The lines for what was typed so far; with nothing typed, the pages."""
    text = request.GET.get("q", "").strip()[:200]
    pages = _matching(_pages(request), text)
    making = _matching(_making(request), text) if text else []
    found = _found(request, text) if len(text) > 1 else []
    groups = [("Records", found), ("Go to", pages[: SHOWN if text else 40]), ("Make", making[:SHOWN])]
    return render(request, "palette/items.html", {"groups": [group for group in groups if group[1]], "text": text})


def _pages(request: HttpRequest) -> list[Item]:
    entries = entries_of(navigation(user=request.user, path=request.path))
    pages = [Item(entry.label, entry.url, entry.icon) for entry in entries]
    for group in settings_menu(user=request.user):
        pages += [Item(entry.label, entry.url, entry.icon, note="Settings") for entry in group.entries]
    return pages


def _making(request: HttpRequest) -> list[Item]:
    """What the person may make, their own function's first."""
    own = opened_at_first(user=request.user)
    kinds = (model.kind for model in record_models() if is_worked_in_lists(model))
    allowed = [kind for kind in kinds if may(user=request.user, action=Action.CREATE, kind=kind)]
    return [
        Item(f"New {_lower(kind)}", new_url(kind), "plus")
        for kind in sorted(allowed, key=lambda kind: kind.function not in own)
    ]


def _found(request: HttpRequest, text: str) -> list[Item]:
    return [
        Item(hit.title, hit.url, hit.kind.icon, note=hit.kind.label)
        for hit in find(text=text, user=request.user, limit=SHOWN)
    ]


def _matching(items: list[Item], text: str) -> list[Item]:
    """The items that hold every word typed; those that begin with it first."""
    words = text.casefold().split()
    kept = [item for item in items if all(word in item.label.casefold() for word in words)]
    return sorted(kept, key=lambda item: not item.label.casefold().startswith(text.casefold())) if words else kept


def _lower(kind: Kind) -> str:
    return kind.label[0].lower() + kind.label[1:]

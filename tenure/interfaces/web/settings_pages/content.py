"""Settings: what ships filled in, how it stands here, and loading what is missing."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from tenure.interfaces.web.settings_pages.content_words import overview_of, told_of, words_of
from tenure.interfaces.web.settings_pages.page import for_administrators, settings_page
from tenure.interfaces.web.shell.toasts import toast
from tenure.interfaces.web.shell.today import now_of
from tenure.lifecycle.content.loading import load_content
from tenure.lifecycle.content.reading import UnknownPieceError, chosen_pieces, piece_called
from tenure.lifecycle.content.standing import standings


@for_administrators
@require_GET
def content(request: HttpRequest) -> HttpResponse:
    """Every piece by topic, with how it stands here."""
    return settings_page(request, page="content", title="Content", context={"overview": overview_of()})


@for_administrators
@require_POST
def load(request: HttpRequest) -> HttpResponse:
    """Loads what is missing, all of it or the one piece that the button names."""
    key = request.POST.get("key", "")
    try:
        pieces = chosen_pieces(keys=[key] if key else None)
    except UnknownPieceError as error:
        raise Http404(str(error)) from error
    loaded = load_content(by=request.user, now=now_of(request), pieces=pieces)  # type: ignore[arg-type]
    toast(request, text=told_of(loaded))
    if key and len(pieces) == 1:
        return redirect("web:settings_content_piece", *key.split("/"))
    return redirect("web:settings_content")


@for_administrators
@require_GET
def piece(request: HttpRequest, topic: str, name: str) -> HttpResponse:
    """One piece as it ships: to read and to copy, with the way to what this company has of it."""
    try:
        found_topic, found = piece_called(f"{topic}/{name}")
    except UnknownPieceError as error:
        raise Http404(str(error)) from error
    [standing] = standings(pieces=[found])
    context = {"page_key": "content", "topic": found_topic, **words_of(standing)}
    return settings_page(request, page="content_piece", title=found.title, context=context)

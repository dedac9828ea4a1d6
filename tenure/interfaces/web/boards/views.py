"""The board of a kind, and moving a card on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from tenure.interfaces.web.addresses import list_url
from tenure.interfaces.web.boards.columns import NoBoardError, board_of, move_card
from tenure.interfaces.web.lists.around import around
from tenure.interfaces.web.lists.asked import AskedList, asked_list
from tenure.interfaces.web.records.reading import act_of, setting_of
from tenure.interfaces.web.records.telling import tell_written
from tenure.interfaces.web.shell.toasts import toast


@require_GET
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """The list as a board."""
    return _shown(request, asked_list(request, slug=slug), "boards/board.html")


@require_POST
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Moves a card and shows the columns again; a refused move leaves it where it was and says why."""
    asked = asked_list(request, slug=slug)
    try:
        record = move_card(
            asked, public_id=request.POST.get("card", ""), value=request.POST.get("to", ""), act=act_of(request)
        )
        where = asked.fields[str(asked.model.kind.stage)]
        to = dict(where.choices).get(request.POST.get("to", ""), request.POST.get("to", "")) or "no stage"
        tell_written(request, record=record, text=f"{str(record)[:80]} moved to {to}.")
    except ObjectDoesNotExist:
        toast(request, text="This record is no longer on the board.", level=messages.WARNING)
    except ValidationError as error:
        toast(request, text=" ".join(error.messages), level=messages.WARNING)
    except PermissionDenied as error:
        toast(request, text=str(error), level=messages.WARNING)
    return _shown(request, asked, "boards/columns.html")


def _shown(request: HttpRequest, asked: AskedList, template: str) -> HttpResponse:
    at: Any = request
    kind = asked.model.kind
    try:
        with asked.reading():
            found = board_of(asked, user=at.user, setting=setting_of(request))
    except NoBoardError as error:
        raise Http404(str(error)) from error
    context = {"asked": asked, "kind": kind, "board": found, "slug": asked.slug}
    context |= around(request, asked, is_board=True)
    context |= {"crumbs": [{"label": kind.plural, "url": list_url(kind)}, {"label": "Board"}]}
    return render(request, template, context)

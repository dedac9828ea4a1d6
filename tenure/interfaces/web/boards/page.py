"""The board of a kind, and moving a card to another stage."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from tenure.foundation.access.actions import change_record
from tenure.foundation.access.rights import may
from tenure.interfaces.web.boards.lanes import Lane, fill, lane_labels, lanes_of
from tenure.interfaces.web.lists.asking import Asked, asked_in
from tenure.interfaces.web.lists.page import frame_of
from tenure.interfaces.web.records.finding import record_to_change
from tenure.interfaces.web.records.reading import act_of
from tenure.interfaces.web.records.telling import tell_written


@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """The board; by a lane's “more”, its next cards alone."""
    asked = _on_board(request, slug)
    base = f"/{slug}/board/"
    context: dict[str, Any] = {"list": asked, "kind": asked.kind, "slug": slug, "board_url": asked.address(base)}
    if "lane" in request.GET:
        lane = Lane(request.GET["lane"], "")
        fill(lane, asked=asked, after=request.GET.get("after", ""))
        return render(request, "boards/cards.html", {**context, "lane": lane})
    lanes = lanes_of(asked)
    context |= frame_of(asked) | {"lanes": lanes, "count": sum(lane.count for lane in lanes), "on_board": True}
    context["may"] = {name for name in ("create", "change") if may(user=asked.user, action=name, kind=asked.kind)}
    context["may_move"] = asked.kind.stage in asked.rights.editable
    context["views"] = [(view, address.replace(f"/{slug}/", base, 1)) for view, address in context["views"]]
    return render(request, "boards/board.html", context)


@require_POST
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Moves one card to a stage; a refusal says why, in plain words."""
    asked = _on_board(request, slug)
    record = record_to_change(slug=slug, public_id=request.POST.get("record", ""), user=asked.user)
    stage, value = str(asked.kind.stage), request.POST.get("to", "")
    try:
        change_record(record=record, values={stage: value}, **act_of(request))
    except ValidationError as error:
        return HttpResponse(" ".join(error.messages), status=422, content_type="text/plain; charset=utf-8")
    label = lane_labels(asked).get(value, value)
    tell_written(request, record=record, text=f"Moved to {label}.")
    return HttpResponse(status=204)


def _on_board(request: HttpRequest, slug: str) -> Asked:
    asked = asked_in(request, slug)
    if asked.kind.stage is None or asked.kind.stage not in asked.fields:
        raise Http404(f"{asked.kind.plural} have no stages to see here.")
    return asked

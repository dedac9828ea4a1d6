"""Changing or deleting many records of a list."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tenure.foundation.access.actions import BulkRefusedError
from tenure.foundation.access.rights import require
from tenure.foundation.records.models import Change
from tenure.interfaces.web.addresses import list_url
from tenure.interfaces.web.lists.asked import asked_list
from tenure.interfaces.web.lists.bulk import (
    TooManyError,
    bulk_fields,
    change_many,
    chosen_ids,
    delete_many,
    effect_of,
    value_form,
)
from tenure.interfaces.web.records.reading import act_of
from tenure.interfaces.web.records.telling import undo_url
from tenure.interfaces.web.shell.toasts import toast


@require_POST
def bulk(request: HttpRequest, slug: str) -> HttpResponse:
    """First the choice of a field, then its value and the reason, then the doing; every step says for how many."""
    at: Any = request
    asked = asked_list(request, slug=slug)
    require(user=at.user, action="bulk", kind=asked.model.kind)
    back = redirect(list_url(asked.model.kind) + asked.address())
    try:
        ids = chosen_ids(request, asked)
    except TooManyError as error:
        toast(request, text=str(error), level=messages.WARNING)
        return back
    if not ids:
        toast(request, text="Choose at least one row first.", level=messages.INFO)
        return back
    name = request.POST.get("field", "")
    fields = bulk_fields(asked, user=at.user)
    form: Any = None
    effect = None
    if name in dict(fields):
        is_given = "give" in request.POST
        form = value_form(request, asked, name=name, data=request.POST if is_given else None)
        if is_given and form.is_valid():
            effect = effect_of(asked, form=form, ids=ids)
        if effect is not None and request.POST.get("sure") == effect.mark:
            try:
                act = act_of(request, reason=request.POST.get("why", ""))
                changed = change_many(asked, form=form, ids=ids, act=act)
                _tell(
                    request,
                    f"{changed} of {len(ids)} changed; the others had this value already."
                    if changed != len(ids)
                    else f"{changed} changed.",
                    changed,
                )
                return back
            except ValidationError as error:
                form.add_error(None, error.messages)
            except BulkRefusedError as error:
                form.add_error(None, str(error))
    context = {
        "asked": asked,
        "kind": asked.model.kind,
        "fields": fields,
        "field": name,
        "form": form,
        "count": len(ids),
        "effect": effect,
        "why": request.POST.get("why", ""),
    }
    context |= {"chosen": request.POST.getlist("chosen"), "all": request.POST.get("all", ""), "slug": slug}
    context |= {
        "crumbs": [{"label": asked.model.kind.plural, "url": list_url(asked.model.kind)}, {"label": "Change many"}]
    }
    return render(request, "lists/bulk.html", context, status=422 if form is not None and form.errors else 200)


@require_POST
def bulk_delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Deletes the chosen records, with one undo."""
    asked = asked_list(request, slug=slug)
    try:
        gone = delete_many(asked, ids=chosen_ids(request, asked), act=act_of(request))
        _tell(request, f"{gone} deleted.", gone)
    except TooManyError as error:
        toast(request, text=str(error), level=messages.WARNING)
    return redirect(list_url(asked.model.kind) + asked.address())


def _tell(request: HttpRequest, text: str, count: int) -> None:
    at: Any = request
    newest = Change.objects.filter(actor=at.user).order_by("-id").first()
    toast(request, text=text, undo=undo_url(newest.pk) if newest is not None and count else "")

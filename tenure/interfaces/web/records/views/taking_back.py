"""Undo, delete and bring back."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tenure.foundation.access.actions import delete_record, undelete_record
from tenure.foundation.access.rights import may
from tenure.foundation.records.reverting import EditedSinceError
from tenure.interfaces.web.addresses import list_url, record_url
from tenure.interfaces.web.records.crumbs import owner_of
from tenure.interfaces.web.records.finding import record_at, record_to_change
from tenure.interfaces.web.records.reading import act_of
from tenure.interfaces.web.records.telling import tell_written
from tenure.interfaces.web.records.undoing import undo_change
from tenure.interfaces.web.shell.toasts import toast


@require_POST
def undo(request: HttpRequest, change_id: int) -> HttpResponse:
    """Takes a change back; where something was edited since, says what, in plain words, and changes nothing."""
    try:
        undo_change(change_id=change_id, act=act_of(request))
    except EditedSinceError as error:
        return HttpResponse(str(error), status=409, content_type="text/plain; charset=utf-8")
    except PermissionDenied as error:
        return HttpResponse(str(error), status=403, content_type="text/plain; charset=utf-8")
    toast(request, text="Undone.")
    return HttpResponse(status=204)


@require_POST
def delete(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Takes the record out of use and goes to the list."""
    record = record_to_change(slug=slug, public_id=public_id, user=request.user, action="delete")
    delete_record(record=record, **act_of(request, reason=request.POST.get("why", "")))
    tell_written(request, record=record, text=f"{record.kind.label} “{record}” deleted.", with_link=True)
    owner = owner_of(record, user=request.user)
    return redirect(record_url(owner) if owner is not None else list_url(record.kind))


@require_POST
def undelete(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Brings a deleted record back."""
    record = record_at(slug=slug, public_id=public_id, user=request.user)
    if not may(user=request.user, action="delete", kind=record.kind):
        raise PermissionDenied(f"You may not bring back {record.kind.plural.lower()}.")
    if record.deleted_at is not None and getattr(record, "merged_into_id", None) is None:
        undelete_record(record=record, **act_of(request))
        tell_written(request, record=record, text=f"{record.kind.label} brought back.")
    return redirect(record_url(record))

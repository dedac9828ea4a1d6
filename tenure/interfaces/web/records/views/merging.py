"""Merging two records and parting them again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from tenure.foundation.access.rights import visible_fields
from tenure.foundation.records.merging import CannotMergeError
from tenure.foundation.records.model import Record
from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.records.crumbs import crumbs_to
from tenure.interfaces.web.records.finding import record_at, record_to_view
from tenure.interfaces.web.records.merging import (
    alike,
    may_merge,
    merge_records,
    other_of,
    preview_merge,
    unmerge_record,
)
from tenure.interfaces.web.records.pickers import PickerInput
from tenure.interfaces.web.records.reading import act_of, setting_of
from tenure.interfaces.web.records.telling import tell_written
from tenure.interfaces.web.shell.toasts import toast


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """First which other record, then what merging would do, then the merge."""
    record = record_to_view(slug=slug, public_id=public_id, user=request.user)
    if not may_merge(record=record, user=request.user):
        raise PermissionDenied(f"You may not merge {record.kind.plural.lower()}.")
    crumbs = crumbs_to(record, "Merge", user=request.user)
    context: dict[str, Any] = {"record": record, "kind": record.kind, "crumbs": crumbs, "always_today": True}
    chosen = request.POST.get("other") or request.GET.get("other", "")
    if not chosen:
        seen = visible_fields(user=request.user, kind=record.kind)
        picker = PickerInput(model=type(record), may_add=False).render("other", None, {"id": "field-other"})
        return render(
            request,
            "records/merge_choose.html",
            {**context, "alike": alike(record=record, user=request.user), "seen": seen, "picker": picker},
        )
    other = other_of(record=record, public_id=chosen)
    survivor = request.POST.get("keep") or request.GET.get("keep") or record.public_id
    keep, gone = (other, record) if survivor == other.public_id else (record, other)
    if request.method == "POST":
        return _merge(request, keep, gone)
    preview = preview_merge(keep=keep, other=gone, user=request.user, setting=setting_of(request))
    return render(request, "records/merge.html", {**context, "preview": preview, "other": other})


@require_POST
def unmerge(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Parts a merged record again."""
    record = record_at(slug=slug, public_id=public_id, user=request.user)
    if not may_merge(record=record, user=request.user):
        raise PermissionDenied(f"You may not part {record.kind.plural.lower()}.")
    try:
        left = unmerge_record(record=record, act=act_of(request))
    except CannotMergeError as error:
        toast(request, text=str(error), level=messages.ERROR)
        return redirect(record_url(record))
    stays = f" Changed since, so left where it is: {'; '.join(left[:5])}." if left else ""
    toast(request, text=f"The two are apart again.{stays}")
    return redirect(record_url(record))


def _merge(request: HttpRequest, keep: Record, gone: Record) -> HttpResponse:
    taken = frozenset(
        name.removeprefix("take.")
        for name, value in request.POST.items()
        if name.startswith("take.") and value == "other"
    )
    try:
        merge_records(keep=keep, other=gone, taken=taken, act=act_of(request, reason=request.POST.get("why", "")))
    except (CannotMergeError, ValidationError) as error:
        toast(
            request,
            text=str(error) if isinstance(error, CannotMergeError) else " ".join(error.messages),
            level=messages.ERROR,
        )
        return redirect(request.get_full_path())
    tell_written(request, record=keep, text=f"“{gone}” is merged into “{keep}”.")
    return redirect(record_url(keep))

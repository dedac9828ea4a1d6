"""Comparing two versions, and going back to one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tenure.foundation.access.actions import restore_record
from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.records.comparing import compare_versions, version_of
from tenure.interfaces.web.records.crumbs import crumbs_to
from tenure.interfaces.web.records.finding import record_at, record_to_change
from tenure.interfaces.web.records.forms import misfits_in
from tenure.interfaces.web.records.page import page_of
from tenure.interfaces.web.records.reading import act_of
from tenure.interfaces.web.records.telling import tell_written
from tenure.interfaces.web.shell.toasts import toast


@require_safe
def compare(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """What two versions show differently (`?v=` twice)."""
    page = page_of(request=request, record=record_at(slug=slug, public_id=public_id, user=request.user))
    chosen = request.GET.getlist("v")
    back = f"{record_url(page.record)}?tab=history"
    if len(chosen) != 2:
        toast(request, text="Choose two versions to compare.", level=messages.WARNING)
        return redirect(back)
    comparison = compare_versions(page=page, one=chosen[0], other=chosen[1])
    crumbs = crumbs_to(page.record, "Compare", user=request.user)
    return render(request, "records/compare.html", {"page": page, "comparison": comparison, "crumbs": crumbs})


@require_POST
def restore(request: HttpRequest, slug: str, public_id: str, version_id: int) -> HttpResponse:
    """Gives the record the values of an earlier version, from now on."""
    record = record_to_change(slug=slug, public_id=public_id, user=request.user)
    version = version_of(record=record, version_id=str(version_id))
    reason = f"Back to the version of {version.recorded_at:%d %b %Y, %H:%M} UTC"
    try:
        restore_record(record=record, version=version, **act_of(request, reason=reason))
    except ValidationError as error:
        told = misfits_in(error, model=type(record))
        toast(request, text=f"Not restored, as this no longer fits. {told}", level=messages.ERROR)
    else:
        tell_written(request, record=record, text="The earlier version holds again.")
    return redirect(record_url(record))

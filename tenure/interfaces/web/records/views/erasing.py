"""The page on which an administrator erases a person."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tenure.foundation.access.rights import may
from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.records.crumbs import crumbs_to
from tenure.interfaces.web.records.erasing import NotConfirmedError, erase_person, going_of
from tenure.interfaces.web.records.finding import NOT_HERE, record_at
from tenure.interfaces.web.records.reading import act_of
from tenure.interfaces.web.shell.toasts import toast


@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Says what will go; goes through with it once the name has been typed."""
    record = record_at(slug=slug, public_id=public_id, user=request.user)
    if not record.kind.personal:
        raise Http404(NOT_HERE)
    if not may(user=request.user, action="erase", kind=record.kind):
        raise PermissionDenied("Only an administrator may erase a person.")
    problem = ""
    if request.method == "POST":
        why = request.POST.get("why", "") or "Erasure asked for"
        try:
            erase_person(record=record, typed=request.POST.get("typed", ""), act=act_of(request, reason=why))
        except NotConfirmedError as error:
            problem = str(error)
        else:
            toast(request, text="Erased. The numbers stay; who it was does not.")
            return redirect(record_url(record))
    context = {
        "record": record,
        "kind": record.kind,
        "going": going_of(record=record),
        "problem": problem,
        "always_today": True,
        "crumbs": crumbs_to(record, "Erase", user=request.user),
    }
    return render(request, "records/erase.html", context, status=422 if problem else 200)

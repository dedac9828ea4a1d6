"""The page for a new record."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tenure.foundation.access.rights import may
from tenure.interfaces.web.addresses import list_url, record_url
from tenure.interfaces.web.records.creating import open_new, save_new
from tenure.interfaces.web.records.editing import grouped
from tenure.interfaces.web.records.finding import model_at
from tenure.interfaces.web.records.telling import tell_written


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, prefilled from the address; written once nothing is wrong and what is missing has been asked for."""
    model = model_at(slug=slug, user=request.user)
    if not may(user=request.user, action="create", kind=model.kind):
        raise PermissionDenied(f"You may not add {model.kind.plural.lower()}. Ask an administrator for the right.")
    new_record = open_new(request=request, model=model, given=request.GET.dict())
    if request.method == "POST":
        save_new(new_record, request=request, is_sure="anyway" in request.POST)
        if new_record.record is not None:
            tell_written(request, record=new_record.record, text=f"{model.kind.label} added.")
            return redirect(record_url(new_record.record))
    context = {
        "kind": model.kind,
        "new": new_record,
        "groups": grouped(form=new_record.form, model=model),
        "crumbs": [{"label": model.kind.plural, "url": list_url(model.kind)}, {"label": "New"}],
    }
    return render(request, "records/new.html", context, status=422 if request.method == "POST" else 200)

"""The page for a new record."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import trigger_client_event

from tenure.foundation.access.rights import may, visible_fields
from tenure.foundation.records.model import Record
from tenure.interfaces.web.addresses import list_url, record_url
from tenure.interfaces.web.records.alike import alike_to
from tenure.interfaces.web.records.creating import open_new, save_new
from tenure.interfaces.web.records.editing import grouped
from tenure.interfaces.web.records.finding import model_at
from tenure.interfaces.web.records.names import name_for
from tenure.interfaces.web.records.telling import tell_written


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """The form, prefilled from the address; written once nothing is wrong and what is missing has been asked for.

    `?short`: the form with the least that is asked for, opened by a picker over another form, which takes the record.
    """
    model = _model_to_create(request, slug)
    is_short = "short" in request.GET
    new_record = open_new(request=request, model=model, given=request.GET.dict(), is_short=is_short)
    if request.method == "POST":
        save_new(new_record, request=request, is_sure="anyway" in request.POST)
        if new_record.record is not None:
            tell_written(request, record=new_record.record, text=f"{model.kind.label} added.", with_link=is_short)
            return _picked(request, new_record.record) if is_short else redirect(record_url(new_record.record))
    context = {
        "kind": model.kind,
        "new": new_record,
        "groups": grouped(form=new_record.form, model=model),
        "alike_on": [f"field-{name}" for name in model.kind.identified_by if name in new_record.form.fields],
        "always_today": True,
        "crumbs": [{"label": model.kind.plural, "url": list_url(model.kind)}, {"label": "New"}],
    }
    template = "records/new_short.html" if is_short and request.headers.get("HX-Request") else "records/new.html"
    return render(request, template, context, status=422 if request.method == "POST" else 200)


@require_safe
def alike(request: HttpRequest, slug: str) -> HttpResponse:
    """What is there already and may be the record that somebody is filling in."""
    model = _model_to_create(request, slug)
    visible = visible_fields(user=request.user, kind=model.kind)
    found = alike_to(model=model, values=request.GET.dict(), visible=visible, user=request.user)
    return render(request, "records/alike.html", {"alike": found, "kind": model.kind})


def _model_to_create(request: HttpRequest, slug: str) -> type[Record]:
    model = model_at(slug=slug, user=request.user)
    if not may(user=request.user, action="create", kind=model.kind):
        raise PermissionDenied(f"You may not add {model.kind.plural.lower()}. Ask an administrator for the right.")
    return model


def _picked(request: HttpRequest, record: Record) -> HttpResponse:
    """Nothing to show: the new record goes to the picker that asked for it."""
    chosen = {"value": record.public_id, "text": name_for(record, user=request.user)}
    return trigger_client_event(HttpResponse(status=204), "record-picked", chosen)

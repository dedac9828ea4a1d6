"""Changing and correcting a record: one field in place, or all of them on a page of their own."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from django_htmx.http import trigger_client_event

from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.records.correcting import correct_record_from, open_correction
from tenure.interfaces.web.records.crumbs import crumbs_to
from tenure.interfaces.web.records.editing import (
    grouped,
    names_for_field,
    names_in_sections,
    open_editor,
    save_editor,
    when_and_why,
)
from tenure.interfaces.web.records.fields import cell_of
from tenure.interfaces.web.records.finding import NOT_HERE, record_to_change
from tenure.interfaces.web.records.page import page_of
from tenure.interfaces.web.records.reading import act_of
from tenure.interfaces.web.records.saving import base_in
from tenure.interfaces.web.records.telling import tell_corrected, tell_saved


@require_http_methods(["GET", "POST"])
def field(request: HttpRequest, slug: str, public_id: str, name: str) -> HttpResponse:
    """One field: its cell (`?show`), the form in its place, or the cell again once saved."""
    record = record_to_change(slug=slug, public_id=public_id, user=request.user)
    page = page_of(request=request, record=record, is_today=True)
    if name not in page.rights.visible or name not in names_in_sections(model=type(record), rights=page.rights):
        raise Http404(NOT_HERE)
    context: dict[str, Any] = {"page": page, "record": record, "name": name}
    if "show" not in request.GET:
        editor = open_editor(
            record=record,
            names=names_for_field(model=type(record), name=name),
            rights=page.rights,
            user=request.user,
            zone=page.setting.zone,
            values=page.state.values,
            data=request.POST if request.method == "POST" else None,
            base=base_in(request.POST) if request.method == "POST" else None,
            extra=when_and_why(),
        )
        if request.method == "POST":
            save_editor(editor, act=act_of(request), setting=page.setting, rights=page.rights, today=request.today)  # type: ignore[attr-defined]
        if editor.saved is None:
            status = 200 if request.method == "GET" else 422
            return render(request, "records/field_form.html", {**context, "editor": editor}, status=status)
        tell_saved(request, saved=editor.saved)
        context["page"] = page = page_of(request=request, record=record, is_today=True)
    model, values = type(record), page.state.values
    context["cell"] = cell_of(
        name=name, model=model, values=values, rights=page.rights, setting=page.setting, is_open=page.state.is_open
    )
    answer = render(request, "records/cell_saved.html" if request.method == "POST" else "records/cell.html", context)
    if request.method == "POST":
        trigger_client_event(answer, "record-changed", {})
    return answer


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The whole form: what is different from now on, or from a day."""
    record = record_to_change(slug=slug, public_id=public_id, user=request.user)
    page = page_of(request=request, record=record, is_today=True)
    editor = open_editor(
        record=record,
        names=names_in_sections(model=type(record), rights=page.rights),
        rights=page.rights,
        user=request.user,
        zone=page.setting.zone,
        values=page.state.values,
        data=request.POST if request.method == "POST" else None,
        base=base_in(request.POST) if request.method == "POST" else None,
        extra=when_and_why(),
    )
    if request.method == "POST":
        save_editor(editor, act=act_of(request), setting=page.setting, rights=page.rights, today=request.today)  # type: ignore[attr-defined]
        if editor.saved is not None:
            tell_saved(request, saved=editor.saved)
            return redirect(record_url(record))
    groups = grouped(form=editor.form, model=type(record))
    context = {"page": page, "record": record, "kind": record.kind, "editor": editor, "groups": groups}
    context["always_today"] = True
    context["crumbs"] = crumbs_to(record, "Change", user=request.user)
    return render(request, "records/change.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The whole form over an earlier version: what should have stood there all along."""
    record = record_to_change(slug=slug, public_id=public_id, user=request.user)
    page = page_of(request=request, record=record, is_today=True)
    data = request.POST if request.method == "POST" else None
    correction = open_correction(
        record=record, page=page, user=request.user, chosen=request.GET.get("version", ""), data=data
    )
    if data is not None and correct_record_from(correction, page=page, act=act_of(request)):
        told = correction.editor.saved.told if correction.editor.saved else ""
        tell_corrected(request, record=record, told=told)
        return redirect(record_url(record))
    groups = grouped(form=correction.form, model=type(record))
    context = {"page": page, "record": record, "kind": record.kind, "correction": correction, "groups": groups}
    context |= {"editor": correction.editor, "always_today": True}
    context["crumbs"] = crumbs_to(record, "Correct", user=request.user)
    return render(request, "records/correct.html", context, status=422 if data is not None else 200)

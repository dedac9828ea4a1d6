"""The parts of a record, worked on their owner's page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import retarget, trigger_client_event

from tenure.foundation.access.actions import delete_record
from tenure.foundation.access.rights import may
from tenure.foundation.records.model import Record
from tenure.interfaces.web.records.creating import open_new, save_new
from tenure.interfaces.web.records.editing import grouped, names_in_sections, open_editor, save_editor
from tenure.interfaces.web.records.fields import field_rights, own_values
from tenure.interfaces.web.records.finding import NOT_HERE, model_at, record_to_view
from tenure.interfaces.web.records.inheriting import inherited
from tenure.interfaces.web.records.page import page_of
from tenure.interfaces.web.records.parts import parts_of
from tenure.interfaces.web.records.reading import act_of, setting_of
from tenure.interfaces.web.records.saving import base_in
from tenure.interfaces.web.records.telling import tell_saved, tell_written


@require_safe
def table(request: HttpRequest, slug: str, public_id: str, part_slug: str) -> HttpResponse:
    """The table of parts of one kind."""
    owner, part = _owner_and_part(request, slug, public_id, part_slug)
    return _table(request, owner, part)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str, public_id: str, part_slug: str) -> HttpResponse:
    """The form for a new part under its table, and the table again once it is written."""
    owner, part = _owner_and_part(request, slug, public_id, part_slug)
    if not may(user=request.user, action="create", kind=part.kind):
        raise PermissionDenied(f"You may not add {part.kind.plural.lower()}.")
    from_owner = inherited(owner=owner, part=part)
    new_part = open_new(request=request, model=part, given=from_owner)
    link = str(part.kind.part_of)
    for name in (link, *(name for name in from_owner if isinstance(from_owner[name], Record))):
        new_part.form.fields.pop(name, None)
    if request.method == "POST":
        save_new(new_part, request=request, is_sure=True, extra=_records_in(from_owner))
        if new_part.record is not None:
            tell_written(request, record=new_part.record, text=f"{part.kind.label} added.")
            return _table(request, owner, part)
    context = {"owner": owner, "part": part, "form": new_part.form, "groups": grouped(form=new_part.form, model=part)}
    parts = parts_of(owner=owner, part=part, user=request.user, setting=setting_of(request))
    status = 422 if request.method == "POST" else 200
    context |= {"action": parts.new_address, "parts": parts}
    return render(request, "records/parts.html", context, status=status)


@require_http_methods(["GET", "POST", "DELETE"])
def edit(request: HttpRequest, slug: str, public_id: str, part_slug: str, part_id: str) -> HttpResponse:
    """The form of one part in the place of its row; the table again once it is saved or deleted."""
    owner, part = _owner_and_part(request, slug, public_id, part_slug)
    if request.method != "DELETE" and not may(user=request.user, action="change", kind=part.kind):
        raise PermissionDenied(f"You may not change {part.kind.plural.lower()}.")
    record = get_object_or_404(part.objects, public_id=part_id, **{str(part.kind.part_of): owner})
    if request.method == "DELETE":
        delete_record(record=record, **act_of(request))
        tell_written(request, record=record, text=f"{part.kind.label} deleted.")
        return _table(request, owner, part)
    setting, rights = setting_of(request), field_rights(model=part, user=request.user)
    is_post = request.method == "POST"
    editor = open_editor(
        record=record,
        names=[name for name in names_in_sections(model=part, rights=rights) if name != part.kind.part_of],
        rights=rights,
        user=request.user,
        zone=setting.zone,
        values=own_values(record),
        data=request.POST if is_post else None,
        base=base_in(request.POST) if is_post else None,
    )
    if is_post:
        save_editor(editor, act=act_of(request), setting=setting, rights=rights, today=request.today)
        if editor.saved is not None:
            tell_saved(request, saved=editor.saved)
            return _table(request, owner, part)
    parts = parts_of(owner=owner, part=part, user=request.user, setting=setting)
    context: dict[str, Any] = {"owner": owner, "part": part, "form": editor.form, "editor": editor, "parts": parts}
    context |= {"groups": grouped(form=editor.form, model=part), "record": record, "action": request.path}
    answer = render(request, "records/part_form.html", context, status=422 if is_post else 200)
    return retarget(answer, "closest .part-row") if is_post else answer


def _owner_and_part(request: HttpRequest, slug: str, public_id: str, part_slug: str) -> tuple[Record, type[Record]]:
    owner = record_to_view(slug=slug, public_id=public_id, user=request.user)
    part = model_at(slug=part_slug, user=request.user)
    if part.kind.part_of is None or part._meta.get_field(part.kind.part_of).related_model is not type(owner):
        raise Http404(NOT_HERE)
    return owner, part


def _table(request: HttpRequest, owner: Record, part: type[Record]) -> HttpResponse:
    parts = parts_of(owner=owner, part=part, user=request.user, setting=setting_of(request))
    context: dict[str, Any] = {"parts": parts, "owner": owner}
    if request.method == "GET":
        return render(request, "records/parts.html", context)
    page = page_of(request=request, record=owner, is_today=True)
    answer = render(request, "records/parts_saved.html", {**context, "page": page, "record": owner})
    return trigger_client_event(answer, "record-changed", {})


def _records_in(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if isinstance(value, Record)}

"""One cell of a list, edited in place."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from tenure.interfaces.web.lists.asking import Asked, asked_in
from tenure.interfaces.web.lists.table import cell_for
from tenure.interfaces.web.records.editing import Editor, names_for_field, open_editor, save_editor
from tenure.interfaces.web.records.fields import learn_names, own_values
from tenure.interfaces.web.records.finding import NOT_HERE, record_to_change
from tenure.interfaces.web.records.reading import act_of
from tenure.interfaces.web.records.saving import base_in
from tenure.interfaces.web.records.telling import tell_saved


@require_http_methods(["GET", "POST"])
def cell(request: HttpRequest, slug: str, public_id: str, name: str) -> HttpResponse:
    """The cell (`?show`), its form, or the cell again once it is saved."""
    at: Any = request
    record = record_to_change(slug=slug, public_id=public_id, user=at.user)
    asked = asked_in(request, slug)
    field = asked.fields.get(name)
    if field is None or name not in asked.rights.editable:
        raise Http404(NOT_HERE)
    context: dict[str, Any] = {"list": asked, "slug": slug, "record": record, "name": name, "field": field}
    if "show" not in request.GET:
        editor = _editor(request, asked, record, name)
        if request.method == "POST":
            save_editor(editor, act=act_of(request), setting=asked.setting, rights=asked.rights, today=at.today)
        if editor.saved is None:
            status = 422 if request.method == "POST" else 200
            return render(request, "lists/cell_form.html", {**context, "editor": editor}, status=status)
        tell_saved(request, saved=editor.saved)
    values = own_values(record)
    learn_names(model=asked.model, rows=[values], rights=asked.rights, setting=asked.setting)
    context["cell"] = cell_for(asked, field, record, values)
    context["address"] = request.path
    return render(request, "lists/cell.html", context)


def _editor(request: HttpRequest, asked: Asked, record: Any, name: str) -> Editor:
    is_post = request.method == "POST"
    return open_editor(
        record=record,
        names=names_for_field(model=asked.model, name=name),
        rights=asked.rights,
        user=asked.user,
        zone=asked.setting.zone,
        values=own_values(record),
        data=request.POST if is_post else None,
        base=base_in(request.POST) if is_post else None,
    )

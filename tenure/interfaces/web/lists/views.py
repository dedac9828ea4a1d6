"""The list of a kind, its totals, its export, and what people keep of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from tenure.foundation.access.rights import may
from tenure.interfaces.listing.export import FORMATS, ExportFormatError, export
from tenure.interfaces.listing.listing import list_rows, with_names
from tenure.interfaces.listing.pages import ListError, in_order, list_page
from tenure.interfaces.listing.totals import totals
from tenure.interfaces.web.addresses import list_url
from tenure.interfaces.web.lists.asked import AskedList, asked_list, asking_of, joined
from tenure.interfaces.web.lists.building import FilterValueError, comparison_text, operators_of
from tenure.interfaces.web.lists.keeping import drop_view, keep_columns, keep_view, keep_widths, views_for, widths_of
from tenure.interfaces.web.lists.rows import list_rows_shown
from tenure.interfaces.web.lists.shipped import shipped_views
from tenure.interfaces.web.records.reading import act_of, setting_of
from tenure.interfaces.web.shell.toasts import toast


@require_GET
def records(request: HttpRequest, slug: str) -> HttpResponse:
    """The list; with `?after=` only the rows that follow, for a list that grows."""
    at: Any = request
    asked = asked_list(request, slug=slug)
    try:
        page = list_page(rows=asked.rows, fields=asked.fields, order=asked.order, after=request.GET.get("after", ""))
    except ListError as error:
        toast(request, text=str(error), level=messages.WARNING)
        return redirect(list_url(asked.model.kind))
    rows = list_rows_shown(
        records=page.rows, model=asked.model, columns=asked.columns, user=at.user, setting=setting_of(request)
    )
    context = {"asked": asked, "kind": asked.model.kind, "page": page, "rows": rows, "slug": slug}
    context |= {"record_page": {"slug": slug}, "further": asked.address(after=page.next) if page.next else ""}
    if "after" in request.GET and at.htmx:
        return render(request, "lists/rows.html", context)
    return render(request, "lists/list.html", context | _around(request, asked))


def _around(request: HttpRequest, asked: AskedList) -> dict[str, Any]:
    """What stands around the rows: views, filters, columns, and what the person may do."""
    at: Any = request
    kind = asked.model.kind
    here = asked.condition
    views = [
        {"name": view.name, "address": f"?where={quote(view.condition)}", "is_here": view.condition == here}
        for view in shipped_views(kind=kind, names=frozenset(asked.fields))
    ]
    return {
        "views": views,
        "saved": views_for(user=at.user, kind=kind),
        "filters": [(field, operators_of(field)) for field in asked.fields.values()],
        "widths": widths_of(user=at.user, kind=kind),
        "unused": [field for name, field in asked.fields.items() if field not in asked.columns],
        "may_create": may(user=at.user, action="create", kind=kind),
        "may_bulk": may(user=at.user, action="bulk", kind=kind),
        "may_export": may(user=at.user, action="export", kind=kind),
        "has_amounts": any(column.name in kind.money for column in asked.columns),
        "crumbs": [{"label": kind.plural}],
        "formats": list(FORMATS),
        "always_today": True,
    }


@require_GET
def sums(request: HttpRequest, slug: str) -> HttpResponse:
    """The totals row, fetched after the list so that a long one opens at once."""
    asked = asked_list(request, slug=slug)
    found = totals(rows=asked.rows, model=asked.model, columns=asked.columns)
    cells = [(column, found.get(column.name, [])) for column in asked.columns]
    may_bulk = may(user=request.user, action="bulk", kind=asked.model.kind)
    return render(request, "lists/totals.html", {"cells": cells, "may_bulk": may_bulk})


@require_GET
def download(request: HttpRequest, slug: str, format: str) -> HttpResponse | StreamingHttpResponse:
    """All rows of the list as a file."""
    at: Any = request
    asked = asked_list(request, slug=slug)
    ordered = in_order(rows=asked.rows, fields=asked.fields, order=asked.order)
    try:
        pieces = export(
            model=asked.model,
            user=at.user,
            rows=with_names(rows=ordered, columns=asked.columns).iterator(chunk_size=2000),
            columns=asked.columns,
            format=format,
        )
    except ExportFormatError as error:
        return HttpResponse(str(error), status=404, content_type="text/plain; charset=utf-8")
    answer = StreamingHttpResponse(pieces, content_type=FORMATS[format])
    answer["Content-Disposition"] = content_disposition_header(True, f"{slug}.{format}") or "attachment"
    return answer


@require_GET
def narrow(request: HttpRequest, slug: str) -> HttpResponse:
    """Adds the comparison that was put together by choosing, and shows the list again."""
    asked = asked_list(request, slug=slug)
    field = asked.fields.get(request.GET.get("field", ""))
    try:
        if field is None:
            raise FilterValueError("Choose a field to filter by.")
        added = comparison_text(
            field=field, operator=request.GET.get("operator", "="), value=request.GET.get("value", "")
        )
    except ValueError as error:
        toast(request, text=str(error), level=messages.WARNING)
        return redirect(list_url(asked.model.kind) + asked.address())
    return redirect(list_url(asked.model.kind) + asked.address(where=joined(asked.condition, added)))


@require_GET
def count(request: HttpRequest, slug: str) -> HttpResponse:
    """How many match the filter that is being put together or written, or what is wrong with it."""
    asked = asked_list(request, slug=slug)
    problem, rows = asked.problem, asked.rows
    field = asked.fields.get(request.GET.get("field", ""))
    if field is not None:
        try:
            operator, value = request.GET.get("operator", "="), request.GET.get("value", "")
            added = comparison_text(field=field, operator=operator, value=value)
            condition = joined(asked.condition, added)
            rows = list_rows(
                model=asked.model,
                user=request.user,
                asking=asking_of(request),
                condition=condition,
                search=asked.search,
            )
        except ValueError as error:
            problem = str(error)
    number = None if problem else rows.order_by().count()
    return render(request, "lists/count.html", {"problem": problem, "number": number, "kind": asked.model.kind})


@require_POST
def save_view(request: HttpRequest, slug: str) -> HttpResponse:
    """Keeps the list under a name."""
    asked = asked_list(request, slug=slug)
    kind = asked.model.kind
    order = f"{'-' if asked.order.is_descending else ''}{asked.order.name}"
    try:
        view = keep_view(
            act=act_of(request),
            kind=kind,
            name=request.POST.get("name", "").strip(),
            condition=asked.condition,
            columns=[column.name for column in asked.columns],
            order=order,
            is_shared=bool(request.POST.get("is_shared")),
        )
        toast(request, text=f"“{view.name}” is saved{' and shared' if view.is_shared else ''}.")
    except ValidationError as error:
        toast(request, text=" ".join(error.messages), level=messages.WARNING)
    return redirect(list_url(kind) + asked.address())


@require_POST
def delete_view(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Takes one of the person's own views away."""
    asked = asked_list(request, slug=slug)
    gone = drop_view(act=act_of(request), kind=asked.model.kind, number=number)
    toast(request, text="The view is gone." if gone else "Only its owner can delete a view.")
    return redirect(list_url(asked.model.kind))


@require_POST
def columns(request: HttpRequest, slug: str) -> HttpResponse:
    """Remembers the chosen columns in their order."""
    asked = asked_list(request, slug=slug)
    names = [name for name in request.POST.getlist("column") if name in asked.fields]
    keep_columns(act=act_of(request), kind=asked.model.kind, columns=names)
    return redirect(list_url(asked.model.kind) + asked.address())


@require_POST
def widths(request: HttpRequest, slug: str) -> HttpResponse:
    """Remembers how wide a column was drawn."""
    asked = asked_list(request, slug=slug)
    name, width = request.POST.get("name", ""), request.POST.get("width", "")[:5]
    if name in asked.fields:
        keep_widths(act=act_of(request), kind=asked.model.kind, widths={name: width})
    return HttpResponse(status=204)

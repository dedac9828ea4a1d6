"""The list of a kind, its totals, its export, and what people keep of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from tenure.foundation.snapshots.keeping import kept
from tenure.interfaces.listing.export import FORMATS, ExportFormatError, export
from tenure.interfaces.listing.listing import list_rows, with_names
from tenure.interfaces.listing.pages import ListError, ListPage, in_order, list_page
from tenure.interfaces.listing.totals import totals
from tenure.interfaces.web.addresses import list_url
from tenure.interfaces.web.lists.around import around, may_bulk
from tenure.interfaces.web.lists.asked import AskedList, asked_list, asking_of, joined
from tenure.interfaces.web.lists.building import FilterValueError, comparison_text
from tenure.interfaces.web.lists.keeping import drop_view, keep_columns, keep_opening, keep_view, keep_widths
from tenure.interfaces.web.lists.markup import rows_markup
from tenure.interfaces.web.lists.offered import ALL, has_board, is_plain, offered_views, opening_address
from tenure.interfaces.web.lists.rows import ListRow, list_rows_shown
from tenure.interfaces.web.records.reading import act_of, setting_of
from tenure.interfaces.web.shell.toasts import toast


@require_GET
def records(request: HttpRequest, slug: str) -> HttpResponse:
    """The list; asked for by htmx with `?after=` or `?before=` only those rows, for a list that grows.

    Without any question it opens with the view that the person chose for that.
    """
    at: Any = request
    question = (at.user.pk, request.get_full_path(), bool(at.htmx), at.today)
    try:
        context = kept(key=("list", *question), make=lambda: _answer(request, slug))
    except ListError as error:
        toast(request, text=str(error), level=messages.WARNING)
        return redirect(request.path + "?where=")
    if "opening" in context:
        return redirect(context["opening"])
    return render(request, "lists/list.html" if "views" in context else "lists/rows.html", dict(context))


def _answer(request: HttpRequest, slug: str) -> dict[str, Any]:
    """The words of the templates; only `opening` where the list opens elsewhere. Raises `ListError`."""
    at: Any = request
    asked = asked_list(request, slug=slug)
    opening = opening_address(asked, user=at.user) if is_plain(request.GET) else ""
    if opening:
        return {"opening": opening}
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    with asked.reading():
        shown_rows = with_names(rows=asked.rows, columns=asked.columns) if _shows_changes(asked) else asked.rows
        page = list_page(rows=shown_rows, fields=asked.fields, order=asked.order, after=after, before=before)
        rows = _rows(request, asked, page.rows)
    kind, can_tick = asked.model.kind, may_bulk(request, asked)
    markup = rows_markup(rows=rows, title_field=kind.title, may_bulk=can_tick)
    context = {"asked": asked, "kind": kind, "page": page, "slug": slug, "may_bulk": can_tick, **_ways(asked, page)}
    context |= {"rows_markup": markup, "record_page": {"slug": slug}, "crumbs": [{"label": kind.plural}]}
    if at.htmx and (after or before):
        return context | {"earlier" if after else "further": ""}
    return context | around(request, asked)


def _ways(asked: AskedList, page: ListPage) -> dict[str, str]:
    """The queries of the rows that follow and of those before."""
    return {
        "further": asked.address(after=page.next) if page.next else "",
        "earlier": asked.address(before=page.previous) if page.previous else "",
    }


def _shows_changes(asked: AskedList) -> bool:
    return any(column.history is not None for column in asked.columns)


def _rows(request: HttpRequest, asked: AskedList, found: list[Any]) -> list[ListRow]:
    return list_rows_shown(
        records=found,
        model=asked.model,
        columns=asked.columns,
        user=request.user,
        setting=setting_of(request),
        is_open=not asked.is_past,
    )


@require_GET
def sums(request: HttpRequest, slug: str) -> HttpResponse:
    """The totals row, fetched after the list so that a long one opens at once."""
    asked = asked_list(request, slug=slug)
    with asked.reading():
        found = totals(rows=asked.rows, model=asked.model, columns=asked.columns)
    cells = [(column, found.get(column.name, [])) for column in asked.columns]
    return render(request, "lists/totals.html", {"cells": cells, "may_bulk": may_bulk(request, asked)})


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
    answer = StreamingHttpResponse(_read_in(asked, pieces), content_type=FORMATS[format])
    name = f"{slug}-{asked.day.isoformat()}.{format}" if asked.day else f"{slug}.{format}"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def _read_in(asked: AskedList, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces, each made while the tables of the day are read."""
    with asked.reading():
        yield from pieces


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
        return redirect(_page_url(asked, request.GET) + asked.address())
    return redirect(_page_url(asked, request.GET) + asked.address(where=joined(asked.condition, added)))


def _page_url(asked: AskedList, words: QueryDict) -> str:
    """The list, or the board where a form of the board asks."""
    return reverse("web:board" if words.get("board") and has_board(asked) else "web:list", args=[asked.slug])


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
                instant=asked.instant,
            )
        except ValueError as error:
            problem = str(error)
    with asked.reading():
        number = None if problem else rows.order_by().count()
    return render(request, "lists/count.html", {"problem": problem, "number": number, "kind": asked.model.kind})


@require_POST
def save_view(request: HttpRequest, slug: str) -> HttpResponse:
    """Keeps the list under a name."""
    asked = asked_list(request, slug=slug)
    kind = asked.model.kind
    try:
        view = keep_view(
            act=act_of(request),
            kind=kind,
            name=request.POST.get("name", "").strip(),
            condition=asked.condition,
            columns=[column.name for column in asked.columns],
            order=asked.sort,
            is_shared=bool(request.POST.get("is_shared")),
            is_board=bool(request.POST.get("board")) and has_board(asked),
        )
        toast(request, text=f"“{view.name}” is saved{' and shared' if view.is_shared else ''}.")
    except ValidationError as error:
        toast(request, text=" ".join(error.messages), level=messages.WARNING)
    return redirect(_page_url(asked, request.POST) + asked.address())


@require_POST
def opens_with(request: HttpRequest, slug: str) -> HttpResponse:
    """Remembers the view that the person's list of this kind opens with."""
    asked = asked_list(request, slug=slug)
    offered = {view.key: view for view in offered_views(asked, user=request.user)}
    view = offered.get(request.POST.get("view", ""))
    if view is None:
        toast(request, text="There is no such view any more.", level=messages.WARNING)
    else:
        keep_opening(act=act_of(request), kind=asked.model.kind, view="" if view.key == ALL else view.key)
        toast(request, text=f"{asked.model.kind.plural} now open with “{view.name}”.")
    return redirect(_page_url(asked, request.POST) + asked.address())


@require_POST
def delete_view(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Takes one of the person's own views away."""
    asked = asked_list(request, slug=slug)
    gone = drop_view(act=act_of(request), kind=asked.model.kind, number=number)
    toast(request, text="The view is gone." if gone else "Only its owner can delete a view.")
    return redirect(list_url(asked.model.kind) + "?where=")


@require_POST
def columns(request: HttpRequest, slug: str) -> HttpResponse:
    """Remembers the chosen columns in their order; drawn over in the head of a list there is nothing to show again."""
    asked = asked_list(request, slug=slug)
    names = [name for name in request.POST.getlist("column") if name in asked.fields]
    keep_columns(act=act_of(request), kind=asked.model.kind, columns=names)
    if request.POST.get("drawn"):
        return HttpResponse(status=204)
    return redirect(list_url(asked.model.kind) + asked.address(columns=""))


@require_POST
def widths(request: HttpRequest, slug: str) -> HttpResponse:
    """Remembers how wide a column was drawn."""
    asked = asked_list(request, slug=slug)
    name, width = request.POST.get("name", ""), request.POST.get("width", "")[:5]
    if name in asked.fields:
        keep_widths(act=act_of(request), kind=asked.model.kind, widths={name: width})
    return HttpResponse(status=204)

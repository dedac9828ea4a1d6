"""The list of a kind: its page, its next rows, and the filter that is built by choosing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.engine.conditions.syntax import ConditionError
from tenure.foundation.access.rights import may
from tenure.interfaces.listing.fields import ListField
from tenure.interfaces.web.addresses import new_url
from tenure.interfaces.web.lists.asking import Asked, asked_in, columns_on_offer
from tenure.interfaces.web.lists.chips import WITHOUT_VALUE, chips_of, operators_for, with_added
from tenure.interfaces.web.lists.heads import heads_of
from tenure.interfaces.web.lists.many import fields_for_many
from tenure.interfaces.web.lists.table import rows_of, totals_of

DOINGS = ("create", "change", "bulk", "delete", "export")


@require_safe
def list_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page; by its “more”, the rows that follow alone."""
    asked = asked_in(request, slug)
    rows = rows_of(asked, cursor=request.GET.get("after", ""))
    context = {"list": asked, "kind": asked.kind, "rows": rows, "slug": slug}
    context["may"] = {
        name
        for name in ("create", "change", "bulk", "delete", "export")
        if may(user=asked.user, action=name, kind=asked.kind)
    }
    context["more"] = asked.address(after=rows.next) if rows.next else ""
    if request.headers.get("HX-Target") == "list-more":
        return render(request, "lists/rows.html", context)
    return render(request, "lists/list.html", context | frame_of(asked) | {"totals": totals_of(asked)})


def frame_of(asked: Asked) -> dict[str, Any]:
    """What stands around the rows: views, filter, columns; the same for a list and a board."""
    shown = {field.name for field in asked.columns}
    offered = columns_on_offer(model=asked.model, fields=asked.fields)
    return {
        "crumbs": [{"label": asked.kind.plural}],
        "views": [(view, asked.address(**_fresh(view.key, asked))) for view in asked.views],
        "heads": heads_of(asked),
        "chips": chips_of(asked),
        "is_narrowed": bool(asked.condition or asked.search),
        "whole": asked.address(view="all", filter=None, search=None),
        "filter_fields": sorted(offered, key=lambda field: field.label),
        "column_choices": [*asked.columns, *(field for field in offered if field.name not in shown)],
        "shown_columns": shown,
        "new_url": new_url(asked.kind),
        "has_board": asked.kind.stage in asked.fields,
        "exports": [(form, asked.address(f"/{asked.slug}/export/{form}/")) for form in ("csv", "xlsx", "json")],
        "bulk_fields": fields_for_many(asked),
        "always_today": True,
    }


@require_safe
def count(request: HttpRequest, slug: str) -> HttpResponse:
    """How many match the filter being written, or what is wrong with it."""
    asked = asked_in(request, slug)
    context: dict[str, Any] = {"list": asked, "kind": asked.kind}
    if field := _chosen(request, asked):
        try:
            asked = _with_choice(request, asked, field)
        except ConditionError as error:
            return render(request, "lists/count.html", {**context, "problem": error})
    number = None if asked.error else asked.rows.order_by().count()
    return render(request, "lists/count.html", {"list": asked, "kind": asked.kind, "count": number})


@require_safe
def add_filter(request: HttpRequest, slug: str) -> HttpResponse:
    """Goes to the list with one more part in its filter."""
    asked = asked_in(request, slug)
    field = _chosen(request, asked)
    if field is None:
        raise Http404("There is no such field to filter by.")
    try:
        condition = _condition_with(request, asked, field)
    except ConditionError as error:
        return render(request, "lists/filter_refused.html", {"problem": error, "back": asked.address()}, status=422)
    base = f"/{slug}/board/" if request.GET.get("board") else ""
    return HttpResponseRedirect(asked.address(base, filter=condition))


@require_safe
def filter_value(request: HttpRequest, slug: str) -> HttpResponse:
    """How the chosen field may be compared, and the control for its value."""
    asked = asked_in(request, slug)
    field = _chosen(request, asked)
    if field is None:
        raise Http404("There is no such field to filter by.")
    context = {"field": field, "operators": operators_for(field), "type": str(field.type), "list": asked}
    if field.column is not None and field.column.related_model is not None:
        context["target"] = field.column.related_model.kind  # type: ignore[union-attr]
    return render(request, "lists/filter_value.html", context)


def _fresh(key: str, asked: Asked) -> dict[str, str | None]:
    """A view starts with its own filter, order and columns."""
    return {"view": None if key == "all" else key, "filter": None, "sort": None, "columns": None, "search": None}


def _chosen(request: HttpRequest, asked: Asked) -> ListField | None:
    return asked.fields.get(request.GET.get("add_field", ""))


def _condition_with(request: HttpRequest, asked: Asked, field: ListField) -> str:
    operator, value = request.GET.get("add_operator", ""), request.GET.get("add_value", "")
    if operator not in dict(operators_for(field)):
        raise ConditionError(f"{field.label} cannot be compared like that", position=0)
    if not value:
        value = request.GET.get("add_value.text", "")
    if operator in WITHOUT_VALUE:
        value = ""
    return with_added(condition=asked.condition, field=field, operator=operator, value=value)


def _with_choice(request: HttpRequest, asked: Asked, field: ListField) -> Asked:
    """The list as it would be with the part that is being chosen."""
    request.GET = request.GET.copy()
    request.GET["filter"] = _condition_with(request, asked, field)  # type: ignore[index]
    return asked_in(request, asked.slug)

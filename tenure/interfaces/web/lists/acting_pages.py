"""Acting on many records of a list: change one field, delete, take them out as a file."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from tenure.foundation.access.rights import require
from tenure.interfaces.listing.export import FORMATS, export
from tenure.interfaces.listing.listing import in_order
from tenure.interfaces.web.lists.asking import Asked, asked_in
from tenure.interfaces.web.lists.many import carry_out, delete_many, fields_for_many, meant_by, plan_for
from tenure.interfaces.web.records.reading import act_of
from tenure.interfaces.web.records.telling import undo_url
from tenure.interfaces.web.shell.toasts import toast
from tenure.interfaces.web.shell.today import now_of


@require_POST
def bulk(request: HttpRequest, slug: str) -> HttpResponse:
    """The steps of a change of many: which field, which value, what it would do, done."""
    asked = asked_in(request, slug)
    plan = plan_for(request, asked)
    if plan.is_ready and not plan.refused and request.POST.get("step") == "do":
        carry_out(plan, asked=asked, act=act_of(request, reason=request.POST.get("why", "").strip()[:500]))
        if plan.change_id is not None:
            noun = asked.kind.label if plan.changed == 1 else asked.kind.plural
            toast(request, text=f"{plan.changed:,} {noun.lower()} changed.", undo=undo_url(plan.change_id))
            return HttpResponse(status=204, headers={"HX-Redirect": asked.address()})
    context = {"list": asked, "kind": asked.kind, "plan": plan, "slug": slug, "fields": fields_for_many(asked)}
    context |= {"chosen": request.POST.getlist("chosen"), "all": request.POST.get("all") == "1"}
    context["why"] = request.POST.get("why", "")
    return render(request, "lists/bulk.html", context)


@require_POST
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Takes the ticked records, or all that match, out of use."""
    asked = asked_in(request, slug)
    require(user=asked.user, action="delete", kind=asked.kind)
    try:
        count, change_id = delete_many(ids=meant_by(request, asked), asked=asked, act=act_of(request))
    except ValidationError as error:
        toast(request, text=" ".join(error.messages), level=messages.ERROR)
    else:
        noun = asked.kind.label if count == 1 else asked.kind.plural
        toast(request, text=f"{count:,} {noun.lower()} deleted.", undo=undo_url(change_id) if change_id else "")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": asked.address()})
    return HttpResponseRedirect(asked.address())


@require_safe
def export_list(request: HttpRequest, slug: str, form: str) -> StreamingHttpResponse:
    """The list as it stands, all of its rows, as a file."""
    if form not in FORMATS:
        raise Http404(f"There is no format “{form}”.")
    asked = asked_in(request, slug)
    require(user=asked.user, action="export", kind=asked.kind)
    links = [column.name for column in _with_records(asked)]
    rows = in_order(rows=asked.rows, fields=asked.fields, order=asked.order)
    rows = rows.select_related(*links) if links else rows
    pieces = export(
        model=asked.model,
        user=asked.user,
        rows=rows.iterator(chunk_size=2000),
        columns=asked.columns,
        format=form,
    )
    answer = StreamingHttpResponse(pieces, content_type=FORMATS[form])
    answer["Content-Disposition"] = f'attachment; filename="{slug}-{now_of(request):%Y-%m-%d}.{form}"'
    return answer


def _with_records(asked: Asked) -> list:
    return [c for c in asked.columns if c.column is not None and c.column.related_model is not None]

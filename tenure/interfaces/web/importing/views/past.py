"""Imports that were started: the list, one import while it runs and after, and taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from tenure.foundation.access.rights import require
from tenure.foundation.access.roles import Action
from tenure.foundation.jobs.queue import JobStateError, cancel
from tenure.interfaces.ingest.applying.oddities import oddities
from tenure.interfaces.ingest.applying.rejecting import rejected_file
from tenure.interfaces.ingest.applying.tallies import Outcome, Tallies
from tenure.interfaces.ingest.mapping.schema import USAGE
from tenure.interfaces.ingest.models import BatchState, ImportBatch, MergeProposal, ProposalState
from tenure.interfaces.web.addresses import model_by_slug
from tenure.interfaces.web.importing.drafts import open_drafts
from tenure.interfaces.web.importing.results import (
    PAGE,
    SHOWN_REJECTED,
    counts_of,
    lines_of,
    may_see_rows,
    notes_of,
    reasons_of,
    records_of,
    samples_of,
    versions_of,
    written_by,
)
from tenure.interfaces.web.importing.rights import batch_seen, imports_seen, may_import
from tenure.interfaces.web.importing.under_way import Work, ask_for, work_on
from tenure.interfaces.web.importing.undoing import MOST_EDITS, ask_to_look, look_called
from tenure.interfaces.web.importing.views.mapping import as_file
from tenure.interfaces.web.importing.views.steps import for_importers, page
from tenure.interfaces.web.models import ImportDraft
from tenure.interfaces.web.shell.toasts import toast
from tenure.interfaces.web.shell.today import now_of

SHOWN = 50
TAKEN_BACK = (BatchState.DONE, BatchState.FAILED, BatchState.RUNNING)


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """The past imports and the open drafts; whoever may not import is told so."""
    pages = Paginator(imports_seen(user=request.user), SHOWN)
    shown = pages.get_page(request.GET.get("page"))
    context = {
        "crumbs": [{"label": "Imports"}],
        "always_today": True,
        "imports": [_line(batch) for batch in shown],
        "shown": shown,
        "drafts": open_drafts(user=request.user),
        "may_import": may_import(user=request.user),
        "waiting": MergeProposal.objects.filter(state=ProposalState.OPEN).count(),
    }
    return render(request, "importing/imports.html", context)


@for_importers
@require_safe
def one(request: HttpRequest, key: str) -> HttpResponse:
    """One import: its progress, then what it did."""
    batch = batch_seen(key=key, user=request.user)
    work, undoing = _works(batch, request)
    tallies = Tallies.from_json(batch.counts)
    is_under_way = _is_under_way(work) or _is_under_way(undoing)
    context: dict[str, Any] = {
        "batch": batch,
        "work": work,
        "undoing": undoing,
        "is_under_way": is_under_way,
        "counts": counts_of(tallies, is_dry=False),
        "lines": lines_of(tallies),
        "notes": list(notes_of(tallies, is_dry=False)),
        "can_undo": batch.state in TAKEN_BACK and not is_under_way,
        "can_go_on": _can_go_on(batch, work),
        "can_mend": _draft_of(batch, request).exists() and _can_go_on(batch, work),
    }
    if not is_under_way:
        context |= _result(batch, tallies, request)
    crumbs = [{"label": "Imports", "url": reverse("web:imports")}, {"label": _names(batch)[:80]}]
    return page(request, name="result", draft=None, context={**context, "crumbs": crumbs, "names": _names(batch)})


@for_importers
@require_safe
def state(request: HttpRequest, key: str) -> HttpResponse:
    """How far the import, or its taking back, is; the page loads anew when that is over."""
    batch = batch_seen(key=key, user=request.user)
    for work in reversed(_works(batch, request)):
        if work is not None and work.is_under_way:
            address = reverse("web:import_state", args=[batch.key])
            return render(request, "importing/progress.html", {"work": work, "address": address})
    return HttpResponseClientRefresh()


@for_importers
@require_POST
def stop(request: HttpRequest, key: str) -> HttpResponse:
    """Stops a running import where it is: what was written stays until it is taken back."""
    batch = batch_seen(key=key, user=request.user)
    work, _ = _works(batch, request)
    if work is None:
        raise Http404("There is nothing to stop.")
    try:
        cancel(job=work.job, now=now_of(request))
        toast(request, text="The import was stopped. What it wrote so far is there: go on with it, or undo it.")
    except JobStateError as error:
        toast(request, text=str(error), level=messages.ERROR)
    return redirect("web:import", batch.key)


@for_importers
@require_POST
def go_on(request: HttpRequest, key: str) -> HttpResponse:
    """Goes on with an import that was stopped or failed, where it left off."""
    batch = batch_seen(key=key, user=request.user)
    work, _ = _works(batch, request)
    if not _can_go_on(batch, work):
        toast(request, text="This import cannot go on: it is done, or was taken back.", level=messages.ERROR)
    else:
        ask_for(
            name="ingest.run",
            key=f"ingest:{batch.key}",
            arguments={"batch": batch.key},
            by=batch.by,
            now=now_of(request),
        )
    return redirect("web:import", batch.key)


@for_importers
@require_POST
def mend(request: HttpRequest, key: str) -> HttpResponse:
    """Back to the columns of an import that was stopped or broke off: its files are still there."""
    batch = batch_seen(key=key, user=request.user)
    draft = _draft_of(batch, request).first()
    work, _ = _works(batch, request)
    if draft is None or not _can_go_on(batch, work):
        toast(request, text="The files of this import are gone. Send them again.", level=messages.ERROR)
        return redirect("web:import", batch.key)
    draft.batch = ""
    draft.save(update_fields=["batch"])
    return redirect("web:import_draft_columns", draft.key)


@for_importers
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, key: str) -> HttpResponse:
    """First what taking the import back means, with the edits made since; then the taking back."""
    batch = batch_seen(key=key, user=request.user)
    if batch.state not in TAKEN_BACK or any(_is_under_way(work) for work in _works(batch, request)):
        toast(request, text="There is nothing to take back now.", level=messages.ERROR)
        return redirect("web:import", batch.key)
    if request.method == "POST":
        is_keeping = "keep" in request.POST
        arguments = {"batch": batch.key, "by": request.user.pk, "keep_later_edits": is_keeping}
        key_of_work = _undo_key(batch, is_keeping=is_keeping)
        ask_for(name="web.undo_import", key=key_of_work, arguments=arguments, by=request.user, now=now_of(request))
        return redirect("web:import", batch.key)
    look = look_called(batch=batch, number=request.GET.get("look", ""), now=now_of(request))
    if look is None:
        job = ask_to_look(batch=batch, by=request.user, now=now_of(request))
        return redirect(f"{reverse('web:import_undo', args=[batch.key])}?look={job.pk}")
    edits = (look.job.result or {}).get("edits", [])
    crumbs = [
        {"label": "Imports", "url": reverse("web:imports")},
        {"label": _names(batch)[:60], "url": reverse("web:import", args=[batch.key])},
        {"label": "Undo"},
    ]
    context = {"crumbs": crumbs, "always_today": True, "batch": batch, "edits": edits, "names": _names(batch)}
    context |= {"written": written_by(batch, user=request.user), "most_edits": MOST_EDITS, "look": look}
    context["address"] = f"{reverse('web:import_undo_state', args=[batch.key])}?look={look.job.pk}"
    return render(request, "importing/undo.html", context)


@for_importers
@require_safe
def undo_state(request: HttpRequest, key: str) -> HttpResponse:
    """How far the search for later edits is; the page loads anew when that is over."""
    batch = batch_seen(key=key, user=request.user)
    look = look_called(batch=batch, number=request.GET.get("look", ""), now=now_of(request))
    if look is None or not look.is_under_way:
        return HttpResponseClientRefresh()
    address = f"{reverse('web:import_undo_state', args=[batch.key])}?look={look.job.pk}"
    return render(request, "importing/progress.html", {"work": look, "address": address})


@for_importers
@require_safe
def rejected(request: HttpRequest, key: str) -> StreamingHttpResponse:
    """The rejected rows as a file, to be mended and imported again."""
    batch = batch_seen(key=key, user=request.user)
    if not may_see_rows(batch=batch, user=request.user):
        raise PermissionDenied("The rejected rows hold fields that your role does not show. Ask an administrator.")
    answer = StreamingHttpResponse(rejected_file(batch), content_type="text/csv; charset=utf-8")
    name = f"{batch.files[0]['name'] if batch.files else batch.source}.rejected.csv"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return answer


@for_importers
@require_safe
def mapping(request: HttpRequest, key: str) -> HttpResponse:
    """The mapping that the import was made with, as a file."""
    batch = batch_seen(key=key, user=request.user)
    return as_file(text=batch.mapping, name=batch.source)


@for_importers
@require_safe
def records(request: HttpRequest, key: str, slug: str) -> HttpResponse:
    """All records of a kind that the import wrote."""
    batch, model = batch_seen(key=key, user=request.user), model_by_slug(slug)
    require(user=request.user, action=Action.VIEW, kind=model.kind)
    shown = Paginator(records_of(batch, model), PAGE).get_page(request.GET.get("page"))
    created = versions_of(batch, model).filter(operation="create", record_id__in=[one.pk for one in shown])
    crumbs = [
        {"label": "Imports", "url": reverse("web:imports")},
        {"label": _names(batch)[:60], "url": reverse("web:import", args=[batch.key])},
        {"label": model.kind.plural},
    ]
    context = {"crumbs": crumbs, "always_today": True, "batch": batch, "kind": model.kind, "shown": shown}
    context["created"] = set(created.values_list("record_id", flat=True))
    return render(request, "importing/records.html", context)


def _result(batch: ImportBatch, tallies: Tallies, request: HttpRequest) -> dict[str, Any]:
    sees_rows = may_see_rows(batch=batch, user=request.user)
    kinds = [tally.kind for tally in tallies.listed() if tally.kind != USAGE]
    is_done = batch.state == BatchState.DONE
    return {
        "written": written_by(batch, user=request.user) if batch.state != BatchState.UNDONE else [],
        "oddities": oddities(batch_key=batch.key, kinds=kinds) if is_done else [],
        "samples": samples_of(tallies, is_dry=False),
        "reasons": reasons_of(batch),
        "rejected_count": batch.rejected_rows.count(),
        "rejected": batch.rejected_rows.order_by("pk")[:SHOWN_REJECTED] if sees_rows else (),
        "sees_rows": sees_rows,
        "proposed": MergeProposal.objects.filter(batch=batch.key, state=ProposalState.OPEN).count(),
    }


def _works(batch: ImportBatch, request: HttpRequest) -> tuple[Work | None, Work | None]:
    """The run of the import, and its taking back."""
    now = now_of(request)
    undoing = [work_on(key=_undo_key(batch, is_keeping=keeps), now=now) for keeps in (True, False)]
    latest = max((work for work in undoing if work), key=lambda work: (work.is_under_way, work.job.pk), default=None)
    return work_on(key=f"ingest:{batch.key}", now=now), latest


def _undo_key(batch: ImportBatch, *, is_keeping: bool) -> str:
    return f"web.undo:{batch.key}{':keeping' if is_keeping else ''}"


def _is_under_way(work: Work | None) -> bool:
    return work is not None and work.is_under_way


def _can_go_on(batch: ImportBatch, work: Work | None) -> bool:
    is_open = batch.state in (BatchState.WAITING, BatchState.RUNNING, BatchState.FAILED)
    return is_open and (work is None or not work.is_under_way)


def _draft_of(batch: ImportBatch, request: HttpRequest) -> QuerySet[ImportDraft]:
    return ImportDraft.objects.filter(batch=batch.key, by_id=request.user.pk or 0)


def _names(batch: ImportBatch) -> str:
    names = [file["name"] for file in batch.files] or [batch.source]
    return str(names[0]) if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def _line(batch: ImportBatch) -> dict[str, Any]:
    tallies = Tallies.from_json(batch.counts)
    return {
        "batch": batch,
        "names": _names(batch),
        "created": tallies.total(Outcome.CREATED),
        "updated": tallies.total(Outcome.UPDATED),
        "rejected": tallies.rejected,
        "can_undo": batch.state == BatchState.DONE,
    }

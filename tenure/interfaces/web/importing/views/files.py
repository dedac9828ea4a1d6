"""The first step: which files, where they come from, and what their rows are."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from tenure.foundation.records.kinds import Function
from tenure.interfaces.ingest.mapping.fitting import NothingFitsError
from tenure.interfaces.ingest.mapping.schema import USAGE
from tenure.interfaces.ingest.models import SavedMapping
from tenure.interfaces.ingest.reading import UnreadableFileError
from tenure.interfaces.ingest.ready.shelf import UnknownMappingError
from tenure.interfaces.web.importing.drafts import (
    MOST_FILES,
    RefusedFileError,
    add_file,
    drop_draft,
    new_draft,
    remove_file,
    touch,
)
from tenure.interfaces.web.importing.finding import map_again, read_files, tables_of
from tenure.interfaces.web.importing.ready import use_ready
from tenure.interfaces.web.importing.rights import importable_kinds
from tenure.interfaces.web.importing.under_way import ask_for, work_on
from tenure.interfaces.web.importing.views.steps import for_importers, of_draft, page
from tenure.interfaces.web.models import ImportDraft
from tenure.interfaces.web.shell.navigation import TITLES
from tenure.interfaces.web.shell.toasts import toast
from tenure.interfaces.web.shell.today import now_of

READ_AT_ONCE = 4_000_000
LIMITS = {"most_files": MOST_FILES}


@for_importers
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The page that takes files, and the first files sent to it."""
    if request.method == "POST":
        return _take(request, None)
    return page(request, name="new", draft=None, context=_limits())


@of_draft
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """The files of a draft, with what reading them told; more may be sent."""
    if request.method == "POST":
        return _take(request, draft)
    work = None
    if draft.files and not draft.found:
        work = _read(request, draft)
    context = {"work": work, "kind_groups": _kind_groups(request.user), **_limits()}
    context["sources"] = list(SavedMapping.objects.order_by("source").values_list("source", flat=True))
    context["is_ready"] = bool(draft.mapping)
    return page(request, name="files", draft=draft, context=context)


@of_draft
@require_safe
def reading(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """How far the reading is; the page loads anew when it is over."""
    work = work_on(key=draft.job_key, now=now_of(request))
    if work is None or not work.is_under_way:
        return HttpResponseClientRefresh()
    address = reverse("web:import_draft_reading", args=[draft.key])
    return render(request, "importing/progress.html", {"work": work, "address": address})


@of_draft
@require_POST
def remove(request: HttpRequest, draft: ImportDraft, place: int) -> HttpResponse:
    """Takes a file out."""
    remove_file(draft=draft, place=place, now=now_of(request))
    return redirect("web:import_draft_files", draft.key)


@of_draft
@require_POST
def kind(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """Says what the rows of a table are; none leaves the table out."""
    table, chosen = request.POST.get("table", ""), request.POST.get("kind", "")
    known = {USAGE, *(one.key for one in importable_kinds(user=request.user))}
    if table not in {one["name"] for one in draft.found.get("tables", [])} or (chosen and chosen not in known):
        raise Http404("There is no such table, or no such kind of record.")
    map_again(draft=draft, table_name=table, kind=chosen, now=now_of(request))
    return redirect("web:import_draft_files", draft.key)


@of_draft
@require_POST
def source(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """Names the source, under which ids and the mapping are kept; the files are matched anew for it."""
    name = " ".join(request.POST.get("source", "").split())[:60]
    if not name:
        toast(request, text="A source needs a name, such as “hubspot” or “our spreadsheet”.", level=messages.ERROR)
    elif name != draft.source:
        draft.source, draft.kinds = name, {}
        touch(draft, now_of(request))
    return redirect("web:import_draft_files", draft.key)


@of_draft
@require_POST
def ready(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """Takes a mapping that comes with the product."""
    try:
        use_ready(draft=draft, name=request.POST.get("name", ""), tables=tables_of(draft), now=now_of(request))
    except (UnknownMappingError, NothingFitsError, UnreadableFileError) as error:
        toast(request, text=str(error)[:300], level=messages.ERROR)
        return redirect("web:import_draft_files", draft.key)
    return redirect("web:import_draft_columns", draft.key)


@of_draft
@require_POST
def discard(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """Gives the draft up."""
    drop_draft(draft)
    toast(request, text="The files are gone; nothing was imported.")
    return redirect("web:imports")


def _take(request: HttpRequest, draft: ImportDraft | None) -> HttpResponse:
    sent = request.FILES.getlist("file")
    is_new = draft is None
    draft = draft or new_draft(by=request.user, now=now_of(request))
    refused = []
    for one in sent:
        try:
            add_file(draft=draft, name=one.name or "", content=one, now=now_of(request))
        except RefusedFileError as error:
            refused.append(str(error))
    refused = refused if sent else ["Choose a file first. A folder cannot be sent; pack it into a zip file."]
    if is_new and not draft.files:
        drop_draft(draft)
    address = reverse("web:import_draft_files", args=[draft.key]) if draft.files else reverse("web:import_new")
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"address": address, "refused": refused}, status=422 if refused else 201)
    for why in refused:
        toast(request, text=why, level=messages.ERROR)
    return redirect(address)


def _read(request: HttpRequest, draft: ImportDraft) -> Any:
    """Reads small files here and now, large ones by a worker; gives the work to wait for."""
    if sum(file["size"] for file in draft.files) <= READ_AT_ONCE:
        read_files(draft=draft, now=now_of(request))
        return None
    if not draft.job_key:
        draft.job_key = f"web.read:{draft.key}:{draft.revision}"
        draft.save(update_fields=["job_key"])
        arguments = {"draft": draft.key, "revision": draft.revision}
        ask_for(name="web.read_import", key=draft.job_key, arguments=arguments, by=draft.by, now=now_of(request))
    return work_on(key=draft.job_key, now=now_of(request))


def _limits() -> dict[str, Any]:
    return {**LIMITS, "most_mb": settings.TENURE_MAX_IMPORT_MB}


def _kind_groups(user: Any) -> list[tuple[str, list[Any]]]:
    kinds = importable_kinds(user=user)
    groups = [(title, [one for one in kinds if one.function == function]) for function, title in TITLES.items()]
    assert set(TITLES) == set(Function)
    return [(title, found) for title, found in groups if found]

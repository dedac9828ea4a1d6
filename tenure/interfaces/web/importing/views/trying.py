"""The third step: what the import would do; and its start."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from tenure.foundation.access.rights import NotAllowedError
from tenure.foundation.jobs.queue import JobStateError, cancel
from tenure.interfaces.ingest.mapping.errors import MappingError
from tenure.interfaces.ingest.reading import UnreadableFileError
from tenure.interfaces.web.importing.asking import questions_of
from tenure.interfaces.web.importing.results import counts_of, lines_of, notes_of, samples_of
from tenure.interfaces.web.importing.starting import StartedAlreadyError, start
from tenure.interfaces.web.importing.trying import ask_to_try, key_of, tried
from tenure.interfaces.web.importing.under_way import work_on
from tenure.interfaces.web.importing.views.steps import mapping_of, of_draft, page
from tenure.interfaces.web.models import ImportDraft
from tenure.interfaces.web.shell.toasts import toast
from tenure.interfaces.web.shell.today import now_of


@of_draft
@require_safe
def trying(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """The dry run: asked for when first opened, shown when it is there."""
    mapping = mapping_of(draft)
    if mapping is None:
        return redirect("web:import_draft_files", draft.key)
    if questions_of(draft=draft, mapping=mapping):
        toast(request, text="Answer the questions first; nothing is guessed.", level=messages.WARNING)
        return redirect("web:import_draft_columns", draft.key)
    found = tried(draft)
    if found is None:
        work = work_on(key=key_of(draft), now=now_of(request))
        if work is None:
            ask_to_try(draft=draft, now=now_of(request))
            work = work_on(key=key_of(draft), now=now_of(request))
        return page(request, name="try", draft=draft, context={"work": work})
    tallies = found.tallies
    context = {
        "found": found,
        "counts": counts_of(tallies, is_dry=True),
        "lines": lines_of(tallies),
        "notes": list(notes_of(tallies, is_dry=True)),
        "samples": samples_of(tallies, is_dry=True),
        "mapping": mapping,
    }
    return page(request, name="try", draft=draft, context=context)


@of_draft
@require_safe
def state(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """How far the dry run is; the page loads anew when it is over."""
    work = work_on(key=key_of(draft), now=now_of(request))
    if work is None or not work.is_under_way:
        return HttpResponseClientRefresh()
    address = reverse("web:import_draft_state", args=[draft.key])
    return render(request, "importing/progress.html", {"work": work, "address": address})


@of_draft
@require_POST
def again(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """Makes the dry run anew: after a failure, or since the records changed meanwhile."""
    if tried(draft) is not None:
        draft.revision += 1
        draft.save(update_fields=["revision"])
    ask_to_try(draft=draft, now=now_of(request))
    return redirect("web:import_draft_try", draft.key)


@of_draft
@require_POST
def stop(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """Stops the dry run."""
    work = work_on(key=key_of(draft), now=now_of(request))
    if work is not None:
        try:
            cancel(job=work.job, now=now_of(request))
        except JobStateError:
            return redirect("web:import_draft_try", draft.key)
    toast(request, text="The dry run was stopped.")
    return redirect("web:import_draft_columns", draft.key)


@of_draft
@require_POST
def run(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """Starts the import."""
    try:
        batch = start(draft=draft, now=now_of(request))
    except StartedAlreadyError:
        return redirect("web:import_draft_try", draft.key)
    except (MappingError, NotAllowedError, UnreadableFileError) as error:
        toast(request, text=str(error)[:300], level=messages.ERROR)
        return redirect("web:import_draft_columns", draft.key)
    return redirect("web:import", batch.key)

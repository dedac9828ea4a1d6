"""Settings: the work done outside pages."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from tenure.foundation.jobs.models import Job, State
from tenure.foundation.jobs.programs import programs_up
from tenure.foundation.jobs.queue import JobStateError, cancel, jobs_asked, retry
from tenure.interfaces.web.settings_pages.page import for_administrators, settings_page
from tenure.interfaces.web.shell.toasts import toast
from tenure.interfaces.web.shell.today import now_of

SHOWN = 100
ACTIONS = {"cancel": (cancel, "The job was cancelled."), "retry": (retry, "The job waits for a worker again.")}


@for_administrators
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """The newest jobs, what runs and waits first."""
    chosen = request.GET.get("state", "")
    context = {
        "jobs": jobs_asked(state=chosen)[:SHOWN],
        "states": State.choices,
        "chosen": chosen,
        "workers": programs_up(role="worker", now=now_of(request)).count(),
    }
    return settings_page(request, page="jobs", title="Jobs", context=context)


@for_administrators
@require_GET
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """One job's row, asked for again while it is under way."""
    job = get_object_or_404(Job.objects.select_related("asked_by"), pk=number)
    return render(request, "settings/job_row.html", {"job": job})


@for_administrators
@require_POST
def settle(request: HttpRequest, number: int, action: str) -> HttpResponse:
    """Cancels a job or gives a failed one another chance."""
    if action not in ACTIONS:
        raise Http404(f"Jobs cannot be told to {action}.")
    act, said = ACTIONS[action]
    try:
        act(job=get_object_or_404(Job, pk=number), now=now_of(request))
        toast(request, text=said)
    except JobStateError as error:
        toast(request, text=str(error), level=messages.ERROR)
    return redirect("web:settings_jobs")

"""Tasks and notes on a record's page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from tenure.foundation.access.rights import may
from tenure.foundation.records.model import Record
from tenure.foundation.records.pointers import pointer_to
from tenure.interfaces.web.records.finding import record_to_view
from tenure.interfaces.web.records.reading import act_of
from tenure.interfaces.web.records.telling import tell_written
from tenure.interfaces.web.records.work import (
    NoteForm,
    TaskForm,
    add_task_to,
    notes_on,
    set_done,
    tasks_on,
    write_note_on,
)
from tenure.lifecycle.work.models import Note, Task


@require_http_methods(["GET", "POST"])
def tasks(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The tasks about a record and the form for one more."""
    record = record_to_view(slug=slug, public_id=public_id, user=request.user)
    form = TaskForm(request.POST or None, auto_id="task-%s")
    if request.method == "POST" and form.is_valid():
        task = add_task_to(record, form=form, act=act_of(request))
        tell_written(request, record=task, text="Task added.")
        form = TaskForm(auto_id="task-%s")
    return _tasks(request, record, form)


@require_POST
def done(request: HttpRequest, slug: str, public_id: str, task_id: str) -> HttpResponse:
    """Notes that a task is done, or takes that back."""
    record = record_to_view(slug=slug, public_id=public_id, user=request.user)
    task = get_object_or_404(Task.objects, public_id=task_id, **pointer_to(record))
    is_done = task.done_at is None
    set_done(task, is_done=is_done, act=act_of(request))
    tell_written(request, record=task, text=f"“{task}” is {'done' if is_done else 'open again'}.")
    return _tasks(request, record, TaskForm(auto_id="task-%s"))


@require_http_methods(["GET", "POST"])
def notes(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The notes about a record and the box to write one."""
    record = record_to_view(slug=slug, public_id=public_id, user=request.user)
    form = NoteForm(request.POST or None, auto_id="note-%s")
    if request.method == "POST" and form.is_valid():
        note = write_note_on(record, form=form, act=act_of(request))
        tell_written(request, record=note, text="Note added.")
        form = NoteForm(auto_id="note-%s")
    context: dict[str, Any] = {"record": record, "form": form, "notes": notes_on(record=record, user=request.user)}
    context["may_write"] = may(user=request.user, action="create", kind=Note.kind)
    answer = render(request, "records/notes.html", context, status=422 if form.errors else 200)
    return trigger_client_event(answer, "record-changed", {}) if request.method == "POST" else answer


def _tasks(request: HttpRequest, record: Record, form: TaskForm) -> HttpResponse:
    context: dict[str, Any] = {"record": record, "form": form, "tasks": tasks_on(record=record, user=request.user)}
    context["may_write"] = may(user=request.user, action="create", kind=Task.kind)
    context["may_tick"] = may(user=request.user, action="change", kind=Task.kind)
    answer = render(request, "records/tasks.html", context, status=422 if form.errors else 200)
    return trigger_client_event(answer, "record-changed", {}) if request.method == "POST" else answer

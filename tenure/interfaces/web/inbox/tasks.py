"""A person's tasks as Home and the inbox list them: what each is about, and a tick to say that it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tenure.foundation.access.rights import may, require
from tenure.foundation.records.kinds import model_of
from tenure.foundation.records.model import Record
from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.records.finding import named
from tenure.interfaces.web.records.names import name_for
from tenure.interfaces.web.records.reading import act_of
from tenure.interfaces.web.records.telling import tell_written
from tenure.interfaces.web.records.work import set_done
from tenure.lifecycle.work.models import Task


@dataclass(frozen=True)
class TaskRow:
    """A task, and the record that it is about, as far as the person may see it."""

    task: Task
    about: str = ""
    about_address: str = ""


def task_rows(*, tasks: Sequence[Task], user: Any) -> list[TaskRow]:
    """The tasks as rows, in their order; what they are about is fetched once per kind."""
    wanted: dict[str, set[int]] = {}
    for task in tasks:
        if task.about_kind and task.about_id is not None:
            wanted.setdefault(task.about_kind, set()).add(task.about_id)
    found: dict[tuple[str, int | None], Record] = {}
    for key, ids in wanted.items():
        model = model_of(key)
        if may(user=user, action="view", kind=model.kind):
            found |= {(key, record.pk): record for record in named(model.objects.filter(pk__in=ids))}
    return [_row(task, found.get((task.about_kind, task.about_id)), user) for task in tasks]


@require_POST
def tick(request: HttpRequest, public_id: str) -> HttpResponse:
    """Notes that a task is done, or takes that back; answers with its row, or with its page where it was ticked."""
    require(user=request.user, action="view", kind=Task.kind)
    task = get_object_or_404(Task.objects.select_related("assignee"), public_id=public_id)
    is_done = task.done_at is None
    set_done(task, is_done=is_done, act=act_of(request))
    tell_written(request, record=task, text=f"“{task}” is {'done' if is_done else 'open again'}.")
    if not getattr(request, "htmx", False):
        return redirect(record_url(task))
    task.refresh_from_db()
    rows = task_rows(tasks=[task], user=request.user)
    return render(request, "home/task_row.html", {"row": rows[0], "today": request.today})  # type: ignore[attr-defined]


def _row(task: Task, about: Record | None, user: Any) -> TaskRow:
    return TaskRow(task, name_for(about, user=user), record_url(about)) if about is not None else TaskRow(task)

"""What may be done with tasks and notes. All inside `recording`, whose actor is who writes or does it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from tenure.foundation.access.rights import may
from tenure.foundation.organisation.models import Person
from tenure.foundation.records import operations
from tenure.foundation.records.model import Record
from tenure.foundation.records.pointers import pointer_to
from tenure.foundation.records.recording import under_way
from tenure.lifecycle.work.choices import NotificationKind, Priority
from tenure.lifecycle.work.mentions import mentioned_people
from tenure.lifecycle.work.models import Note, Task
from tenure.lifecycle.work.notifications import notify


def add_task(
    *,
    title: str,
    assignee: Person | None = None,
    due_on: date | None = None,
    about: Record | None = None,
    body: str = "",
    priority: Priority = Priority.NORMAL,
) -> Task:
    """Writes down something to do, and tells who is to do it. Raises `ValidationError`."""
    values: dict[str, Any] = {"title": title, "body": body, "assignee": assignee, "due_on": due_on}
    task = operations.create(model=Task, values={**values, "priority": priority, **pointer_to(about)})
    _tell_assignee(task)
    return task


def assign_task(*, task: Task, assignee: Person | None) -> Task:
    """Gives a task to somebody, and tells them."""
    operations.change(record=task, values={"assignee": assignee})
    _tell_assignee(task)
    return task


def complete_task(*, task: Task) -> Task:
    """Notes that a task is done, now. A task that was done before keeps its first day."""
    if task.done_at is None:
        operations.change(record=task, values={"done_at": under_way().change.recorded_at})
    return task


def reopen_task(*, task: Task) -> Task:
    """Takes back that a task is done."""
    return operations.change(record=task, values={"done_at": None})


def write_note(*, body: str, author: Person | None, about: Record | None = None, is_pinned: bool = False) -> Note:
    """Writes a note and tells everybody mentioned in it. Raises `ValidationError`."""
    values = {"body": body, "author": author, "is_pinned": is_pinned, **pointer_to(about)}
    note = operations.create(model=Note, values=values)
    _tell_mentioned(note)
    return note


def rewrite_note(*, note: Note, body: str) -> Note:
    """Gives a note another text, and tells those whom it now mentions and did not before. Raises `ValidationError`."""
    operations.change(record=note, values={"body": body})
    _tell_mentioned(note)
    return note


def pin_note(*, note: Note, is_pinned: bool) -> Note:
    """Pins a note to the top of its record's page, or lets it go."""
    return operations.change(record=note, values={"is_pinned": is_pinned})


def _tell_assignee(task: Task) -> None:
    due = f", due {task.due_on:%d %b %Y}" if task.due_on else ""
    people = [task.assignee] if task.assignee else []
    text = f"{_actor_name()} gave you a task: {task.title}{due}"
    key = f"task:{task.public_id}:{under_way().change.pk}"
    _tell(people, kind=NotificationKind.TASK, text=text, key=key, about=task)


def _tell_mentioned(note: Note) -> None:
    """Tells everybody mentioned; only those who may see the record are told its name."""
    about = note.about
    for person in mentioned_people(text=note.body):
        may_see = about is not None and may(user=person.user, action="view", kind=about.kind)
        text = f"{_actor_name()} mentioned you{f' on {about}' if may_see else ''}"
        _tell([person], kind=NotificationKind.MENTION, text=text, key=f"mention:{note.public_id}", about=about or note)


def _tell(people: Iterable[Person], *, kind: NotificationKind, text: str, key: str, about: Record) -> None:
    """Tells each of the people who can sign in, but not the one who is doing it."""
    change = under_way().change
    for person in people:
        user = person.user
        if user is not None and user != change.actor:
            notify(user=user, kind=kind, text=text, key=key, now=change.recorded_at, about=about)


def _actor_name() -> str:
    return under_way().change.actor_label

"""Tasks and notes about a record, as its page shows and takes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied

from tenure.foundation.access.rights import may
from tenure.foundation.organisation.models import Person
from tenure.foundation.records.kinds import Kind
from tenure.foundation.records.model import Record
from tenure.foundation.records.pointers import pointer_to
from tenure.interfaces.web.records.names import my_person
from tenure.interfaces.web.records.note_text import as_html
from tenure.interfaces.web.records.pickers import RecordPicker
from tenure.interfaces.web.records.reading import acting
from tenure.lifecycle.work.models import Note, Task
from tenure.lifecycle.work.operations import add_task, complete_task, reopen_task, write_note
from tenure.lifecycle.work.queries import notes_about, tasks_about

MOST = 50


class TaskForm(forms.Form):
    """What a task on a record's page needs."""

    title = forms.CharField(
        max_length=200,
        error_messages={"required": "Say what is to be done."},
        widget=forms.TextInput(
            attrs={
                "class": "form-control",
                "placeholder": "What is to be done?",
                "aria-label": "What is to be done",
                "autocomplete": "off",
            }
        ),
    )
    assignee = RecordPicker(model=Person, required=False, label="Who")
    due_on = forms.DateField(
        required=False,
        label="By",
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
    )


class NoteForm(forms.Form):
    """What a note needs."""

    body = forms.CharField(
        error_messages={"required": "Write something first."},
        widget=forms.Textarea(
            attrs={
                "class": "form-control",
                "rows": 2,
                "placeholder": "Write a note. Type @ to mention someone.",
                "aria-label": "Note",
                "data-mention": "",
                "data-grow": "",
            }
        ),
    )


@dataclass(frozen=True)
class NoteShown:
    """A note with its text made safe to show."""

    note: Note
    html: str


def tasks_on(*, record: Record, user: Any) -> list[Task]:
    """The tasks about a record, open first; none for who may not see tasks."""
    return list(tasks_about(record=record)[:MOST]) if may(user=user, action="view", kind=Task.kind) else []


def notes_on(*, record: Record, user: Any) -> list[NoteShown]:
    """The notes about a record, pinned first; none for who may not see notes."""
    if not may(user=user, action="view", kind=Note.kind):
        return []
    return [NoteShown(note, as_html(note.body)) for note in notes_about(record=record)[:MOST]]


def counts_about(*, record: Record, user: Any) -> list[tuple[Kind, int]]:
    """How many tasks and notes there are about a record, of those kinds that the person may see."""
    models = [model for model in (Task, Note) if may(user=user, action="view", kind=model.kind)]
    return [(model.kind, model.objects.filter(**pointer_to(record)).count()) for model in models]


def add_task_to(record: Record, *, form: forms.Form, act: Mapping[str, Any]) -> Task:
    """Writes the task of a valid form."""
    _require(act["by"], Task)
    values = form.cleaned_data
    with acting(act):
        return add_task(title=values["title"], assignee=values["assignee"], due_on=values["due_on"], about=record)


def set_done(task: Task, *, is_done: bool, act: Mapping[str, Any]) -> None:
    """Notes that a task is done, or that it is not."""
    _require(act["by"], Task, "change")
    with acting(act):
        complete_task(task=task) if is_done else reopen_task(task=task)


def write_note_on(record: Record, *, form: forms.Form, act: Mapping[str, Any]) -> Note:
    """Writes the note of a valid form, and tells whom it mentions."""
    _require(act["by"], Note)
    with acting(act):
        return write_note(body=form.cleaned_data["body"], author=my_person(act["by"]), about=record)


def _require(user: Any, model: type[Record], action: str = "create") -> None:
    if not may(user=user, action=action, kind=model.kind):
        raise PermissionDenied(f"You may not {action} {model.kind.plural.lower()}.")

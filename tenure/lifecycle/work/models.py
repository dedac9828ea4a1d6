"""What people have to do, have written down and have been told."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from tenure.foundation.records.columns import colleague, day, flag, instant, long_text, text
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record
from tenure.foundation.records.pointers import AboutRecord
from tenure.lifecycle.work.choices import NotificationKind, Priority

SHOWN_CHARACTERS = 80


class Task(Record, AboutRecord):
    """Something that a colleague is to do by a day, about a record or about none."""

    title = text(required=True)
    body = long_text(label="Details")
    assignee = colleague(label="Who does it")
    due_on = day(label="Due")
    priority = text(length=10, choices=Priority, default=Priority.NORMAL)
    done_at = instant(label="Done")

    kind = Kind(
        key="task",
        prefix="tsk",
        label="Task",
        plural="Tasks",
        function=Function.COMPANY,
        title="title",
        columns=("title", "assignee", "due_on", "priority", "done_at"),
        sections=(Section("Task", ("title", "body", "assignee", "due_on", "priority", "done_at")),),
        happened={"done_at": ()},
        planned=("due_on",),
        search=("title", "body"),
        owner="assignee",
        asks=("assignee", "due_on"),
        personal=("title", "body"),
        icon="checkbox",
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["about_kind", "about_id"], name="task_about"),
            models.Index(fields=["assignee", "done_at", "due_on"], name="task_assignee"),
        ]


class Note(Record, AboutRecord):
    """Something a colleague wrote down, in Markdown, about a record or about none."""

    body = long_text(required=True, label="Note")
    author = colleague(label="Written by")
    is_pinned = flag(label="Pinned")

    kind = Kind(
        key="note",
        prefix="not",
        label="Note",
        plural="Notes",
        function=Function.COMPANY,
        title="body",
        columns=("body", "author", "is_pinned"),
        sections=(Section("Note", ("body", "author", "is_pinned")),),
        search=("body",),
        owner="author",
        personal=("body",),
        icon="note",
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["about_kind", "about_id"], name="note_about")]

    def __str__(self) -> str:
        first_line = self.body.strip().partition("\n")[0]
        return first_line if len(first_line) <= SHOWN_CHARACTERS else f"{first_line[: SHOWN_CHARACTERS - 1]}…"


class Notification(AboutRecord):
    """One thing that one person is told once.

    It leads to `link` if that is given, else to the record that it is about.
    """

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=10, choices=NotificationKind.choices)
    text = models.CharField(max_length=300)
    link = models.CharField(max_length=300, blank=True, default="")
    key = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "key"], name="notification_once")]
        indexes: ClassVar = [models.Index(fields=["user", "read_at", "-created_at"], name="notification_inbox")]

    def __str__(self) -> str:
        return self.text

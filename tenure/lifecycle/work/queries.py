"""What is waiting for a person, and what is written about a record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, QuerySet, Value, When

from tenure.foundation.access.models import User
from tenure.foundation.records.model import Record
from tenure.foundation.records.pointers import pointer_to
from tenure.lifecycle.work.choices import Priority
from tenure.lifecycle.work.models import Note, Notification, Task

SHOWN_NOTIFICATIONS = 100


@dataclass(frozen=True)
class Inbox:
    """What a person is told (newest first) and has to do (by day, what is most urgent first; without a day last)."""

    notifications: list[Notification]
    unread: int
    overdue: list[Task]
    today: list[Task]
    later: list[Task]


def inbox(*, user: User, today: date) -> Inbox:
    """The user's notifications, and their open tasks split around `today`."""
    tasks = list(open_tasks(user=user))
    return Inbox(
        notifications=list(_notifications(user)[:SHOWN_NOTIFICATIONS]),
        unread=unread_notifications(user=user),
        overdue=[task for task in tasks if task.due_on and task.due_on < today],
        today=[task for task in tasks if task.due_on == today],
        later=[task for task in tasks if task.due_on is None or task.due_on > today],
    )


def open_tasks(*, user: User) -> QuerySet[Task]:
    """What is assigned to this user and not done."""
    tasks = Task.objects.filter(assignee__user=user, done_at=None).select_related("assignee")
    return tasks.order_by(F("due_on").asc(nulls_last=True), _urgency(), "id")


def unread_notifications(*, user: User) -> int:
    """How many notifications the user has not read."""
    return Notification.objects.filter(user=user, read_at=None).count()


def notes_about(*, record: Record) -> QuerySet[Note]:
    """The notes about a record: the pinned first, then the newest."""
    notes = Note.objects.filter(**pointer_to(record)).select_related("author")
    return notes.order_by("-is_pinned", "-id")


def tasks_about(*, record: Record) -> QuerySet[Task]:
    """The tasks about a record: the open first, by day."""
    tasks = Task.objects.filter(**pointer_to(record)).select_related("assignee")
    return tasks.order_by(F("done_at").asc(nulls_first=True), F("due_on").asc(nulls_last=True), _urgency(), "id")


def _notifications(user: User) -> QuerySet[Notification]:
    return Notification.objects.filter(user=user).order_by("-created_at", "-id")


def _urgency() -> Case:
    order = [Priority.URGENT, Priority.HIGH, Priority.NORMAL, Priority.LOW]
    return Case(*(When(priority=priority, then=Value(place)) for place, priority in enumerate(order)), default=Value(9))

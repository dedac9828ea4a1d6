"""What the bell shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from tenure.foundation.access.models import User
from tenure.lifecycle.work.models import Notification
from tenure.lifecycle.work.queries import unread_notifications

SHOWN = 8


@dataclass(frozen=True)
class Alert:
    """One line under the bell; its address marks it read and goes on to what it is about."""

    text: str
    url: str
    at: datetime
    is_unread: bool


def unread_count(*, user: User) -> int:
    """How many notifications this person has not read."""
    return unread_notifications(user=user)


def latest_alerts(*, user: User) -> list[Alert]:
    """The newest notifications of this person, unread or read."""
    newest = Notification.objects.filter(user=user).order_by("-created_at", "-id")[:SHOWN]
    return [as_alert(notification) for notification in newest]


def as_alert(notification: Notification) -> Alert:
    """A notification as a line to click on."""
    return Alert(
        text=notification.text,
        url=reverse("web:inbox_open", args=[notification.pk]),
        at=notification.created_at,
        is_unread=notification.read_at is None,
    )

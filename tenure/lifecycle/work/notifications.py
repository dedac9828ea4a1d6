"""Telling people things, each of them once."""

from __future__ import annotations

from datetime import datetime

from tenure.foundation.access.models import User
from tenure.foundation.records.model import Record
from tenure.foundation.records.pointers import pointer_to
from tenure.lifecycle.work.choices import NotificationKind
from tenure.lifecycle.work.models import Notification

LONGEST_TEXT = 300


def notify(
    *,
    user: User,
    kind: NotificationKind,
    text: str,
    key: str,
    now: datetime,
    about: Record | None = None,
    link: str = "",
) -> Notification:
    """Tells a user something, in the caller's transaction. The same key tells the same user only once.

    It leads to `link`, else to the page of the record that it is about.
    """
    shown = text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"
    notification = Notification(
        user=user, kind=kind, text=shown, key=key, link=link, created_at=now, **pointer_to(about)
    )
    Notification.objects.bulk_create([notification], ignore_conflicts=True)
    return Notification.objects.get(user=user, key=key)


def mark_read(*, user: User, now: datetime, ids: list[int] | None = None) -> int:
    """Marks the user's unread notifications as read, all or those with these ids; gives their number."""
    unread = Notification.objects.filter(user=user, read_at=None)
    if ids is not None:
        unread = unread.filter(pk__in=ids)
    return unread.update(read_at=now)

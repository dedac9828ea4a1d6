"""Ending the sessions of a user on every device."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from tenure.foundation.access.models import User


def end_sessions(*, user: User, keep: str = "") -> int:
    """Signs the user out at once, everywhere but in the session with the key `keep`; gives the number ended."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=keep)
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return len(keys)


def session_count(*, user: User) -> int:
    """In how many places the user is signed in."""
    keys = UserSession.objects.filter(user=user).values("session_key")
    return Session.objects.filter(session_key__in=keys).count()

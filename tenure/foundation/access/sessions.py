"""Ending the sessions of a user on every device."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from tenure.foundation.access.models import User


def end_sessions(*, user: User) -> int:
    """Signs the user out everywhere; gives the number of sessions ended."""
    rows = UserSession.objects.filter(user=user)
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return len(keys)

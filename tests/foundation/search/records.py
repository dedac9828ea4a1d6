"""Records to look for, and the looking."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tenure.foundation.access.models import User
from tenure.foundation.records.kinds import model_of
from tenure.foundation.records.operations import create
from tenure.foundation.records.recording import recording
from tenure.foundation.search import search

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def new(kind: str, *, custom: dict[str, Any] | None = None, **values: Any) -> Any:
    """A record written in an act of its own."""
    with recording(actor=None, path="test", now=NOW):
        return create(model=model_of(kind), values=values, custom=custom)


def titles(text: str, user: User, **options: Any) -> list[str]:
    """The titles of what is found, best first."""
    return [hit.title for hit in search(text=text, user=user, **options)]

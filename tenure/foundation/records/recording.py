"""One act of a person or a program: a transaction, the row that says who, when and why, and what its versions carry."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from django.db import connections, transaction

from tenure.foundation.records.versions.context import (
    Context,
    apply_context,
    clear_context,
    has_written,
    is_usable,
    mark_written,
)
from tenure.foundation.records.versions.table import Change

if TYPE_CHECKING:
    from tenure.foundation.access.models import User


class NotRecordingError(RuntimeError):
    """A record was to be written outside an act that says who writes and why."""


@dataclass(frozen=True)
class Recording:
    """The act under way. `zone` decides on which instant a day begins."""

    change: Change
    context: Context
    using: str
    zone: tzinfo


_under_way: ContextVar[Recording | None] = ContextVar("recording", default=None)


def under_way() -> Recording:
    """The act under way. Raises `NotRecordingError` where there is none."""
    recording = _under_way.get()
    if recording is None:
        raise NotRecordingError("Records are written inside `recording(actor=…, reason=…, path=…, now=…)`.")
    return recording


@contextmanager
def recording(
    *,
    actor: User | None,
    path: str,
    now: datetime,
    reason: str = "",
    batch: str = "",
    actor_label: str = "",
    known_from: datetime | None = None,
    known_assumed: bool = False,
    zone: tzinfo = UTC,
    using: str = "default",
) -> Iterator[Recording]:
    """Runs one act in one transaction; every row written inside leaves a version under its one change.

    An act inside another joins it. `known_from` is when the business knew what is written (default: now). An act that
    changes nothing leaves no trace. If it fails, nothing of it stays.
    """
    outer = _under_way.get()
    if outer is not None and outer.using == using:
        yield outer
        return
    connection = connections[using]
    with transaction.atomic(using=using):
        change = Change.objects.using(using).create(
            recorded_at=now,
            actor=actor,
            actor_label=actor_label or (str(actor) if actor else "system"),
            reason=reason,
            path=path,
            batch=batch,
        )
        context = Context(change_id=change.pk, recorded_at=now, known_from=known_from, known_assumed=known_assumed)
        apply_context(connection, context)
        act = Recording(change=change, context=context, using=using, zone=zone)
        token = _under_way.set(act)
        try:
            yield act
        finally:
            _under_way.reset(token)
        _finish(connection, change)


@contextmanager
def holding(**overrides: Any) -> Iterator[Context]:
    """Within the act under way, tells the triggers other times or another operation for what is written inside."""
    act = under_way()
    connection = connections[act.using]
    inner = replace(act.context, **overrides)
    token = _under_way.set(replace(act, context=inner))
    apply_context(connection, inner)
    try:
        yield inner
    finally:
        _under_way.reset(token)
        if is_usable(connection):
            apply_context(connection, act.context)


def _finish(connection: Any, change: Change) -> None:
    if not has_written(connection):
        mine = Change.objects.using(connection.alias).filter(pk=change.pk)
        mine._raw_delete(connection.alias)
    clear_context(connection)


def mark_version_written() -> None:
    """Says that a version was written in the act under way by other means than the triggers."""
    mark_written(connections[under_way().using])

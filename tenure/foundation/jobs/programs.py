"""Which programs of the installation are up."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from tenure.foundation.jobs.models import Program

SILENCE = timedelta(seconds=30)


def seen(*, name: str, role: str, now: datetime) -> None:
    """Notes that a program lives."""
    if not Program.objects.filter(name=name).update(seen_at=now):
        Program.objects.create(name=name, role=role, started_at=now, seen_at=now)


def gone(*, name: str) -> None:
    """Notes that a program ended as it should."""
    Program.objects.filter(name=name).delete()


def programs_up(*, role: str, now: datetime) -> QuerySet[Program]:
    """The programs of a role that said they live within the last half minute."""
    return Program.objects.filter(role=role, seen_at__gte=now - SILENCE).order_by("started_at", "id")

"""Where the timeline takes its happenings from: changes, records that point here, notes and tasks about it."""

from __future__ import annotations

import re
from datetime import date, datetime, tzinfo
from typing import Any

from django.db import models

from tenure.foundation.access.rights import may
from tenure.foundation.records.model import Record
from tenure.foundation.records.pointers import pointer_to
from tenure.foundation.records.versions.table import Operation
from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.records.fields import FieldRights, own_values, plain_field
from tenure.interfaces.web.records.finding import Link, links_to, named
from tenure.interfaces.web.records.happenings import Cursor, Happening, moment_of, order_of
from tenure.interfaces.web.records.history_words import history_of
from tenure.interfaces.web.records.names import name_for
from tenure.interfaces.web.records.words import Setting, shown
from tenure.lifecycle.work.mentions import plain_text
from tenure.lifecycle.work.models import Note, Task

CHANGES = "changes"
MOST_NOTES = 500
_MARKS = re.compile(r"[*_`#>]+")


def changes_of(*, record: Record, rights: FieldRights, setting: Setting) -> list[Happening]:
    """What was done to the record itself, newest first."""
    found = [
        Happening(
            at=entry.change.recorded_at,
            place=(CHANGES, entry.change.pk),
            type=CHANGES,
            icon="history",
            label=entry.operation,
            title=entry.change.actor_label,
            detail=entry.change.reason,
            entry=entry,
        )
        for entry in history_of(record=record, rights=rights, setting=setting)
    ]
    return sorted(found, key=order_of, reverse=True)


def dated_links(*, record: Record, user: Any) -> list[Link]:
    """The links by which records with a date, that the person may see, point here."""
    links = links_to(model=type(record), user=user)
    return [
        link
        for link in links
        if (name := _date_of(link.model)) and may(user=user, action="view", kind=link.model.kind, field=name)
    ]


def pointing(*, record: Record, link: Link, before: Cursor | None, setting: Setting, size: int) -> list[Happening]:
    """The newest records before the cursor that point here through this link; one more than a page holds."""
    name = str(_date_of(link.model))
    rows = named(link.model.objects.all()).filter(**{link.field: record, f"{name}__isnull": False})
    if before is not None:
        rows = rows.filter(_earlier(link.model, name, before, setting.zone))
    found = rows.order_by(f"-{name}", "-pk")[: size + 1]
    return sorted((_happening(each, name, setting) for each in found), key=order_of, reverse=True)


def about(*, record: Record, user: Any) -> list[Happening]:
    """The notes about the record, when they were written, and the tasks about it, when they were done."""
    found: list[Happening] = []
    if may(user=user, action="view", kind=Note.kind):
        found += _notes(record)
    if may(user=user, action="view", kind=Task.kind):
        done = Task.objects.filter(**pointer_to(record), done_at__isnull=False).order_by("-done_at")[:MOST_NOTES]
        found += [_plain(task, task.done_at, "Task done", task.title) for task in done if task.done_at]
    return sorted(found, key=order_of, reverse=True)


def _notes(record: Record) -> list[Happening]:
    notes = {note.pk: note for note in Note.objects.filter(**pointer_to(record)).order_by("-pk")[:MOST_NOTES]}
    rows: Any = Note.versions_model._default_manager
    written = rows.filter(record_id__in=list(notes), operation=Operation.CREATE).values_list("record_id", "recorded_at")
    return [
        _plain(notes[number], at, "Note", _MARKS.sub("", plain_text(text=str(notes[number])))) for number, at in written
    ]


def _plain(record: Record, at: datetime, label: str, title: str) -> Happening:
    kind = record.kind
    return Happening(at, (kind.key, record.pk), kind.key, kind.icon, label, title, address=record_url(record))


def _date_of(model: type[Record]) -> str | None:
    """The date by which a record stands on a timeline: its birth, else the first thing that happened."""
    return model.kind.born or next(iter(model.kind.happened), None)


def _earlier(model: type[Record], name: str, before: Cursor, zone: tzinfo) -> models.Q:
    """What stands after the cursor on a timeline that runs backwards."""
    moment, (key, number) = before
    at: date = moment
    if not isinstance(plain_field(model, name), models.DateTimeField):
        at = moment.astimezone(zone).date()
        if moment_of(at, zone) != moment:
            return models.Q(**{f"{name}__lte": at})
    if model.kind.key > key:
        return models.Q(**{f"{name}__lt": at})
    at_once = models.Q(**{name: at}) & (models.Q(pk__lt=number) if model.kind.key == key else models.Q())
    return models.Q(**{f"{name}__lt": at}) | at_once


def _happening(record: Record, name: str, setting: Setting) -> Happening:
    value: Any = getattr(record, name)
    kind, model = record.kind, type(record)
    stage = plain_field(model, kind.stage) if kind.stage else None
    is_told = stage is not None and may(user=setting.names.user, action="view", kind=kind, field=stage.name)
    values = own_values(record)
    said = shown(field=stage, values=values, model=model, setting=setting) if stage is not None and is_told else None
    return Happening(
        at=moment_of(value, setting.zone),
        place=(kind.key, record.pk),
        type=kind.key,
        icon=kind.icon,
        label=kind.label,
        title=name_for(record, user=setting.names.user),
        detail="" if said is None or said.is_empty else said.text,
        address=record_url(record),
        is_whole_day=not isinstance(value, datetime),
    )

"""The head of a record's page: its title, its stage, and the one line that says whose it is."""

from __future__ import annotations

from typing import Any

from tenure.foundation.access.rights import may
from tenure.foundation.records.model import Record
from tenure.foundation.records.pointers import AboutRecord
from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.records.fields import FieldRights, plain_field
from tenure.interfaces.web.records.names import name_for
from tenure.interfaces.web.records.past import State
from tenure.interfaces.web.records.words import Setting, Shown, shown


def title_of(*, record: Record, state: State, rights: FieldRights, setting: Setting) -> str:
    """The record's name on the day of the page; its public id where it has none to show."""
    name = record.kind.title
    if name not in rights.visible:
        return record.public_id
    if not state.is_there:
        return str(record)
    title = value_of(name, record=record, state=state, rights=rights, setting=setting)
    return title.text if title is not None else record.public_id


def value_of(name: str | None, *, record: Record, state: State, rights: FieldRights, setting: Setting) -> Shown | None:
    """What a field shows; none where it is empty or not for the person to see."""
    if name is None or name not in rights.visible:
        return None
    model = type(record)
    found = shown(field=plain_field(model, name), values=state.values, model=model, setting=setting)
    return None if found.is_empty else found


def facts_of(*, record: Record, state: State, rights: FieldRights, setting: Setting) -> list[Shown]:
    """What one line says about the record: what it is about or part of, whose it is, who looks after it."""
    kind = record.kind
    number = kind.numbering.field if kind.numbering is not None and kind.numbering.field != kind.title else None
    names = dict.fromkeys(name for name in (number, kind.part_of, kind.account, kind.owner) if name)
    values = (value_of(name, record=record, state=state, rights=rights, setting=setting) for name in names)
    return [*_about(record, setting.names.user), *(value for value in values if value is not None)]


def _about(record: Record, user: Any) -> list[Shown]:
    """What a task or a note is about."""
    about = record.about if isinstance(record, AboutRecord) else None
    if about is None or not may(user=user, action="view", kind=about.kind):
        return []
    return [Shown(name_for(about, user=user), address=record_url(about))]

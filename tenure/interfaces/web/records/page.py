"""All that a record's page shows, gathered before it is laid out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from tenure.foundation.access.rights import may
from tenure.foundation.records.kinds import Kind
from tenure.foundation.records.model import Record
from tenure.interfaces.web.addresses import slug_of
from tenure.interfaces.web.records.fields import (
    FieldRights,
    SectionView,
    field_rights,
    learn_names,
    plain_field,
    section_views,
)
from tenure.interfaces.web.records.figures import Figure, figures_of
from tenure.interfaces.web.records.past import State, past_state, present_state
from tenure.interfaces.web.records.quality import warnings_about
from tenure.interfaces.web.records.reading import day_end, setting_of
from tenure.interfaces.web.records.related import Related, related_of
from tenure.interfaces.web.records.words import Setting, Shown, shown

TABS = (
    ("overview", "Overview"),
    ("timeline", "Timeline"),
    ("related", "Related"),
    ("files", "Files"),
    ("history", "History"),
)


@dataclass
class RecordPage:
    """A record as one person reads it on one day."""

    record: Record
    kind: Kind
    state: State
    rights: FieldRights
    setting: Setting
    title: str
    stage: Shown | None
    facts: list[Shown]
    sections: list[SectionView]
    related: list[Related] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    may: frozenset[str] = frozenset()
    warnings: list[str] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """The kind's word in addresses."""
        return slug_of(self.kind)

    @property
    def merged_into(self) -> Record | None:
        """The record that this one was merged into."""
        return getattr(self.record, "merged_into", None)

    @property
    def is_mergeable(self) -> bool:
        return hasattr(self.record, "merged_into_id")

    @property
    def is_personal(self) -> bool:
        return bool(self.kind.personal)


ACTIONS = ("create", "change", "delete", "merge", "erase")


def page_of(*, request: HttpRequest, record: Record) -> RecordPage:
    """The page of a record on the day that the request asks for."""
    user: Any = request.user
    model, kind = type(record), record.kind
    rights = field_rights(model=model, user=user)
    setting = setting_of(request)
    is_past = request.as_of is not None  # type: ignore[attr-defined]
    state = past_state(record, instant=day_end(request)) if is_past else present_state(record)
    learn_names(model=model, rows=[state.values], rights=rights, setting=setting)
    allowed = frozenset(action for action in ACTIONS if may(user=user, action=action, kind=kind))
    is_open = state.is_open and "change" in allowed
    common = {"model": model, "values": state.values, "rights": rights, "setting": setting}
    related = related_of(record=record, user=user)
    return RecordPage(
        record=record,
        kind=kind,
        state=state,
        rights=rights,
        setting=setting,
        title=_title(record, state, rights, setting),
        stage=_one(kind.stage, common, rights),
        facts=_facts(kind, common, rights),
        sections=section_views(**common, is_open=is_open),
        related=related,
        figures=figures_of(**common, related=[] if is_past else related),
        may=allowed if not is_past else frozenset(),
        warnings=warnings_about(record, visible=rights.visible) if state.is_open else [],
    )


def _title(record: Record, state: State, rights: FieldRights, setting: Setting) -> str:
    name = record.kind.title
    if name not in rights.visible:
        return record.public_id
    if not state.is_there:
        return str(record)
    text = shown(field=plain_field(type(record), name), values=state.values, model=type(record), setting=setting).text
    return text if text and state.values.get(plain_field(type(record), name).attname) else record.public_id


def _one(name: str | None, common: dict[str, Any], rights: FieldRights) -> Shown | None:
    if name is None or name not in rights.visible:
        return None
    found = shown(
        field=plain_field(common["model"], name),
        values=common["values"],
        model=common["model"],
        setting=common["setting"],
    )
    return None if found.is_empty else found


def _facts(kind: Kind, common: dict[str, Any], rights: FieldRights) -> list[Shown]:
    """What one line says about the record: whose it is and who looks after it."""
    names = [kind.part_of, kind.account, kind.owner]
    unique = [name for place, name in enumerate(names) if name and name not in names[:place]]
    return [fact for name in unique if (fact := _one(name, common, rights)) is not None]

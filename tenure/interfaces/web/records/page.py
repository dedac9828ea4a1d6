"""All that a record's page shows, gathered before it is laid out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
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
    section_views,
)
from tenure.interfaces.web.records.figures import MOST, Figure, at_a_glance, counts_of_related, figures_of, still_open
from tenure.interfaces.web.records.glance import Glance, glance_of
from tenure.interfaces.web.records.heading import facts_of, title_of, value_of
from tenure.interfaces.web.records.hierarchy import Family, family_of
from tenure.interfaces.web.records.hours import Hours, hours_of
from tenure.interfaces.web.records.merging import mergeable
from tenure.interfaces.web.records.past import State, past_state, present_state
from tenure.interfaces.web.records.quality import warnings_about
from tenure.interfaces.web.records.reading import day_end, setting_of
from tenure.interfaces.web.records.related import Related, related_of
from tenure.interfaces.web.records.words import Setting, Shown

TABS = (
    ("overview", "Overview"),
    ("timeline", "Timeline"),
    ("related", "Related"),
    ("history", "History"),
)


@dataclass
class RecordPage:
    """A record as one person reads it on one day; what needs more of the database is asked for when it is shown."""

    record: Record
    kind: Kind
    user: Any
    state: State
    rights: FieldRights
    setting: Setting
    title: str
    stage: Shown | None
    facts: list[Shown]
    sections: list[SectionView]
    is_past: bool
    may: frozenset[str] = frozenset()

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
        """Whether records of this kind can be merged."""
        return mergeable(type(self.record))

    @cached_property
    def related(self) -> list[Related]:
        """What points to the record."""
        return related_of(record=self.record, user=self.user)

    @cached_property
    def glance(self) -> Glance | None:
        """What is open with an account; none for other kinds and in the past."""
        return None if self.is_past else glance_of(record=self.record, user=self.user, setting=self.setting)

    @property
    def filled_sections(self) -> list[SectionView]:
        """The sections in which something is known, and always the first."""
        return [each for place, each in enumerate(self.sections) if not place or not _is_empty(each)]

    @property
    def empty_sections(self) -> list[SectionView]:
        """The sections in which nothing is known yet, folded away below the others."""
        return [each for place, each in enumerate(self.sections) if place and _is_empty(each)]

    @cached_property
    def family(self) -> Family | None:
        """The records above and below, where the kind has a tree; none in the past."""
        return None if self.is_past else family_of(record=self.record, user=self.user, today=self.setting.today)

    @cached_property
    def hours(self) -> Hours | None:
        """When a business calendar works; none for other kinds and in the past."""
        return None if self.is_past else hours_of(record=self.record, user=self.user, today=self.setting.today)

    @cached_property
    def figures(self) -> list[Figure]:
        """The numbers that come first."""
        own = figures_of(model=type(self.record), values=self.state.values, rights=self.rights, setting=self.setting)
        counted = [] if self.is_past else (at_a_glance(self.glance) if self.glance else counts_of_related(self.related))
        owed = [] if self.is_past else still_open(record=self.record, rights=self.rights, user=self.user)
        return [*owed, *own, *counted][:MOST]

    @cached_property
    def warnings(self) -> list[str]:
        """What looks odd about the record today."""
        return warnings_about(self.record, visible=self.rights.visible) if self.state.is_open else []


def _is_empty(section: SectionView) -> bool:
    """Whether nothing is known in a section; a box that nobody ticked says as little as an empty field."""
    return all(cell.shown.is_empty or cell.shown.text == "No" for cell in section.cells)


ACTIONS = ("create", "change", "delete", "merge", "erase")


def page_of(*, request: HttpRequest, record: Record, is_today: bool = False) -> RecordPage:
    """The page of a record on the day that the request asks for; `is_today`: today whatever it asks for, to write."""
    user: Any = request.user
    model, kind = type(record), record.kind
    rights = field_rights(model=model, user=user)
    setting = setting_of(request)
    is_past = request.as_of is not None and not is_today  # type: ignore[attr-defined]
    state = past_state(record, instant=day_end(request)) if is_past else present_state(record)
    learn_names(model=model, rows=[state.values], rights=rights, setting=setting)
    allowed = frozenset(action for action in ACTIONS if may(user=user, action=action, kind=kind))
    common = {"model": model, "values": state.values, "rights": rights, "setting": setting}
    head: dict[str, Any] = {"record": record, "state": state, "rights": rights, "setting": setting}
    return RecordPage(
        record=record,
        kind=kind,
        user=user,
        state=state,
        rights=rights,
        setting=setting,
        title=title_of(**head),
        stage=value_of(kind.stage, **head),
        facts=facts_of(**head),
        sections=section_views(**common, is_open=state.is_open and "change" in allowed),
        is_past=is_past,
        may=allowed if not is_past else frozenset(),
    )

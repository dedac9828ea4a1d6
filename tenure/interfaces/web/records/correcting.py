"""Correcting what was wrong: the form over an earlier version, and what should have stood there since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404

from tenure.foundation.access.actions import correct_record
from tenure.foundation.records.history import versions_of
from tenure.foundation.records.model import Record
from tenure.foundation.records.timeline import believed, values_of
from tenure.foundation.records.versions.table import Operation, Version
from tenure.interfaces.web.records.editing import WHY, names_in_sections, open_editor, why
from tenure.interfaces.web.records.fields import CUSTOM
from tenure.interfaces.web.records.finding import NOT_HERE
from tenure.interfaces.web.records.forms import show_errors, values_in
from tenure.interfaces.web.records.page import RecordPage
from tenure.interfaces.web.records.stale import same, value_in
from tenure.interfaces.web.records.words import Setting, instant


@dataclass
class Correction:
    """The form over the version that was wrong; `choices` are those that one may correct, newest first."""

    record: Record
    version: Version
    choices: list[tuple[int, str]]
    names: tuple[str, ...]
    form: forms.Form


def open_correction(*, record: Record, page: RecordPage, user: Any, chosen: str, data: Any = None) -> Correction:
    """The form over the version of this id, else over the one that holds now. Raises `Http404` for another record's."""
    timeline = believed(versions_of(record=record))
    chosen = str(data.get("version", "")) if data is not None else chosen
    version = _chosen(timeline, chosen)
    editor = open_editor(
        record=record,
        names=names_in_sections(model=type(record), rights=page.rights),
        rights=page.rights,
        user=user,
        zone=page.setting.zone,
        values=values_of(version),
        data=data,
        extra=why(),
    )
    choices = [(each.version_id, _in_words(each, page.setting)) for each in timeline[::-1]]
    return Correction(record, version, choices, editor.names, editor.form)


def correct_record_from(correction: Correction, *, act: Mapping[str, Any]) -> bool:
    """Writes what the form shows differently from its version; says whether it did, with errors left on the form."""
    form = correction.form
    if not form.is_valid():
        return False
    reason = form.cleaned_data.pop(WHY, "")
    form.cleaned_data = {name: value for name, value in form.cleaned_data.items() if name in correction.names}
    plain, own = values_in(form)
    held = values_of(correction.version)
    values = {name: value for name, value in plain.items() if not _same(held, correction.record, name, value)}
    custom = {key: value for key, value in own.items() if not _same(held, correction.record, CUSTOM + key, value)}
    if not values and not custom:
        form.add_error(None, "Nothing is different from what this version says. Write what it should have said.")
        return False
    try:
        correct_record(
            record=correction.record,
            values=values,
            custom=custom or None,
            version=correction.version,
            **{**act, "reason": reason},
        )
    except ValidationError as error:
        show_errors(form, error)
        return False
    return True


def _same(held: Mapping[str, Any], record: Record, name: str, value: Any) -> bool:
    return same(value_in(held, record, name), value.pk if isinstance(value, Record) else value)


def _in_words(version: Version, setting: Setting) -> str:
    done = Operation(version.operation).label.lower()
    return f"{instant(version.effective_at, setting).text} · {done} by {version.change.actor_label}"


def _chosen(timeline: list[Version], chosen: str) -> Version:
    if not chosen:
        return timeline[-1]
    found = [version for version in timeline if str(version.version_id) == chosen]
    if not found:
        raise Http404(NOT_HERE)
    return found[0]

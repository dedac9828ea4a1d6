"""Correcting what was wrong: the form over an earlier version, and what should have stood there since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404

from tenure.foundation.access.actions import correct_record
from tenure.foundation.records.history import versions_of
from tenure.foundation.records.model import Record
from tenure.foundation.records.timeline import believed, values_of
from tenure.foundation.records.versions.table import Operation, Version
from tenure.interfaces.web.records.editing import WHY, Editor, names_in_sections, open_editor, take_clashes, why
from tenure.interfaces.web.records.fields import CUSTOM
from tenure.interfaces.web.records.finding import NOT_HERE
from tenure.interfaces.web.records.forms import show_errors, values_in
from tenure.interfaces.web.records.page import RecordPage
from tenure.interfaces.web.records.saving import Saved, base_in, last_change_id, split_own, told_of
from tenure.interfaces.web.records.stale import who_since
from tenure.interfaces.web.records.stale_past import merge_correction
from tenure.interfaces.web.records.words import Setting, instant


@dataclass
class Correction:
    """The form over the version that was wrong; `choices` are those that one may correct, newest first."""

    record: Record
    version: Version
    choices: list[tuple[int, str]]
    editor: Editor

    @property
    def form(self) -> forms.Form:
        """The form over the version."""
        return self.editor.form


def open_correction(*, record: Record, page: RecordPage, user: Any, chosen: str, data: Any = None) -> Correction:
    """The form over the version of this id, else over the one that holds now. Raises `Http404` for another record's."""
    versions = versions_of(record=record)
    timeline = believed(versions)
    # What was posted may be about a version that somebody corrected meanwhile: that is told, not refused.
    posted = str(data.get("version", "")) if data is not None else ""
    version = _chosen(versions, posted) if posted else _chosen(timeline, chosen)
    editor = open_editor(
        record=record,
        names=names_in_sections(model=type(record), rights=page.rights),
        rights=page.rights,
        user=user,
        zone=page.setting.zone,
        values=values_of(version),
        data=data,
        base=base_in(data) if data is not None else None,
        extra=why(),
    )
    choices = [(each.version_id, _in_words(each, page.setting)) for each in timeline[::-1]]
    return Correction(record, version, choices, editor)


def correct_record_from(correction: Correction, *, page: RecordPage, act: Mapping[str, Any]) -> bool:
    """Writes what the form shows differently from its version; says whether it did.

    What stands in the way is left on the editor: errors, and clashes with what others wrote meanwhile.
    """
    editor = correction.editor
    if not editor.form.is_valid():
        return False
    reason = editor.form.cleaned_data.pop(WHY, "")
    editor.form.cleaned_data = {k: value for k, value in editor.form.cleaned_data.items() if k in editor.names}
    plain, own = values_in(editor.form)
    mine = {**plain, **{CUSTOM + key: value for key, value in own.items()}}
    try:
        with transaction.atomic():
            fresh = type(correction.record).everything.select_for_update().get(pk=correction.record.pk)
            return _correct(correction, fresh, mine, page, {**act, "reason": reason})
    except ValidationError as error:
        show_errors(editor.form, error)
        return False


def _correct(
    correction: Correction, fresh: Record, mine: Mapping[str, Any], page: RecordPage, act: Mapping[str, Any]
) -> bool:
    editor, version = correction.editor, correction.version
    merged = merge_correction(
        record=fresh, filled=values_of(version), mine=mine, base=editor.base, instant=version.effective_at
    )
    if merged is None:
        raise ValidationError("This form does not belong to this record. Reload the page and try again.")
    who = who_since(fresh, editor.base.version_id) if merged.clashes or merged.theirs else ""
    if merged.clashes:
        take_clashes(editor, merged.clashes, who=who, rights=page.rights, setting=page.setting)
        return False
    if not merged.mine:
        raise ValidationError("Nothing is different from what this version says. Write what it should have said.")
    plain, own = split_own(merged.mine)
    correct_record(record=fresh, values=plain, custom=own or None, version=version, **act)
    correction.record.refresh_from_db()
    editor.saved = Saved(last_change_id(fresh), told_of(fresh, merged, who))
    return True


def _in_words(version: Version, setting: Setting) -> str:
    done = Operation(version.operation).label.lower()
    return f"{instant(version.effective_at, setting).text} · {done} by {version.change.actor_label}"


def _chosen(versions: list[Version], chosen: str) -> Version:
    if not chosen:
        return versions[-1]
    found = [version for version in versions if str(version.version_id) == chosen]
    if not found:
        raise Http404(NOT_HERE)
    return found[0]

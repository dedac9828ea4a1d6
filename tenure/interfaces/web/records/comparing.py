"""Two versions of a record side by side, and the version that a restore goes back to."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from tenure.foundation.records.model import Record
from tenure.foundation.records.timeline import values_of
from tenure.foundation.records.versions.table import Version
from tenure.interfaces.web.records.fields import learn_names
from tenure.interfaces.web.records.finding import NOT_HERE
from tenure.interfaces.web.records.history_words import Said, said_differences
from tenure.interfaces.web.records.page import RecordPage
from tenure.interfaces.web.records.words import instant


@dataclass(frozen=True)
class Comparison:
    """What two versions show differently, the older first."""

    older: str
    newer: str
    said: list[Said]


def version_of(*, record: Record, version_id: str) -> Version:
    """The record's version of this id. Raises `Http404` for one that is unknown or another record's."""
    rows = record.versions_model._default_manager.filter(record_id=record.pk).select_related("change")
    found = rows.filter(version_id=int(version_id)).first() if version_id.isdecimal() else None
    if found is None:
        raise Http404(NOT_HERE)
    return found


def compare_versions(*, page: RecordPage, one: str, other: str) -> Comparison:
    """Compares two versions of the page's record. Raises `Http404`."""
    pair = [version_of(record=page.record, version_id=each) for each in (one, other)]
    older, newer = sorted(pair, key=lambda version: version.version_id)
    rows = [values_of(version) for version in pair]
    learn_names(model=type(page.record), rows=rows, rights=page.rights, setting=page.setting)
    said = said_differences(older=older, newer=newer, rights=page.rights, setting=page.setting)
    return Comparison(_in_words(older, page), _in_words(newer, page), said)


def _in_words(version: Version, page: RecordPage) -> str:
    return f"{instant(version.recorded_at, page.setting).text} · {version.change.actor_label}"

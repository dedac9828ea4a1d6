"""The records that a picker offers for what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from django.http import Http404

from tenure.foundation.access.rights import may, visible_fields
from tenure.foundation.records.model import Record
from tenure.interfaces.web.records.fields import plain_field
from tenure.interfaces.web.records.finding import named, title_path
from tenure.interfaces.web.records.names import Names, name_for

MOST = 10


@dataclass(frozen=True)
class Choice:
    """One record on offer; the note tells it from others of the same name."""

    public_id: str
    text: str
    note: str


def choices_for(*, model: type[Record], text: str, user: Any) -> list[Choice]:
    """Records in use whose name contains the text, those that begin with it first. Raises `Http404`."""
    if not may(user=user, action="view", kind=model.kind):
        raise Http404("There is nothing to choose from here.")
    path = title_path(model)
    words = Q()
    for word in text.split():
        words &= Q(**{f"{path}__icontains": word})
    begins = Case(
        When(**{f"{path}__istartswith": text.strip()}, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    rows = named(model.objects.filter(words).order_by(begins, path, "pk"))[:MOST]
    note = _note_field(model, user)
    names = Names(user)
    found = list(rows)
    if note is not None:
        names.learn(model, [{note.attname: getattr(row, note.attname)} for row in found])
    return [Choice(row.public_id, name_for(row, user=user), _note(row, note, names)) for row in found]


def _note_field(model: type[Record], user: Any) -> Any:
    """What tells two records of one name apart: their account, else who or where they are."""
    visible = visible_fields(user=user, kind=model.kind)
    for name in (model.kind.account, "role", "domain", "email", model.kind.owner):
        if name and name in visible and name != model.kind.title:
            return plain_field(model, name) if name in {f.name for f in model._meta.local_concrete_fields} else None
    return None


def _note(row: Record, field: Any, names: Names) -> str:
    if field is None:
        return ""
    value = getattr(row, field.attname)
    if field.related_model is not None:
        known = names.of(field.related_model, value) if value is not None else None
        return known.text if known else ""
    return str(dict(field.flatchoices or ()).get(value, value) or "")

"""The records that a picker offers: those found for what was typed, else those touched last; and a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.http import Http404

from tenure.foundation.access.rights import may, visible_fields
from tenure.foundation.records.model import Record
from tenure.foundation.search import search
from tenure.foundation.search.contents import searched_fields
from tenure.interfaces.web.addresses import new_url
from tenure.interfaces.web.records.fields import plain_field
from tenure.interfaces.web.records.finding import named
from tenure.interfaces.web.records.names import Names, name_for

MOST = 10
VERSIONS_READ = 400


@dataclass(frozen=True)
class Choice:
    """One record on offer; the note tells it from others of the same name."""

    public_id: str
    text: str
    note: str


def choices_for(*, model: type[Record], text: str, user: Any) -> list[Choice]:
    """Records in use that fit the text best, typing errors forgiven; for no text those touched last, one's own first.

    Nothing is found by what the person may not see. Raises `Http404`.
    """
    if not may(user=user, action="view", kind=model.kind):
        raise Http404("There is nothing to choose from here.")
    found = _found(model, text.strip(), user) if text.strip() else _recent(model, user)
    note = _note_field(model, user)
    names = Names(user)
    if note is not None:
        names.learn(model, [{note.attname: getattr(row, note.attname)} for row in found])
    return [Choice(row.public_id, name_for(row, user=user), _note(row, note, names)) for row in found]


def new_address(*, model: type[Record], text: str, user: Any) -> str:
    """The short form for a new record of this name; empty where the person may not add one, or it is a mere part."""
    kind = model.kind
    title = plain_field(model, kind.title)
    if kind.part_of or title.is_relation or not may(user=user, action="create", kind=kind, field=kind.title):
        return ""
    return f"{new_url(kind)}?{urlencode({'short': 1, **({kind.title: text.strip()} if text.strip() else {})})}"


def _found(model: type[Record], text: str, user: Any) -> list[Record]:
    exact = model.objects.filter(public_id=text).first()
    ids = [exact.public_id] if exact else [hit.public_id for hit in _hits(model, text, user)]
    rows = list(_in_order(model, "public_id", ids))
    if len(rows) < MOST and may(user=user, action="view", kind=model.kind, field=model.kind.title):
        known = {row.pk for row in rows}
        rows += [row for row in _by_title(model, text, user) if row.pk not in known]
    return rows[:MOST]


def _hits(model: type[Record], text: str, user: Any) -> list[Any]:
    return search(text=text, user=user, kinds=[model.kind.key], limit=MOST)


def _by_title(model: type[Record], text: str, user: Any) -> Iterable[Record]:
    """Records named by another one are found by that one; those of a kind that is not indexed, by their own title."""
    title = plain_field(model, model.kind.title)
    target: Any = title.related_model
    if target is not None and issubclass(target, Record):
        if not may(user=user, action="view", kind=target.kind):
            return []
        linked = [row.pk for row in _found(target, text, user)]
        return named(model.objects.filter(**{f"{title.name}__in": linked})).order_by("-pk")[:MOST]
    if searched_fields(model.kind) or not isinstance(title, models.CharField | models.TextField):
        return []
    return model.objects.filter(**{f"{title.name}__icontains": text}).order_by("-pk")[:MOST]


def _recent(model: type[Record], user: Any) -> list[Record]:
    """The records that this person wrote to last, then those that anybody did, then the newest."""
    versions = model.versions_model._default_manager.order_by("-version_id")
    written = list(versions.values_list("record_id", "change__actor_id")[:VERSIONS_READ])
    mine = [record_id for record_id, actor_id in written if actor_id == user.pk]
    ids = list(dict.fromkeys([*mine, *(record_id for record_id, _ in written)]))
    rows = list(_in_order(model, "pk", ids))[:MOST]
    if len(rows) < MOST:
        known = [row.pk for row in rows]
        rows += named(model.objects.exclude(pk__in=known)).order_by("-pk")[: MOST - len(rows)]
    return rows


def _in_order(model: type[Record], name: str, values: list[Any]) -> Iterable[Record]:
    """The records in use with these values of a unique field, in the order given."""
    by_value: Mapping[Any, Record] = {
        getattr(row, name): row for row in named(model.objects.filter(**{f"{name}__in": values}))
    }
    return (by_value[value] for value in values if value in by_value)


def _note_field(model: type[Record], user: Any) -> Any:
    """What tells two records of one name apart: their account, else who or where they are."""
    visible = visible_fields(user=user, kind=model.kind)
    for name in (model.kind.account, "role", "domain", "email", model.kind.owner):
        if name and name in visible and name != model.kind.title:
            return plain_field(model, name)
    return None


def _note(row: Record, field: Any, names: Names) -> str:
    if field is None:
        return ""
    value = getattr(row, field.attname)
    if field.related_model is not None:
        known = names.of(field.related_model, value) if value is not None else None
        return known.text if known else ""
    return str(dict(field.flatchoices or ()).get(value, value) or "")

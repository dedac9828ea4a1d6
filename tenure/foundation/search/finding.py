"""Searching: what somebody typed, answered with the records that they may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from tenure.foundation.access.rights import may, visible_fields
from tenure.foundation.access.roles import Action
from tenure.foundation.records.kinds import model_of, record_models
from tenure.foundation.records.model import Record
from tenure.foundation.search.contents import OwnFields, own_field_names, searched_fields
from tenure.foundation.search.following import keep_up
from tenure.foundation.search.matching import Found, Scope, records_with
from tenure.foundation.search.words import asked_words, fold

MOST_ASKED = 12
_WHOLE_TITLE = 1_000


@dataclass(frozen=True)
class Hit:
    """One record found; the higher the score, the better it fits."""

    kind_key: str
    public_id: str
    title: str
    subtitle: str
    score: int


def search(*, text: str, user: Any, kinds: Collection[str] | None = None, limit: int = 20) -> list[Hit]:
    """The records that fit the text best: every word must stand in a field that the user sees, spelt nearly so.

    `kinds` narrows to the kinds with these keys. What was written a moment ago is found.
    """
    words = asked_words(text)[:MOST_ASKED]
    if not words or limit < 1:
        return []
    keep_up()
    scope = _scope(user, kinds)
    found = records_with(words=words, scope=scope, limit=limit * 3)
    records = _live(found)
    hits = [_hit(records[each.kind_key, each.record_id], each, words, user) for each in found if _key(each) in records]
    return sorted(hits, key=lambda hit: -hit.score)[:limit]


def _scope(user: Any, kinds: Collection[str] | None) -> Scope:
    """The kinds that the user sees by their titles, without the fields that the user does not see."""
    own = OwnFields()
    hidden: dict[str, set[str]] = {}
    for model in record_models():
        kind = model.kind
        if (kinds is not None and kind.key not in kinds) or not may(user=user, action=Action.VIEW, kind=kind):
            continue
        visible = visible_fields(user=user, kind=kind) - {f"custom.{key}" for key in own.hidden[kind.key]}
        if kind.title in visible:
            hidden[kind.key] = {*searched_fields(kind), *own_field_names(kind=kind, own=own)} - visible
    return Scope(kinds=frozenset(hidden), hidden=hidden)


def _key(found: Found) -> tuple[str, int]:
    return found.kind_key, found.record_id


def _live(found: Iterable[Found]) -> dict[tuple[str, int], Record]:
    """The records as they are now, so that none is shown that has just been taken out of use."""
    ids: dict[str, list[int]] = defaultdict(list)
    for each in found:
        ids[each.kind_key].append(each.record_id)
    live: dict[tuple[str, int], Record] = {}
    for kind_key, some in ids.items():
        model = model_of(kind_key)
        named = {name for name in (model.kind.title, model.kind.account) if name}
        links = [name for name in named if model._meta.get_field(name).is_relation]
        records = model.objects.select_related(*links) if links else model.objects.all()
        live |= {(kind_key, record.pk): record for record in records.filter(pk__in=some)}
    return live


def _hit(record: Record, found: Found, words: list[str], user: Any) -> Hit:
    title = _said(record, record.kind.title, user) or record.public_id
    bonus = _WHOLE_TITLE if asked_words(fold(title)) == words else 0
    subtitle = _subtitle(record, user)
    return Hit(found.kind_key, record.public_id, title, subtitle, found.score + bonus)


def _subtitle(record: Record, user: Any) -> str:
    """The account if the record has one, else its first short text beside the title."""
    visible = visible_fields(user=user, kind=record.kind)
    names = [record.kind.account] if record.kind.account else []
    names += [name for name in searched_fields(record.kind) if name != record.kind.title]
    for name in names:
        is_long = isinstance(record._meta.get_field(name), models.TextField)
        said = "" if is_long or name not in visible else _said(record, name, user)
        if said:
            return said
    return ""


def _said(record: Record, name: str, user: Any) -> str:
    """The value of a field in words; a linked record by its title, if the user may see it."""
    field: Any = record._meta.get_field(name)
    value = getattr(record, name)
    if not isinstance(value, Record):
        return str(dict(field.flatchoices).get(value, value or ""))
    kind = value.kind
    return str(value) if may(user=user, action=Action.VIEW, kind=kind, field=kind.title) else ""

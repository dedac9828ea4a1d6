"""The fields of a kind as columns are matched to them: their names, other names, types and choices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import models

from tenure.foundation.records.fields import AmountField, CurrencyField
from tenure.foundation.records.kinds import Kind, model_of
from tenure.foundation.records.model import Record
from tenure.interfaces.ingest.columns.words import phrase_of

EXTERNAL_ID = "external_id"
KNOWN_FROM = "known_from"
_HIDDEN = frozenset({"id", "public_id", "deleted_at", "custom", "merged_into", "about_id", "about_kind", "user"})


class LookUp(StrEnum):
    """By what a related record is found."""

    EXTERNAL_ID = "external_id"
    NAME = "name"
    EMAIL = "email"
    DOMAIN = "domain"


class Expected(StrEnum):
    """What sort of cell a field takes."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    EMAIL = "email"
    DOMAIN = "domain"
    URL = "url"
    CURRENCY = "currency"
    LINK = "link"


@dataclass(frozen=True)
class Target:
    """One field. `phrases` are its other names; `link_phrases` the names of what it leads to, for links only."""

    name: str
    label: str
    expected: Expected
    phrases: frozenset[str] = frozenset()
    link_phrases: frozenset[str] = frozenset()
    choices: Mapping[str, str] = field(default_factory=dict)


def targets_of(kind: Kind, *, own_fields: Mapping[str, str] | None = None) -> list[Target]:
    """Every field of a kind that a file may fill, its external id and `known_from`, and the company's own fields.

    `own_fields` holds the labels of own fields by their key; their targets are called `custom.<key>`.
    """
    synonyms = load_synonyms()
    entry = synonyms["kinds"].get(kind.key, {})
    model = model_of(kind.key)
    targets = [_target(column, entry, synonyms) for column in model._meta.local_concrete_fields if _may_fill(column)]
    own = [Target(f"custom.{key}", label, Expected.TEXT) for key, label in (own_fields or {}).items()]
    links = {phrase for target in targets for phrase in target.link_phrases}
    called = kind_phrases(kind)
    called |= {phrase.split()[-1] for phrase in called} - links
    ids = {f"{phrase} id" for phrase in called} | set(_phrases(synonyms["external_id"]))
    named = {target.name: {phrase_of(target.name), phrase_of(target.label)} for target in targets}
    targets = [_without_names_of_others(target, named) for target in targets]
    taken = {phrase for target in targets for phrase in target.phrases | named[target.name]}
    return [
        *targets,
        *own,
        Target(EXTERNAL_ID, "External id", Expected.TEXT, frozenset(ids) - taken),
        Target(KNOWN_FROM, "Known from", Expected.DATE, frozenset(_phrases(synonyms["known_from"])) - taken),
    ]


def kind_phrases(kind: Kind) -> frozenset[str]:
    """What a kind is called: by us, and by others."""
    called = load_synonyms()["kinds"].get(kind.key, {}).get("called", ())
    return frozenset({phrase_of(kind.key), phrase_of(kind.label), *_phrases(called)})


@cache
def load_synonyms() -> dict[str, Any]:
    """The file of synonyms beside this one."""
    return yaml.safe_load((Path(__file__).parent / "synonyms.yaml").read_text(encoding="utf-8"))


def _without_names_of_others(target: Target, named: Mapping[str, set[str]]) -> Target:
    others = {phrase for name, phrases in named.items() if name != target.name for phrase in phrases}
    return replace(target, phrases=target.phrases - others)


def _may_fill(column: models.Field) -> bool:
    return column.name not in _HIDDEN


def _target(column: models.Field, entry: Mapping[str, Any], synonyms: Mapping[str, Any]) -> Target:
    written = entry.get("fields") or {}
    special = set(_phrases(written.get(column.name, ())))
    elsewhere = {phrase for name, phrases in written.items() if name != column.name for phrase in _phrases(phrases)}
    general = set(_phrases(synonyms["everywhere"].get(column.name, ()))) - elsewhere
    related: Any = column.related_model
    links: set[str] = set()
    if column.is_relation and issubclass(related, Record):
        links = set(kind_phrases(related.kind))
    label = str(column.verbose_name)
    return Target(
        name=column.name,
        label=label[:1].upper() + label[1:],
        expected=_expected(column),
        phrases=frozenset(special | general),
        link_phrases=frozenset(links),
        choices={str(value): str(text) for value, text in getattr(column, "flatchoices", ()) or ()},
    )


def _expected(column: models.Field) -> Expected:
    if column.is_relation:
        return Expected.LINK
    if column.name == "domain":
        return Expected.DOMAIN
    for field_type, expected in _EXPECTED:
        if isinstance(column, field_type):
            return expected
    return Expected.TEXT


_EXPECTED: tuple[tuple[type[models.Field], Expected], ...] = (
    (CurrencyField, Expected.CURRENCY),
    (AmountField, Expected.NUMBER),
    (models.BooleanField, Expected.BOOLEAN),
    (models.DateField, Expected.DATE),
    (models.DecimalField, Expected.NUMBER),
    (models.FloatField, Expected.NUMBER),
    (models.IntegerField, Expected.NUMBER),
    (models.EmailField, Expected.EMAIL),
    (models.URLField, Expected.URL),
)


def _phrases(names: Iterable[Any]) -> Iterator[str]:
    return (phrase_of(str(name)) for name in names)

"""Finding the records that rows speak of, by what the source calls them: for a whole chunk at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from tenure.foundation.records import operations
from tenure.foundation.records.bulk_versions import BEGINNING
from tenure.foundation.records.models import ExternalId
from tenure.foundation.records.recording import holding
from tenure.interfaces.ingest.mapping.functions import domain_of
from tenure.interfaces.ingest.mapping.schema import ANY_ID, CREATE, ID, PUBLIC_ID

AT_ONCE = 5_000
MOST_REMEMBERED = 400_000


@dataclass(frozen=True)
class Trouble:
    """Why a key leads to no record, in plain words."""

    reason: str
    is_ambiguous: bool = False


@dataclass
class Finder:
    """Finds records of one kind by one or more ways in turn; remembers what it found."""

    model: type[Any]
    ways: tuple[str, ...]
    source: str
    missing: str
    known: dict[str, int | Trouble] = field(default_factory=dict)
    created: int = 0

    def find(self, keys: Iterable[str]) -> dict[str, int | Trouble]:
        """The id, or the trouble, of each key."""
        wanted = {key for key in keys if key not in self.known}
        if len(self.known) + len(wanted) > MOST_REMEMBERED:
            self.known.clear()
            wanted = set(keys)
        for way in self.ways:
            open_keys = [key for key in wanted if not isinstance(self.known.get(key), int)]
            if open_keys:
                self.known.update(_ways(way)(self, open_keys))
        for key in wanted:
            if key not in self.known:
                self.known[key] = self._create(key) if self.missing == CREATE else self._nothing(key)
        return self.known

    def forget_missing(self) -> None:
        """Looks again for what was not there: rows written since may be it."""
        self.known = {key: found for key, found in self.known.items() if isinstance(found, int)}

    def _nothing(self, key: str) -> Trouble:
        told = {ID: f"id in {self.source}", ANY_ID: "id in any source"}
        by = " or ".join(told.get(way, way) for way in self.ways if way != ID or ANY_ID not in self.ways)
        return Trouble(f"there is no {self.model.kind.label.lower()} “{key[:80]}” (by {by})")

    def _create(self, key: str) -> int | Trouble:
        values: dict[str, Any] = {self.model.kind.title: key}
        for way in self.ways:
            if way not in (ID, ANY_ID, PUBLIC_ID) and _has(self.model, way):
                values[way] = key
        external = {self.source: key} if ID in self.ways else None
        try:
            # Rows speak of it as of something that is there: nobody says since when.
            with holding(known_from=BEGINNING, known_assumed=True):
                record = operations.create(model=self.model, values=values, external_ids=external, since=BEGINNING)
        except ValidationError as error:
            told = "; ".join(error.messages)
            return Trouble(f"there is no {self.model.kind.label.lower()} “{key[:80]}”, and none can be made: {told}")
        self.created += 1
        return int(record.pk)


def _ways(way: str) -> Callable[[Finder, list[str]], dict[str, int | Trouble]]:
    special = {ID: _by_external_id, ANY_ID: _by_any_id, PUBLIC_ID: _by_public_id, "domain": _by_domain}
    return special.get(way, lambda finder, keys: _by_text(finder, keys, way))


def pieces(values: Collection[Any]) -> Iterator[list[Any]]:
    """The values in portions that any database takes in one question."""
    listed = list(values)
    for place in range(0, len(listed), AT_ONCE):
        yield listed[place : place + AT_ONCE]


def external_ids(*, kind_key: str, source: str, keys: Collection[str]) -> dict[str, tuple[int, int]]:
    """For each key that is known: the id of the record, and of the external id itself."""
    found: dict[str, tuple[int, int]] = {}
    for portion in pieces(keys):
        rows = ExternalId.objects.filter(kind_key=kind_key, source=source, external_id__in=portion)
        for key, target_id, number in rows.values_list("external_id", "target_id", "pk"):
            found[key] = (target_id, number)
    return found


def _by_external_id(finder: Finder, keys: list[str]) -> dict[str, int | Trouble]:
    found = external_ids(kind_key=finder.model.kind.key, source=finder.source, keys=keys)
    return {key: target_id for key, (target_id, _) in found.items()}


def _by_any_id(finder: Finder, keys: list[str]) -> dict[str, int | Trouble]:
    """By what any source calls it, as long as all that call something so mean the same record."""
    label = finder.model.kind.label.lower()
    found: dict[str, int | Trouble] = {}
    for portion in pieces(keys):
        rows = ExternalId.objects.filter(kind_key=finder.model.kind.key, external_id__in=portion)
        for key, target_id in rows.order_by("pk").values_list("external_id", "target_id"):
            if found.setdefault(key, target_id) != target_id:
                told = f"several sources call a different {label} “{key[:80]}”; say which with `source`"
                found[key] = Trouble(told, is_ambiguous=True)
    return found


def _by_public_id(finder: Finder, keys: list[str]) -> dict[str, int | Trouble]:
    found: dict[str, int | Trouble] = {}
    for portion in pieces(keys):
        rows = finder.model.objects.filter(public_id__in=portion)
        found.update(rows.values_list("public_id", "pk"))
    return found


def _by_domain(finder: Finder, keys: list[str]) -> dict[str, int | Trouble]:
    domains = {key: domain_of(key) for key in keys}
    found = _by_text(finder, sorted({domain for domain in domains.values() if domain}), "domain")
    return {key: found[domain] for key, domain in domains.items() if domain in found}


def _by_text(finder: Finder, keys: list[str], name: str) -> dict[str, int | Trouble]:
    """By a text field: as it is written, else without regard to capitals and outer blanks."""
    found = _matching(finder, keys, name, lambda key: key, models.F(name))
    rest = [key for key in keys if key not in found]
    if rest:
        found.update(_matching(finder, rest, name, lambda key: key.strip().lower(), Lower(name)))
    return found


def _matching(
    finder: Finder, keys: list[str], name: str, fold: Callable[[str], str], expression: Any
) -> dict[str, int | Trouble]:
    by_fold: dict[str, list[str]] = {}
    for key in keys:
        by_fold.setdefault(fold(key), []).append(key)
    found: dict[str, int | Trouble] = {}
    for portion in pieces(by_fold):
        rows = finder.model.objects.annotate(_folded=expression).filter(_folded__in=portion)
        for folded, number in rows.order_by("pk").values_list("_folded", "pk"):
            for key in by_fold.get(folded, ()):
                if key in found:
                    found[key] = Trouble(
                        f"there is more than one {finder.model.kind.label.lower()} with the {name} “{key[:80]}”",
                        is_ambiguous=True,
                    )
                else:
                    found[key] = number
    return found


def _has(model: type[models.Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.local_concrete_fields)

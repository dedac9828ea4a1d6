"""The names behind the links of many values, fetched once per kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from tenure.foundation.access.rights import may
from tenure.foundation.organisation.models import Person
from tenure.foundation.records.kinds import model_of
from tenure.foundation.records.model import Record
from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.records.finding import named


@dataclass(frozen=True)
class Named:
    """What a link shows: the record's name and where its page is."""

    text: str
    address: str
    is_deleted: bool = False


@dataclass
class Names:
    """The names of linked records that `user` may see, by model and id; a link to a hidden kind has none."""

    user: Any
    _by_id: dict[tuple[type[models.Model], int], Named] = field(default_factory=dict)
    _by_public_id: dict[tuple[str, str], Named] = field(default_factory=dict)

    def learn(self, model: type[Record], values: Iterable[Mapping[str, Any]]) -> None:
        """Fetches the names behind every link in the values (by attribute name) of records of this model."""
        wanted: dict[type[models.Model], set[int]] = {}
        for link in model._meta.local_concrete_fields:
            target: Any = link.related_model
            if target is not None and self._may_see(target):
                ids = {row[link.attname] for row in values if row.get(link.attname) is not None}
                wanted.setdefault(target, set()).update(ids)
        for target, ids in wanted.items():
            missing = {number for number in ids if (target, number) not in self._by_id}
            if missing and issubclass(target, Record):
                for record in named(target.everything.filter(pk__in=missing)):
                    self.know(record)
            elif missing:
                for row in target._default_manager.filter(pk__in=missing):
                    self._by_id[target, row.pk] = Named(str(row), "")

    def learn_public(self, kind_key: str, public_ids: Iterable[str]) -> None:
        """Fetches the names behind public ids, as custom fields hold them."""
        model = model_of(kind_key)
        missing = {each for each in public_ids if (kind_key, each) not in self._by_public_id}
        if missing and may(user=self.user, action="view", kind=model.kind):
            for record in named(model.everything.filter(public_id__in=missing)):
                self.know(record)

    def know(self, record: Record) -> None:
        """Remembers a record that is already at hand."""
        found = Named(name_for(record, user=self.user), record_url(record), record.deleted_at is not None)
        self._by_id[type(record), record.pk] = found
        self._by_public_id[record.kind.key, record.public_id] = found

    def of(self, model: type[models.Model], number: int) -> Named | None:
        """The name of the row of this model with this id."""
        return self._by_id.get((model, number))

    def of_public(self, kind_key: str, public_id: str) -> Named | None:
        """The name of the record with this public id."""
        return self._by_public_id.get((kind_key, public_id))

    def _may_see(self, target: Any) -> bool:
        return not issubclass(target, Record) or may(user=self.user, action="view", kind=target.kind)


def name_for(record: Record, *, user: Any) -> str:
    """The record's name, or its public id where the name is not for the person to see."""
    return str(record) if may(user=user, action="view", kind=record.kind, field=record.kind.title) else record.public_id


def my_person(user: Any) -> Person | None:
    """The colleague that this user is, if they are one."""
    return Person.objects.filter(user=user).first()

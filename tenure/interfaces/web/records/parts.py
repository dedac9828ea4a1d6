"""The parts of a record (lines of an invoice, milestones of a project) as its page shows and edits them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse

from tenure.foundation.access.rights import may
from tenure.foundation.records.kinds import record_models
from tenure.foundation.records.model import Record
from tenure.interfaces.web.addresses import slug_of
from tenure.interfaces.web.records.finding import named
from tenure.interfaces.web.records.tables import Table, table_of
from tenure.interfaces.web.records.words import Setting

MOST_ROWS = 200
MOST_COLUMNS = 7
EVIDENCE = frozenset({"opp_stage", "opp_snapshot"})


@dataclass(frozen=True)
class Parts:
    """The parts of one kind of one record."""

    model: type[Record]
    table: Table
    address: str
    new_address: str
    may_change: bool
    may_delete: bool

    @property
    def element(self) -> str:
        """The id of the element on the page that holds them."""
        return f"parts-{self.model.kind.key}"

    @property
    def is_prose(self) -> bool:
        """Whether the parts read as text, one below the other (the messages of a case)."""
        return _is_prose(self.model)


def part_models(*, model: type[Record], user: Any) -> list[type[Record]]:
    """The kinds whose records are parts of records of this kind, those that read as text first."""
    found = [
        part
        for part in record_models()
        if part.kind.part_of
        and part._meta.get_field(part.kind.part_of).related_model is model
        and may(user=user, action="view", kind=part.kind)
    ]
    return sorted(found, key=lambda part: not _is_prose(part))


def parts_of(*, owner: Record, part: type[Record], user: Any, setting: Setting, is_open: bool = True) -> Parts:
    """The live parts of this kind, oldest first. `is_open`: they may be edited here."""
    link = str(part.kind.part_of)
    records = list(named(part.objects.filter(**{link: owner})).order_by(*_order(part))[:MOST_ROWS])
    table = table_of(
        model=part,
        records=records,
        user=user,
        setting=setting,
        without=link,
        most=MOST_COLUMNS,
        totals=True,
        only_filled=True,
    )
    where = [slug_of(owner.kind), owner.public_id, slug_of(part.kind)]
    may_add = is_open and part.kind.key not in EVIDENCE and may(user=user, action="create", kind=part.kind)
    return Parts(
        model=part,
        table=table,
        address=reverse("web:parts", args=where),
        new_address=reverse("web:part_new", args=where) if may_add else "",
        may_change=is_open and may(user=user, action="change", kind=part.kind),
        may_delete=is_open and may(user=user, action="delete", kind=part.kind),
    )


def _is_prose(part: type[Record]) -> bool:
    return isinstance(part._meta.get_field(part.kind.title), models.TextField)


def _order(part: type[Record]) -> tuple[str, ...]:
    names = {field.name for field in part._meta.local_concrete_fields}
    return ("position", "pk") if "position" in names else ((part.kind.born, "pk") if part.kind.born else ("pk",))

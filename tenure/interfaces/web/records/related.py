"""The records that point to a record: how many of each kind, the newest, the way to all and to a new one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from tenure.foundation.access.rights import may
from tenure.foundation.records.kinds import model_of
from tenure.foundation.records.model import Record
from tenure.interfaces.listing.labels import label_of
from tenure.interfaces.web.addresses import list_url, new_url
from tenure.interfaces.web.records.fields import plain_field
from tenure.interfaces.web.records.finding import Link, links_to, named
from tenure.interfaces.web.records.tables import Table, table_of
from tenure.interfaces.web.records.words import Setting

NEWEST = 5


@dataclass(frozen=True)
class Related:
    """One kind of record that points here through one of its fields."""

    key: str
    title: str
    icon: str
    count: int
    list_address: str
    add_address: str
    link: Link


def related_of(*, record: Record, user: Any) -> list[Related]:
    """Every kind that points to this record, with its count; kinds with most meaning for the record first."""
    links = [link for link in links_to(model=type(record), user=user) if link.model.kind.part_of != link.field]
    several = Counter(link.model for link in links)
    counts = counts_of(record=record, links=links)
    found = [
        _related(record, link, count, user, is_one_of_several=several[link.model] > 1)
        for link, count in zip(links, counts, strict=True)
    ]
    return sorted(found, key=lambda each: each.count == 0)


def activity_address(*, record: Record, user: Any) -> str:
    """Where one writes down a call or a meeting about this record; empty where there is no such place."""
    model = model_of("activity")
    if not may(user=user, action="create", kind=model.kind):
        return ""
    links = (field.name for field in model._meta.local_concrete_fields if field.related_model is type(record))
    name = next(links, None)
    return f"{new_url(model.kind)}?{urlencode({name: record.public_id})}" if name else ""


def counts_of(*, record: Record, links: Sequence[Link]) -> list[int]:
    """How many live records each link brings here, in one query."""
    if not links:
        return []
    wanted = {f"n{place}": _count(link) for place, link in enumerate(links)}
    row = type(record).everything.filter(pk=record.pk).annotate(**wanted).values_list(*wanted).get()
    return list(row)


def newest(*, record: Record, link: Link, user: Any, setting: Setting, most: int = NEWEST) -> Table:
    """The newest records that point here through this link."""
    rows = list(named(link.model.objects.filter(**{link.field: record})).order_by("-pk")[:most])
    return table_of(model=link.model, records=rows, user=user, setting=setting, without=link.field, most=5)


def _count(link: Link) -> Coalesce:
    rows = link.model.objects.filter(**{link.field: OuterRef("pk")}).order_by().values(link.field)
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


def _related(record: Record, link: Link, count: int, user: Any, *, is_one_of_several: bool) -> Related:
    kind = link.model.kind
    label = label_of(plain_field(link.model, link.field))
    title = f"{kind.plural} · {label.lower()}" if is_one_of_several else kind.plural
    query = urlencode({link.field: record.public_id})
    is_free = kind.part_of is None
    return Related(
        key=f"{kind.key}.{link.field}",
        title=title,
        icon=kind.icon,
        count=count,
        list_address=f"{list_url(kind)}?{query}" if is_free else "",
        add_address=f"{new_url(kind)}?{query}" if is_free and may(user=user, action="create", kind=kind) else "",
        link=link,
    )

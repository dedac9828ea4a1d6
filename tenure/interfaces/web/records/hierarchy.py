"""The group that a record belongs to, on every kind that has a tree: those above, those below, and what all sum to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Model, Q, QuerySet

from tenure.business.accounts.queries import sum_by_currency
from tenure.foundation.access.rights import may
from tenure.foundation.records.model import Record
from tenure.foundation.records.trees import above, below
from tenure.interfaces.listing.labels import label_of
from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.records.fields import plain_field
from tenure.interfaces.web.records.finding import Link, links_to, named
from tenure.interfaces.web.records.names import name_for
from tenure.interfaces.web.records.opened import OPENED, Opened
from tenure.interfaces.web.records.words import money

MOST_CHILDREN = 50
MOST_COUNTED = 4


@dataclass(frozen=True)
class Relative:
    """A record above or below: its name, its page, and how many are directly below it."""

    name: str
    address: str
    below: int = 0


@dataclass(frozen=True)
class Family:
    """The records above, from the top down, those directly below, and the sums over the record and all below it."""

    above: tuple[Relative, ...]
    below: tuple[Relative, ...]
    more: int
    rollup: tuple[tuple[str, str], ...]


def family_of(*, record: Record, user: Any, today: date) -> Family | None:
    """The record's group; none where it stands alone, or the link is not for the person to see."""
    link = record.kind.tree
    if link is None or not may(user=user, action="view", kind=record.kind, field=link):
        return None
    children = type(record).objects.filter(**{link: record})
    upper = _above(record, link, user) if getattr(record, f"{link}_id") else ()
    count = children.count()
    if not upper and not count:
        return None
    return Family(
        upper, _below(children, record, link, user), max(0, count - MOST_CHILDREN), _rollup(record, link, user, today)
    )


def _above(record: Record, link: str, user: Any) -> tuple[Relative, ...]:
    by_id = {each.pk: each for each in above(record=record, link=link)}
    path: list[Relative] = []
    upper = by_id.pop(getattr(record, f"{link}_id"), None)
    while upper is not None:
        path.insert(0, Relative(name_for(upper, user=user), record_url(upper)))
        upper = by_id.pop(getattr(upper, f"{link}_id"), None)
    return tuple(path)


def _below(children: QuerySet[Any], record: Record, link: str, user: Any) -> tuple[Relative, ...]:
    back = record._meta.get_field(link).remote_field.related_name  # type: ignore[union-attr]
    counted = children.annotate(below=Count(back, filter=Q(**{f"{back}__deleted_at": None})))
    rows = named(counted).order_by(record.kind.title, "pk")[:MOST_CHILDREN]
    return tuple(Relative(name_for(each, user=user), record_url(each), each.below) for each in rows)


def _rollup(record: Record, link: str, user: Any, today: date) -> tuple[tuple[str, str], ...]:
    """Sums over the record and all below it; none where nothing is below."""
    under = below(record=record, link=link)
    count = under.count()
    if not count:
        return ()
    group = type(record).objects.filter(Q(pk=record.pk) | Q(pk__in=under.values("pk")))
    found = [(f"{record.kind.plural} in the group", f"{count + 1:,}")]
    found += _own_amounts(group, record, user)
    links = [each for each in links_to(model=type(record), user=user) if each.model is not type(record)]
    opened = {each.key: each for each in OPENED}
    for each in links:
        if each.model.kind.key in opened:
            found += _opened(opened[each.model.kind.key], each, group, user, today)
    rest = [each for each in links if each.model.kind.key not in opened]
    return tuple(found if record.kind.key == "account" else found + _counts(rest, group))


def _own_amounts(group: QuerySet[Any], record: Record, user: Any) -> list[tuple[str, str]]:
    found = []
    for name in record.kind.money:
        if may(user=user, action="view", kind=record.kind, field=name):
            text = _summed(group, name)
            found += [(f"{label_of(plain_field(type(record), name))} in the group", text)] if text else []
    return found


def _opened(opened: Opened, link: Link, group: QuerySet[Any], user: Any, today: date) -> list[tuple[str, str]]:
    records = link.model.objects.filter(opened.condition(today), **{f"{link.field}__in": group})
    if opened.amount and may(user=user, action="view", kind=link.model.kind, field=opened.amount):
        text = _summed(records, opened.amount)
    else:
        count = records.count()
        text = f"{count:,}" if count else ""
    return [(f"{opened.title} in the group", text)] if text else []


def _counts(links: list[Link], group: QuerySet[Any]) -> list[tuple[str, str]]:
    """How many records of other kinds hang on the group, the most first; what is a part of another is left out."""
    counts: dict[type[Model], tuple[str, int]] = {}
    for link in links:
        if link.model.kind.part_of is None and link.model not in counts:
            counts[link.model] = (
                link.model.kind.plural,
                link.model.objects.filter(**{f"{link.field}__in": group}).count(),
            )
    most = sorted((each for each in counts.values() if each[1]), key=lambda each: -each[1])[:MOST_COUNTED]
    return [(f"{plural} in the group", f"{count:,}") for plural, count in most]


def _summed(records: QuerySet[Any], amount: str) -> str:
    sums = sum_by_currency(records=records, amount=amount)
    return " + ".join(money(total, code).text for code, total in sums.items())

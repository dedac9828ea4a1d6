"""Links of rows to other records: by what they are found, or through which other link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tenure.interfaces.ingest.applying.lookups import Finder, pieces
from tenure.interfaces.ingest.mapping.expressions import Evaluate


@dataclass(frozen=True)
class Link:
    """A link of a row to another record, found by a key. `is_own_kind`: it may lead to a row that comes later.

    Where the row does not say it, it is what one of its other links leads to: `heirs` are those, by their places among
    the target's links, with the columns in which their records hold it (the account of the contract).
    """

    name: str
    attname: str
    evaluate: Evaluate
    finder: Finder
    is_ignored: bool
    is_required: bool
    is_own_kind: bool
    heirs: tuple[tuple[int, str], ...] = ()


def with_heirs(links: Sequence[Link], model: Any) -> tuple[Link, ...]:
    """The links, with that to the account, also where no rule speaks of it, if other links lead to records of one."""
    if model.kind.account is None:
        return tuple(links)
    account = model._meta.get_field(model.kind.account)
    heirs = tuple(
        (place, column)
        for place, link in enumerate(links)
        if link.name != account.name and (column := _column_of_account(link.finder.model)) is not None
    )
    if not heirs:
        return tuple(links)
    if all(link.name != account.name for link in links):
        return (*links, _inherited(account, heirs))
    return tuple(replace(link, heirs=heirs) if link.name == account.name else link for link in links)


def inherited(heirs: Sequence[tuple[int, str]], links: Sequence[Link], leading: Sequence[Sequence[Any]]) -> list[Any]:
    """For each row what the first of its links that leads to something holds; `leading` are the ids of its links."""
    found: list[Any] = [None] * len(leading)
    for place, column in heirs:
        ids = {row[place] for row, value in zip(leading, found, strict=True) if value is None}
        held: dict[Any, Any] = {}
        for portion in pieces({number for number in ids if isinstance(number, int)}):
            held.update(links[place].finder.model.objects.filter(pk__in=portion).values_list("pk", column))
        found = [
            held.get(row[place]) if value is None and isinstance(row[place], int) else value
            for row, value in zip(leading, found, strict=True)
        ]
    return found


def _column_of_account(model: Any) -> str | None:
    name = model.kind.account
    return None if name is None else str(model._meta.get_field(name).attname)


def _inherited(one: Any, heirs: tuple[tuple[int, str], ...]) -> Link:
    return Link(
        name=one.name,
        attname=one.attname,
        evaluate=lambda row: None,
        finder=Finder(model=one.related_model, ways=(), source="", missing="reject"),
        is_ignored=False,
        is_required=not one.null,
        is_own_kind=False,
        heirs=heirs,
    )

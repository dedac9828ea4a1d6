"""What an address asks of a list: which rows, which columns, in which order."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from tenure.engine.conditions.reading import read
from tenure.engine.conditions.syntax import And, ConditionError, FieldType
from tenure.engine.conditions.writing import write, write_value
from tenure.foundation.access.rights import may
from tenure.foundation.organisation.models import Person
from tenure.foundation.records.model import Record
from tenure.foundation.records.versions.past import tables_at
from tenure.interfaces.listing.fields import CHANGED, ListField, list_fields
from tenure.interfaces.listing.filters import Asking
from tenure.interfaces.listing.listing import list_rows
from tenure.interfaces.listing.pages import Order, asked, in_order
from tenure.interfaces.web.addresses import model_by_slug
from tenure.interfaces.web.models import ListLayout
from tenure.interfaces.web.records.fields import carried_currencies
from tenure.interfaces.web.records.reading import day_end
from tenure.interfaces.web.shell.today import company_zone

MOST_COLUMNS = 20
NOT_THEN = "When a record was last changed is told as of today only; go back to today, or take it out of the list."


@dataclass(frozen=True)
class AskedList:
    """A list as asked for. `problem` says why the condition or order could not be used.

    Where the condition cannot be read there are no rows, so that nothing unasked is shown, exported or changed.
    """

    model: type[Record]
    slug: str
    fields: Mapping[str, ListField]
    columns: tuple[ListField, ...]
    condition: str
    search: str
    order: Order
    rows: QuerySet[Any]
    problem: str = ""
    columns_asked: str = ""
    instant: datetime | None = None
    day: date | None = None

    @property
    def is_past(self) -> bool:
        """Whether the list is read as of a past day; nothing can be changed there."""
        return self.instant is not None

    def reading(self) -> AbstractContextManager[None]:
        """While the rows are read: the tables of the day that was asked for."""
        return tables_at(self.instant) if self.instant is not None else nullcontext()

    @property
    def parts(self) -> list[str]:
        """The condition's parts that all must hold, each as text: the chips of the filter."""
        if not self.condition or self.problem:
            return []
        condition = read(self.condition)
        return [write(part) for part in (condition.parts if isinstance(condition, And) else (condition,))]

    def address(self, **changes: str) -> str:
        """The query of this list with some words of it changed; empty words are left out.

        Something is always asked for: a list without a query opens with the person's own view.
        """
        words = {"where": self.condition, "q": self.search, "sort": self.sort, "columns": self.columns_asked, **changes}
        if self.day is not None:
            words["as_of"] = self.day.isoformat()
        return "?" + (urlencode({name: value for name, value in words.items() if value}) or "where=")

    @property
    def sort(self) -> str:
        """The order as addresses write it."""
        return f"{'-' if self.order.is_descending else ''}{self.order.name}"

    def without(self, part: str) -> str:
        """The query of this list without one part of its condition."""
        return self.address(
            where=" and ".join(f"({each})" if " or " in each else each for each in self.parts if each != part)
        )


def asked_list(request: HttpRequest, *, slug: str) -> AskedList:
    """The list that a request asks for. Raises `Http404` where the person may not see the kind."""
    user: Any = request.user
    model = model_by_slug(slug)
    if not may(user=user, action="view", kind=model.kind):
        raise Http404("There is nothing here.")
    day, instant = _day(request)
    fields = list_fields(model=model, user=user)
    if day is not None:
        fields.pop(CHANGED)
    words = {**request.GET.dict(), **request.POST.dict()}
    condition = joined(words.get("where", "").strip(), _linked(request.GET, fields))
    search, order, problem = words.get("q", "").strip()[:200], asked(order=words.get("sort", "")), ""
    asking = asking_of(request)
    try:
        rows = list_rows(model=model, user=user, asking=asking, condition=condition, search=search, instant=instant)
    except ConditionError as error:
        problem = NOT_THEN if day is not None and CHANGED in condition else str(error)
        rows = model.objects.none()
    try:
        in_order(rows=rows, fields=fields, order=order)
    except ValueError as error:
        problem, order = problem or (NOT_THEN if order.name == CHANGED else str(error)), Order()
    wished = words.get("columns", "")
    columns = chosen_columns(model=model, user=user, fields=fields, asked_for=wished)
    if order.name == CHANGED and fields[CHANGED] not in columns:
        columns = (*columns[: MOST_COLUMNS - 1], fields[CHANGED])
    return AskedList(
        model, slug, fields, columns, condition, search, order, rows, problem, wished, instant=instant, day=day
    )


def _day(request: HttpRequest) -> tuple[date | None, datetime | None]:
    """The past day that a list is read as of, and its last instant; what writes always means today."""
    at: Any = request
    if request.method == "POST" or at.as_of is None:
        return None, None
    return at.as_of, day_end(request)


def asking_of(request: HttpRequest) -> Asking:
    """What `today` and `me` mean in this request: on a page of a past day, `today` is that day."""
    at: Any = request
    me = Person.objects.filter(user=at.user).first()
    return Asking(
        today=at.today if request.method == "POST" else at.as_of or at.today,
        zone=company_zone(at.company),
        me=me.pk if me else None,
        me_public_id=me.public_id if me else "",
    )


def joined(*conditions: str) -> str:
    """Conditions that all must hold, as one."""
    known = [condition for condition in conditions if condition]
    return known[0] if len(known) == 1 else " and ".join(f"({c})" if " or " in c else c for c in known)


def chosen_columns(
    *, model: type[Record], user: Any, fields: Mapping[str, ListField], asked_for: str = ""
) -> tuple[ListField, ...]:
    """The columns to show: those of the address, else those the person chose, else the kind's own; the title first."""
    names = [name for name in asked_for.split(",") if name in fields]
    if not names:
        layout = ListLayout.objects.filter(owner=user, kind_key=model.kind.key).first()
        names = [name for name in (layout.columns if layout else []) if name in fields]
    if not names:
        own = [name for name, field in fields.items() if field.own is not None]
        carried = carried_currencies(model)
        names = [name for name in model.kind.columns if name in fields and name not in carried] + own[:3]
    title = [model.kind.title] if model.kind.title in fields else []
    ordered = dict.fromkeys([*title, *names])
    return tuple(fields[name] for name in list(ordered)[:MOST_COLUMNS])


def _linked(words: Mapping[str, Any], fields: Mapping[str, ListField]) -> str:
    """Links such as `?account=acc_…` as a condition."""
    found = [
        f"{name} = {write_value(str(words[name]))}"
        for name, field in fields.items()
        if field.type is FieldType.LINK and words.get(name)
    ]
    return " and ".join(found)

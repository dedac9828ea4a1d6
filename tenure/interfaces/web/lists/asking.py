"""What an address asks of a list: view, filter, search, order, columns and where to go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest

from tenure.engine.conditions.syntax import ConditionError
from tenure.foundation.records.model import Record
from tenure.foundation.records.versions.table import Change
from tenure.interfaces.listing.fields import ListField, list_fields
from tenure.interfaces.listing.filters import Asking, filter_of
from tenure.interfaces.listing.listing import ListError, Order, asked, in_order, list_rows
from tenure.interfaces.web.addresses import list_url, slug_of
from tenure.interfaces.web.lists.saved import saved_views
from tenure.interfaces.web.lists.shipped import RECENT, View, shipped_views
from tenure.interfaces.web.models import ListLayout
from tenure.interfaces.web.records.fields import FieldRights, carried_currencies, field_rights
from tenure.interfaces.web.records.finding import model_at
from tenure.interfaces.web.records.names import my_person
from tenure.interfaces.web.records.reading import setting_of
from tenure.interfaces.web.records.words import Setting
from tenure.interfaces.web.shell.today import now_of

KEPT = ("view", "filter", "search", "sort", "columns")
MOST_COLUMNS = 30
LATELY = timedelta(days=30)


@dataclass
class Asked:
    """One list as asked for, within the rights of who asks. `error` says what is wrong with the filter."""

    model: type[Record]
    user: Any
    rights: FieldRights
    fields: dict[str, ListField]
    setting: Setting
    asking: Asking
    views: list[View]
    view: View
    left: ListLayout | None
    condition: str
    search: str
    order: Order
    columns: tuple[ListField, ...]
    given: dict[str, str]
    rows: QuerySet[Any]
    error: ConditionError | None = None

    @property
    def kind(self) -> Any:
        return self.model.kind

    @cached_property
    def slug(self) -> str:
        return slug_of(self.model.kind)

    @property
    def sort(self) -> str:
        return f"-{self.order.name}" if self.order.is_descending else self.order.name

    def address(self, base: str = "", **changes: str | None) -> str:
        """This list's address with some of what it asks replaced (None: left out)."""
        wanted = {name: value for name, value in {**self.given, **changes}.items() if value is not None}
        return f"{base or list_url(self.kind)}?{urlencode(wanted)}".rstrip("?")


def asked_in(request: HttpRequest, slug: str) -> Asked:
    """What the request asks, by address or form. Raises `Http404` for kinds that are unknown or hidden."""
    at: Any = request
    data = request.POST if request.method == "POST" else request.GET
    model = model_at(slug=slug, user=at.user)
    fields = list_fields(model=model, user=at.user)
    setting = setting_of(request)
    person = my_person(at.user)
    asking = Asking(
        today=at.today,
        zone=setting.zone,
        me=person.pk if person else None,
        me_public_id=person.public_id if person else "",
    )
    left, own = saved_views(kind=model.kind, user=at.user)
    views = [*(v for v in shipped_views(model.kind) if _is_readable(v, fields, asking)), *own]
    view = next((each for each in views if each.key == data.get("view")), views[0])
    condition, search = data.get("filter", view.condition).strip(), data.get("search", "").strip()[:200]
    rows, error = _rows(model, at.user, asking, condition, search)
    if view.key == RECENT:
        changes = Change.objects.filter(recorded_at__gte=now_of(request) - LATELY)
        versions = model.versions_model._default_manager.filter(change__in=changes)
        rows = rows.filter(pk__in=versions.values("record_id"))
    return Asked(
        **{"model": model, "user": at.user, "fields": fields, "setting": setting, "asking": asking},
        **{"rights": field_rights(model=model, user=at.user), "views": views, "view": view, "left": left},
        **{"condition": condition, "search": search, "rows": rows, "error": error},
        order=_order(data.get("sort", "") or view.sort, rows, fields, model),
        columns=_columns(data.get("columns", ""), view, left, model, fields),
        given={name: data[name] for name in KEPT if data.get(name) is not None and (data[name] or name == "filter")},
    )


def columns_on_offer(*, model: type[Record], fields: dict[str, ListField]) -> list[ListField]:
    """The fields that can be columns, those of the kind first; currencies stand with their amounts."""
    in_sections = [name for section in model.kind.sections for name in section.fields]
    names = dict.fromkeys([model.kind.title, *model.kind.columns, *in_sections, *(n for n in fields if "." in n)])
    return [fields[name] for name in names if name in fields and name not in carried_currencies(model)]


def is_sortable(field: ListField) -> bool:
    """Whether the list can be put in order by it."""
    return field.column is not None and field.column.related_model is None


def _rows(
    model: type[Record], user: Any, asking: Asking, condition: str, search: str
) -> tuple[QuerySet[Any], ConditionError | None]:
    """The records; none where the filter cannot be read, so that nothing unasked is shown or changed."""
    try:
        return list_rows(model=model, user=user, asking=asking, condition=condition, search=search), None
    except ConditionError as error:
        return model.objects.none(), error


def _is_readable(view: View, fields: dict[str, ListField], asking: Asking) -> bool:
    try:
        return not view.condition or bool(filter_of(text=view.condition, fields=fields, asking=asking)) or True
    except ConditionError:
        return False


def _order(text: str, rows: QuerySet[Any], fields: dict[str, ListField], model: type[Record]) -> Order:
    """The order asked for; where it cannot be, by name, or the newest first for what happens to accounts."""
    for order in (asked(order=text or ("" if model.kind.account else model.kind.title)), Order()):
        try:
            in_order(rows=rows, fields=fields, order=order)
        except ListError:
            continue
        return order
    return Order()


def _columns(
    text: str, view: View, left: ListLayout | None, model: type[Record], fields: dict[str, ListField]
) -> tuple[ListField, ...]:
    offered = {field.name: field for field in columns_on_offer(model=model, fields=fields)}
    wanted = text.split(",") if text else list(view.columns) or (left.columns if left else [])
    names = [name for name in wanted if name in offered] or [name for name in model.kind.columns if name in offered]
    if model.kind.title in offered:
        names = [model.kind.title, *(name for name in names if name != model.kind.title)]
    return tuple(offered[name] for name in dict.fromkeys(names[:MOST_COLUMNS]))

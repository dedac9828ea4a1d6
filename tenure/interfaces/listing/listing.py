"""The rows of a list: filtered, searched, with the names of what they link to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.lookups import Contains

from tenure.engine.conditions.folding import fold
from tenure.engine.conditions.syntax import FieldType
from tenure.foundation.access.rights import require
from tenure.foundation.records.model import Record
from tenure.foundation.records.versions.past import existing_at
from tenure.interfaces.listing.expressions import Folded, never
from tenure.interfaces.listing.fields import CHANGED, ListField, filter_fields, list_fields, title_path
from tenure.interfaces.listing.filters import Asking, filter_of, value_of

MOST_WORDS = 8


def list_rows(
    *,
    model: type[Record],
    user: Any,
    asking: Asking,
    condition: str = "",
    search: str = "",
    instant: datetime | None = None,
) -> QuerySet[Any]:
    """The records in use for which the condition holds and one of whose searched fields contains the text.

    `instant`: those in use then; the rows are to be read inside `tables_at(instant)`, which gives them the values of
    that instant. Only fields that the user may see take part. Raises `NotAllowedError`, `ConditionError`.
    """
    require(user=user, action="view", kind=model.kind)
    fields = list_fields(model=model, user=user)
    rows = model.objects.all() if instant is None else existing_at(rows=model.objects.all(), instant=instant)
    if condition.strip():
        known = filter_fields(model=model, user=user)
        if instant is not None:
            known.pop(CHANGED)
        rows = rows.filter(filter_of(text=condition, fields=known, asking=asking))
    for word in fold(search.replace("\0", " ")).split()[:MOST_WORDS]:
        rows = rows.filter(_holding(word, model, fields))
    return rows


def _holding(word: str, model: type[Record], fields: Mapping[str, ListField]) -> Q:
    """The records that hold the word in their title, a searched field, or a text of the company's own."""
    anywhere = never()
    for name, field in fields.items():
        is_searched = name in (model.kind.title, *model.kind.search) or field.own is not None
        if is_searched and field.type is FieldType.TEXT:
            anywhere |= Q(Contains(Folded(value_of(field)), word))
    return anywhere


def with_names(*, rows: QuerySet[Any], columns: Iterable[ListField]) -> QuerySet[Any]:
    """The rows together with what their columns show beyond them: names of links, and when each was last changed."""
    columns = list(columns)
    for column in columns:
        if column.history is not None:
            rows = rows.annotate(**{column.name: value_of(column)})
    paths = {
        f"{column.path}__{title_path(column.target)}".rpartition("__")[0]
        for column in columns
        if column.target is not None and column.own is None
    }
    own_name = title_path(rows.model).rpartition("__")[0]
    return rows.select_related(*sorted(paths | {own_name} - {""})) if paths or own_name else rows

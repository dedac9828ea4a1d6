"""What the amounts of a list add up to, per currency: different currencies are never added."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from tenure.foundation.records.model import Record
from tenure.interfaces.listing.fields import ListField


def totals(
    *, rows: QuerySet[Any], model: type[Record], columns: Iterable[ListField]
) -> dict[str, list[tuple[Decimal, str]]]:
    """For each money column: its sums with their currencies, over all rows of the list."""
    found: dict[str, list[tuple[Decimal, str]]] = {}
    for column in columns:
        currency = model.kind.money.get(column.name)
        if currency is None:
            continue
        sums = rows.order_by().values_list(currency).annotate(total=Sum(column.name)).order_by(currency)
        known = [(total, code or "") for code, total in sums if total is not None]
        if known:
            found[column.name] = known
    return found

"""Kinds in the order in which their records can be written: what is linked to before what links to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenure.foundation.records.kinds import record_models
from tenure.interfaces.ingest.mapping.schema import Target


def in_order(targets: Sequence[Target]) -> list[Target]:
    """The targets so that what is linked to comes before what links to it."""
    order = kind_order()
    return sorted(targets, key=lambda target: order.get(target.kind, len(order)))


def kind_order() -> dict[str, int]:
    """The place of each kind, as far as there is no circle."""
    return {model.kind.key: place for place, model in enumerate(_by_dependence())}


def _by_dependence() -> list[Any]:
    models = list(record_models())
    ordered: list[Any] = []
    visiting: set[Any] = set()

    def visit(model: Any) -> None:
        if model in ordered or model in visiting:
            return
        visiting.add(model)
        for one in model._meta.local_concrete_fields:
            if one.is_relation and one.related_model in models and one.related_model is not model:
                visit(one.related_model)
        ordered.append(model)

    for model in models:
        visit(model)
    return ordered

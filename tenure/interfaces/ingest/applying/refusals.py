"""Why the database refuses a row, in words: which constraint, and what would satisfy it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db import DatabaseError, models
from django.db.models import Q

from tenure.foundation.records.predicates import UndecidableConditionError, holds

# SQLite's words, and PostgreSQL's.
_EMPTY = re.compile(r"(?:NOT NULL constraint failed: \w+\.|null value in column \")(\w+)")


def refusal(*, model: type[models.Model], values: Mapping[str, Any]) -> str:
    """What the row's values (by field name) break of the kind's own conditions; empty if nothing can be told."""
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.CheckConstraint) or not isinstance(constraint.condition, Q):
            continue
        try:
            is_broken = holds(condition=~constraint.condition, values=values)
        except UndecidableConditionError:
            continue
        if is_broken:
            return str(constraint.violation_error_message)
    return ""


def told(*, model: type[models.Model], error: DatabaseError) -> str:
    """The database's own refusal as a person would say it."""
    text = str(error)
    for constraint in model._meta.constraints:
        if constraint.name and constraint.name in text:
            return str(constraint.violation_error_message)
        fields = getattr(constraint, "fields", ())
        if fields and all(f"{model._meta.db_table}.{model._meta.get_field(name).column}" in text for name in fields):  # type: ignore[union-attr]
            return str(constraint.violation_error_message)
    empty = _EMPTY.search(text)
    if empty is not None:
        name = next((one.name for one in model._meta.local_concrete_fields if one.column == empty.group(1)), None)
        if name is not None:
            return f"{name}: every record needs one, and neither a column nor another record tells it"
    return f"the database refused it ({' '.join(text.split())[:200]})"

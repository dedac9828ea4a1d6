"""A Django condition (`Q`) decided over plain values as the database decides it over rows, unknown included."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import F, Q
from django.db.models.constants import LOOKUP_SEP

_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "in": lambda value, options: value in options,
}


class UndecidableConditionError(ValueError):
    """A condition uses something that plain values cannot decide."""


def holds(*, condition: Q, values: Mapping[str, Any]) -> bool:
    """Whether the condition is true of the values: by field name, with records for links (`invoice__currency`).

    A comparison with an unknown value is unknown, and unknown is not true. Understands exact, lt, lte, gt, gte, in and
    isnull against constants and `F`. Raises `UndecidableConditionError` for anything else.
    """
    return _decide(condition, values, negated=False) is True


def _decide(condition: Q, values: Mapping[str, Any], *, negated: bool) -> bool | None:
    negated = negated != condition.negated
    results = [
        _decide(child, values, negated=negated) if isinstance(child, Q) else _compare(child, values, negated=negated)
        for child in condition.children
    ]
    if condition.connector not in (Q.AND, Q.OR):
        raise UndecidableConditionError(f"Conditions are joined with & and |, not {condition.connector}.")
    result = _all(results) if condition.connector == Q.AND else _any(results)
    return None if result is None else result != condition.negated


def _compare(child: Any, values: Mapping[str, Any], *, negated: bool) -> bool | None:
    if not isinstance(child, tuple):
        raise UndecidableConditionError(f"{child!r} is not a comparison of a field.")
    name, wanted = child
    path, _, lookup = name.rpartition(LOOKUP_SEP)
    if lookup != "isnull" and lookup not in _COMPARISONS:
        path, lookup = name, "exact"
    value = _value(path, values)
    if lookup == "isnull":
        return (value is None) is bool(wanted)
    other = _value(wanted.name, values) if isinstance(wanted, F) else wanted  # type: ignore[attr-defined]
    if value is None:
        # Under a negation Django adds "and is not null" to the comparison, which decides it.
        return False if negated else None
    return None if other is None else _COMPARISONS[lookup](value, other)


def _value(path: str, values: Mapping[str, Any]) -> Any:
    first, *rest = path.split(LOOKUP_SEP)
    if first not in values:
        raise UndecidableConditionError(f"The value of {first} is needed to decide this condition.")
    value = values[first]
    for name in rest:
        if value is not None and not hasattr(value, name):
            raise UndecidableConditionError(f"{path} is neither a field nor a comparison that values can decide.")
        value = None if value is None else getattr(value, name)
    return value


def _all(results: list[bool | None]) -> bool | None:
    if False in results:
        return False
    return None if None in results else True


def _any(results: list[bool | None]) -> bool | None:
    if True in results:
        return True
    return None if None in results else False

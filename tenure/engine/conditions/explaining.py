"""Why a condition holds or not: each part with its result, each clause with the value it met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tenure.engine.conditions.deciding import all_of, any_of, decide, negated
from tenure.engine.conditions.tree import And, Condition, Not, Or
from tenure.engine.conditions.writing import format as written


@dataclass(frozen=True)
class Explanation:
    """A part of a condition, as text, and what became of it.

    A clause has `name` and `value` (`None`: unknown) and no parts; `and`, `or` and `not` have parts and no name.
    """

    text: str
    result: bool | None
    name: str = ""
    value: Any = None
    parts: tuple[Explanation, ...] = ()


def explain(condition: Condition, values: Mapping[str, Any], as_of: date) -> Explanation:
    """The whole condition explained; its result is that of `evaluate`."""
    text = written(condition)
    match condition:
        case Not(part=part):
            inner = explain(part, values, as_of)
            return Explanation(text, negated(inner.result), parts=(inner,))
        case And(parts=parts):
            each = tuple(explain(part, values, as_of) for part in parts)
            return Explanation(text, all_of(part.result for part in each), parts=each)
        case Or(parts=parts):
            each = tuple(explain(part, values, as_of) for part in parts)
            return Explanation(text, any_of(part.result for part in each), parts=each)
        case _:
            value = values.get(condition.name)
            result = decide(condition, value, as_of)
            return Explanation(text, result, name=condition.name, value=None if value == "" else value)

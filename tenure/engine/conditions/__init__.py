"""The condition language: one small, safe syntax for filters, criteria and segments.

`parse` reads text, `check` holds it against the fields there are, `evaluate` and `explain` decide it for one set of
values, `format` writes it in its one canonical form.
"""

from __future__ import annotations

from tenure.engine.conditions.checking import Checked, FieldType, check
from tenure.engine.conditions.deciding import evaluate
from tenure.engine.conditions.errors import ConditionError
from tenure.engine.conditions.explaining import Explanation, explain
from tenure.engine.conditions.parsing import parse
from tenure.engine.conditions.tree import Condition
from tenure.engine.conditions.writing import format

__all__ = [
    "Checked",
    "Condition",
    "ConditionError",
    "Explanation",
    "FieldType",
    "check",
    "evaluate",
    "explain",
    "format",
    "parse",
]

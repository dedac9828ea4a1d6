"""What comes back when a metric is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tenure.engine.metrics.declaring import Unit
from tenure.engine.metrics.periods import Period

# What a table of answers, or of the records behind them, calls its own columns.
FIGURES = ("value", "numerator", "denominator", "n", "unit", "partial", "low_n", "restated", "reason")
COLUMNS = frozenset({"period", "series", *FIGURES, "side", "kind", "id", "amount"})
Place = tuple[int, tuple[Any, ...]]


@dataclass(frozen=True)
class Leaf:
    """One number of one period and cut: the value, what it is made of, and why it is null.

    Money is whole millionths here, until it is told.
    """

    value: Any = None
    numerator: Any = None
    denominator: Any = None
    n: int = 0
    reason: str | None = None


Cells = dict[Place, Leaf]


@dataclass(frozen=True)
class Answer:
    """One number as it is told: money in units of the company's currency (`Decimal`), shares as floats.

    `reason` says why `value` is null, or what to bear in mind of it. `low_n`: too few to rely on (G20). `restated`:
    at the close of its period it was known otherwise (none: it was not asked whether).
    """

    period: Period
    series: str
    unit: Unit
    value: Any
    dims: Mapping[str, Any] = field(default_factory=dict)
    numerator: Any = None
    denominator: Any = None
    n: int = 0
    reason: str | None = None
    low_n: bool = False
    restated: bool | None = None


@dataclass(frozen=True)
class Row:
    """A record behind a number: the rows of a sum or ratio add up to it, side by side.

    `record` is the id within its kind, `amount` what the row adds to its side (money in units).
    """

    period: Period
    series: str
    side: str
    kind: str
    record: int
    public_id: str
    amount: Any
    dims: Mapping[str, Any] = field(default_factory=dict)


def result_column(dimension: str) -> str:
    """What a dimension's column is called in a table of answers: `by_reason` beside the `reason` of a null."""
    return f"by_{dimension}" if dimension in COLUMNS else dimension

"""How a metric is declared: what it means in words, and its series, each a measure over a population."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ibis.expr import types as ir

from tenure.engine.metrics.periods import Window, own
from tenure.engine.relations.viewpoint import Viewpoint

Value = Callable[[ir.Table], Any]


class Unit(StrEnum):
    """What a number counts. Shares are ratios (0.25), never percent."""

    MONEY = "money"
    MONEY_PER_DAY = "money per day"
    MONEY_PER_MONTH = "money per month"
    RATIO = "ratio"
    MULTIPLE = "multiple"  # a ratio that is said as “1.2 times”
    COUNT = "count"
    DAYS = "days"
    HOURS = "hours"
    WEEKS = "weeks"
    MONTHS = "months"
    POINTS = "points"
    SCORE = "score"
    BAND = "band"
    RANK = "rank"

    @property
    def told(self) -> str:
        """What programs are told of the unit."""
        return Unit.RATIO.value if self is Unit.MULTIPLE else self.value


class Better(StrEnum):
    """Which way is good."""

    HIGHER = "higher"
    LOWER = "lower"
    TARGET = "target"
    NONE = "none"


@dataclass(frozen=True)
class Flow:
    """Rows dated in the window by their column `at`.

    `matures_after_days`: how long after the window's end its rows may still turn out otherwise. `latest_by`: of the
    rows with equal values in these columns only the last in the window counts, by (`at`, `id`); `order` names columns
    that come before `id` in that order.
    """

    at: str
    window: Window = own
    matures_after_days: int = 0
    latest_by: tuple[str, ...] = ()
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class AsOf:
    """Rows that hold at the end of the window's closing day: from `since` to before `until` (dates, never null)."""

    since: str = "since"
    until: str = "until"
    window: Window = own


@dataclass(frozen=True)
class During:
    """Rows that hold on any day of the window: from `since` to before `until` (dates, never null)."""

    since: str = "since"
    until: str = "until"
    window: Window = own


@dataclass(frozen=True)
class Ahead:
    """Rows dated by `at` within some days after the window's closing day, of those that hold then."""

    at: str
    days: int
    since: str = "since"
    until: str = "until"
    window: Window = own


@dataclass(frozen=True)
class Pair:
    """One row per `by` with its balance at the window's opening and closing: columns `opening` and `closing`.

    The rows are stretches (`since` to before `until`) of an `amount` in whole millionths. Cuts by the rows' own columns
    split the balances; cuts by a linked record take its value at the opening, or at the closing of what was nothing
    before; `whole_opening` and `whole_closing` are those of all parts. `held` names a relation of changes of the
    exchange rate (`on`, `amount`) that are taken out of the closing, so that only what was agreed moves it (G13).
    """

    amount: str
    by: tuple[str, ...] = ("account_id",)
    held: str | None = None
    since: str = "since"
    until: str = "until"
    window: Window = own


Time = Flow | AsOf | During | Ahead | Pair


class Aggregate(StrEnum):
    """How the rows of a measure become one number."""

    SUM = "sum"
    DISTINCT = "distinct"
    QUANTILE = "quantile"
    ROWS = "rows"


@dataclass(frozen=True)
class Measure:
    """Rows of a relation in a time, and what is taken of them.

    `value` gives the amount of a row (none: each counts 1), in `unit`; `where` says which rows count. Both see the
    relation's columns, and also `day` (the row's day: its date, or the closing day), `window_start`, `window_end`
    (exclusive) and `window_close`.
    """

    relation: str
    time: Time
    value: Value | None = None
    where: Value | None = None
    unit: Unit = Unit.COUNT
    aggregate: Aggregate = Aggregate.SUM
    quantile: float = 0.5
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Total:
    """A sum or count: zero over nothing."""

    key: str
    unit: Unit
    of: Measure
    title: str = ""


@dataclass(frozen=True)
class Ratio:
    """One sum over another: null over nothing, with `empty` as the reason. `scale` is 100 for points."""

    key: str
    unit: Unit
    top: Measure
    bottom: Measure
    empty: str
    title: str = ""
    scale: int = 1
    needs_ten: bool = True


@dataclass(frozen=True)
class Quantile:
    """A quantile of the rows' values, recomputed for every cut: null over nothing."""

    key: str
    unit: Unit
    of: Measure
    empty: str
    title: str = ""
    quantile: float = 0.5


@dataclass(frozen=True)
class Estimate:
    """A pure function of the rows: it gets a list of tuples of the measure's `columns`, each with how many rows are so
    as its last element, and gives a number or nothing (then `empty` is the reason)."""

    key: str
    unit: Unit
    of: Measure
    estimate: Callable[[Sequence[tuple[Any, ...]]], Any]
    empty: str
    title: str = ""


@dataclass(frozen=True)
class Input:
    """Another series that a derived one is computed from, over another window if need be.

    `is_overall`: the number without any cut. `is_lenient`: unknown is passed on as nothing instead of making the
    derived number unknown.
    """

    series: str
    window: Window = own
    is_overall: bool = False
    is_lenient: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a derived number came to: null has a reason."""

    value: Any
    reason: str | None = None
    numerator: Any = None
    denominator: Any = None


@dataclass(frozen=True)
class Derived:
    """A number made of other series of the same period and cut. `value` gets them by the names of `inputs` (Decimal
    for money, int for counts, float else; with `view` and `period` if it asks for those) and gives a number or an
    `Outcome`. `needs_ten`: it is a share of rows, unreliable over fewer than ten (G20)."""

    key: str
    unit: Unit
    inputs: Mapping[str, Input]
    value: Callable[..., Any]
    title: str = ""
    needs_ten: bool = False


@dataclass(frozen=True)
class Spread:
    """A number of each cut in relation to the others of its period: a rank or a share. `value` gets a mapping from cut
    to number and gives one from cut to number."""

    key: str
    unit: Unit
    of: Input
    value: Callable[[Mapping[Any, Any]], Mapping[Any, Any]]
    title: str = ""


Series = Total | Ratio | Quantile | Estimate | Derived | Spread


@dataclass(frozen=True)
class Metric:
    """An entry of the catalogue: its words and its series.

    `definition` says in plain words what the number answers, `formula` how it is computed, `included` and `excluded`
    what is in and out. `function`, `journey` and `maturity` are those of the catalogue. `dimensions` are its natural
    cuts. `benchmark` is (what is usual, where that was seen). `aliases` are other names of the entry.
    """

    key: str
    title: str
    function: str
    journey: tuple[str, ...]
    maturity: str
    definition: str
    formula: str
    better: Better
    series: tuple[Series, ...]
    dimensions: tuple[str, ...] = ()
    included: str = ""
    excluded: str = ""
    benchmark: tuple[str, str] | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)
    default_grain: str = "month"

    @property
    def unit(self) -> Unit:
        """The unit of its first series."""
        return self.series[0].unit


@dataclass(frozen=True)
class Question:
    """What is asked of the metrics: over which periods, cut by what, filtered how, seen from where."""

    view: Viewpoint
    periods: tuple[Any, ...]
    by: tuple[str, ...] = ()
    where: str = ""

"""The public call: a metric, any period, as of any day, as known at any time, cut and filtered at will."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tenure.engine.metrics.answering import Asked
from tenure.engine.metrics.answers import Answer, Row
from tenure.engine.metrics.declaring import Metric, Question
from tenure.engine.metrics.drilling import rows_of
from tenure.engine.metrics.lateness import late_knowledge, may_be_restated
from tenure.engine.metrics.lineage import kinds_of
from tenure.engine.metrics.periods import Grain, Period, Window, last_full_months, own, periods
from tenure.engine.metrics.registry import find_metric
from tenure.engine.workspace.opening import Workspace, workspace

THEN = "then"


@dataclass(frozen=True)
class Ask:
    """What is asked: metrics or series by key over the days `[start, end)` (none: the last twelve full months).

    Nothing dated after `as_of` is admitted. `with_restated` says of each number whether it was known otherwise at
    the close of its period. `series_only`: a key that both a metric and a series of it have means the series alone.
    `known_at` is an instant (none: all that is known now), or `THEN`: for each period what was known at the end of its
    closing day. `window` is what is looked at in place of each period, as the one before it; the answers are of that.
    """

    keys: tuple[str, ...]
    as_of: date
    start: date | None = None
    end: date | None = None
    grain: str = "month"
    by: tuple[str, ...] = ()
    where: str = ""
    known_at: datetime | str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    with_restated: bool = False
    series_only: bool = False
    window: Window = own


def ask_metric(ask: Ask, *, lake: Path) -> list[Answer]:
    """The answers to all metrics of the question, in its order.

    Raises `UnknownMetricError`, `UnknownCutError`, `ConditionError` and `PeriodError`, each with what to do.
    """
    wanted = [_found(key, ask) for key in ask.keys]
    with workspace(lake=lake) as opened:
        # One viewpoint after the other, each with all metrics: what is worked out from it serves them all.
        asked = [_answered(opened.ask(question), wanted) for question in _questions(opened, ask)]
        found = [_in_order([one for each in asked for one in each[place]], of) for place, (of, _) in enumerate(wanted)]
        if ask.with_restated:
            found = _with_restated(opened, ask, wanted, found)
        return [answer for answers in found for answer in answers]


def rows_behind(ask: Ask, *, lake: Path) -> list[Row]:
    """The records behind the numbers of the question, those of each series once. Raises as `ask_metric` does."""
    wanted = [_found(key, ask) for key in ask.keys]
    with workspace(lake=lake) as opened:
        found: list[Row] = []
        for question in _questions(opened, ask):
            asked = opened.ask(question)
            for metric, only in wanted:
                once: set[Any] = set()
                for series in metric.series:
                    if only is None or series.key == only:
                        found += rows_of(asked, series, opened=once)
        return found


def _found(key: str, ask: Ask) -> tuple[Metric, str | None]:
    metric, only = find_metric(key)
    return metric, key if ask.series_only and any(series.key == key for series in metric.series) else only


def _answered(asked: Asked, wanted: Sequence[tuple[Metric, str | None]]) -> list[list[Answer]]:
    asked.lay_out(wanted)
    return [asked.answers(metric, only=only) for metric, only in wanted]


def _in_order(answers: list[Answer], metric: Metric) -> list[Answer]:
    order = [series.key for series in metric.series]
    return sorted(answers, key=lambda one: (order.index(one.series), one.period.start))


def _with_restated(
    opened: Workspace, ask: Ask, wanted: Sequence[tuple[Metric, str | None]], found: Sequence[list[Answer]]
) -> list[list[Answer]]:
    """Asks again, as known at the close of each period of which anything became known later, and compares."""
    [question, *others] = _questions(opened, ask)
    if others:
        return [[replace(one, restated=False) for one in answers] for answers in found]
    doubtful = [_doubtful(opened, question, metric) for metric, _ in wanted]
    then: list[dict[Any, Any]] = [{} for _ in wanted]
    for period in question.periods:
        view = replace(question.view, as_of=period.close, known_at=question.view.end_of(period.close))
        asked = opened.ask(replace(question, view=view, periods=(period,)))
        for place, (metric, only) in enumerate(wanted):
            if period in doubtful[place]:
                then[place].update({_place(one): one.value for one in asked.answers(metric, only=only)})
    return [
        [
            replace(one, restated=one.period in doubtful[place] and then[place].get(_place(one)) != one.value)
            for one in of
        ]
        for place, of in enumerate(found)
    ]


def _doubtful(opened: Workspace, question: Question, metric: Metric) -> frozenset[Period]:
    """The closed periods of which anything that the metric stands on became known after them."""
    late = late_knowledge(kinds_of(metric, catalogue=opened.catalogue), records=opened.records(question.view))
    return frozenset(one for one in question.periods if not one.is_partial and may_be_restated(one, late=late))


def _place(answer: Answer) -> Any:
    return answer.period.start, answer.series, tuple(answer.dims.items())


def _questions(opened: Workspace, ask: Ask) -> list[Question]:
    """One question; where each period is seen as known then, one for each."""
    known_at = utc(ask.known_at) if isinstance(ask.known_at, datetime) else None
    view = opened.view(as_of=ask.as_of, known_at=known_at, **ask.settings)
    spans = tuple(map(ask.window, asked_periods(opened, ask)))
    whole = Question(view=view, periods=spans, by=ask.by, where=ask.where)
    if ask.known_at != THEN:
        return [whole]
    return [
        replace(whole, view=replace(view, as_of=one.close, known_at=view.end_of(one.close)), periods=(one,))
        for one in spans
    ]


def utc(moment: datetime) -> datetime:
    """The instant in UTC without a zone, as the lake's tables hold instants."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def asked_periods(opened: Workspace, ask: Ask) -> tuple[Period, ...]:
    """The periods of the question by the company's calendar."""
    start, end = last_full_months(as_of=ask.as_of)
    return periods(
        start=ask.start or start,
        end=ask.end or end,
        grain=Grain(ask.grain),
        as_of=ask.as_of,
        fiscal_start=opened.company.fiscal_year_start_month,
        week_start=opened.company.week_start,
    )

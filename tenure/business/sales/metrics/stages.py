"""How deals move from stage to stage: how many get on, where they fall out, how long it takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from tenure.engine.metrics.declaring import (
    AsOf,
    Better,
    Derived,
    Estimate,
    Flow,
    Input,
    Measure,
    Metric,
    Outcome,
    Quantile,
    Ratio,
    Total,
    Unit,
)
from tenure.engine.metrics.periods import Period
from tenure.engine.relations.viewpoint import Viewpoint

STAGES = "deal_stages"
CUTS = ("stage", "rep", "team", "segment", "product", "lead_source", "type", "region")
ENTERED, PASSED, LEFT = Flow("entered_on"), Flow("passed_on"), Flow("left_on")
NONE_ENTERED = "no deal with a known path entered the stage in the period"
NONE_LEFT = "no deal with a known path left the stage in the period"
NONE_OPEN = "no open deal with a known path"


def _of(result: str) -> Measure:
    return Measure(STAGES, ENTERED, where=lambda t: t.result == result)


def young(end: date, horizon: float, seen_on: date) -> str | None:
    """Why a cohort that ended before `end` is not final on a day; nothing if it is."""
    final = end + timedelta(days=int(horizon) - 1)
    return None if seen_on >= final else f"immature: final on {final}"


def _conversion(passed: int, entered: int, horizon: float | None, view: Viewpoint, period: Period) -> Outcome:
    if not entered or horizon is None:
        return Outcome(None, NONE_ENTERED, passed, entered)
    return Outcome(passed / entered, young(period.end, horizon, view.as_of), passed, entered)


def _share(part: int, entered: int, horizon: float | None, view: Viewpoint, period: Period) -> Outcome:
    if not entered or horizon is None:
        return Outcome(None, NONE_ENTERED, part, entered)
    reason = young(period.end, horizon, view.as_of)
    return Outcome(None if reason else part / entered, reason, part, entered)


def _dropped(passed: int, entered: int, horizon: float | None, view: Viewpoint, period: Period) -> Outcome:
    return _share(entered - passed, entered, horizon, view, period)


def _spread(upper: float, lower: float) -> Outcome:
    return Outcome(upper / lower) if lower else Outcome(None, "a quarter of the deals left on the day they came")


COHORT = {
    "entered": Input("stage_entries"),
    "horizon": Input("stage_horizon", is_lenient=True),
}

stage_conversion_rate = Metric(
    key="stage_conversion_rate",
    title="Stage conversion",
    function="sales",
    journey=("learn", "select", "buy"),
    maturity="elevate",
    definition="Of the deals that first came to a stage in a period, the share that got on to a later one or was won "
    "in the time that deals are given there.",
    formula="deals that got further within the horizon ÷ deals that first entered the stage in the period",
    included="Stages that were jumped over count as entered and passed on the day of the jump; a won deal passed every "
    "stage. The first entry counts once, how far the deal came decides. The horizon is the 90th percentile of the days "
    "that it took to leave the stage, at least 30. Without a cut by stage, the entries to all stages together.",
    excluded="Deals of which only the end is known. Members that may still get on are shown as pending.",
    better=Better.HIGHER,
    series=(
        Derived("stage_conversion_rate", Unit.RATIO, {"passed": Input("stage_passed"), **COHORT}, _conversion,
                needs_ten=True),
        Total("stage_entries", Unit.COUNT, Measure(STAGES, ENTERED), title="Entered"),
        Total("stage_passed", Unit.COUNT, _of("passed"), title="Passed"),
        Total("stage_lost", Unit.COUNT, _of("lost"), title="Lost"),
        Total("stage_stalled", Unit.COUNT, _of("stalled"), title="Stalled"),
        Total("stage_pending", Unit.COUNT, _of("pending"), title="Pending"),
        Quantile("stage_horizon", Unit.DAYS, Measure(STAGES, ENTERED, value=lambda t: t.horizon_days), NONE_ENTERED,
                 title="Horizon", quantile=1.0),
    ),
    dimensions=CUTS,
)  # fmt: skip

stage_conversion_rate_snapshot = Metric(
    key="stage_conversion_rate_snapshot",
    title="Stage conversion (snapshot)",
    function="sales",
    journey=("learn", "select", "buy"),
    maturity="elevate",
    definition="For every deal that came to a stage in a period, how many came to the next one in the same period.",
    formula="entries to the next stage in the period ÷ entries to the stage in the same period",
    included="Jumped-over stages as for stage conversion; from the last stage, being won is the next.",
    excluded="It follows no deal: above and below are different ones, so it may exceed 100 % and must not be "
    "multiplied along the funnel.",
    better=Better.HIGHER,
    series=(
        Ratio("stage_conversion_rate_snapshot", Unit.RATIO, Measure(STAGES, PASSED), Measure(STAGES, ENTERED),
              NONE_ENTERED),
    ),
    dimensions=("stage", "rep", "segment", "product", "lead_source"),
)  # fmt: skip


def _final(rows: Sequence[tuple[Any, ...]]) -> str | None:
    reasons = [young(end, horizon, seen) for *_, end, horizon, seen, _ in rows]
    return next((reason for reason in sorted(filter(None, reasons), reverse=True)), None)


def by_value(rows: Sequence[tuple[Any, ...]]) -> Outcome:
    """The stage that lost the most ARR; nothing as long as the cohort is young, or if nothing was lost."""
    if reason := _final(rows):
        return Outcome(None, reason)
    lost: dict[str, int] = {}
    for stage, result, arr, _, _, _, count in rows:
        if result == "lost" and arr:
            lost[stage] = lost.get(stage, 0) + arr * count
    return Outcome(min(lost, key=lambda stage: (-lost[stage], stage))) if lost else Outcome(None, "no ARR was lost")


def by_share(rows: Sequence[tuple[Any, ...]]) -> Outcome:
    """The stage with the largest share that did not get on."""
    if reason := _final(rows):
        return Outcome(None, reason)
    entered: dict[str, int] = {}
    dropped: dict[str, int] = {}
    for stage, result, _, _, _, _, count in rows:
        entered[stage] = entered.get(stage, 0) + count
        dropped[stage] = dropped.get(stage, 0) + (count if result != "passed" else 0)
    if not any(dropped.values()):
        return Outcome(None, "no deal fell out")
    return Outcome(min(entered, key=lambda stage: (-dropped[stage] / entered[stage], stage)))


_ROWS = Measure(STAGES, ENTERED, columns=("staged", "result", "arr", "window_end", "horizon_days", "seen_on"))

stage_drop_off = Metric(
    key="stage_drop_off",
    title="Stage drop-off",
    function="sales",
    journey=("learn", "select", "buy"),
    maturity="elevate",
    definition="Of the deals that first came to a stage in a period, the share that did not get on in the time that "
    "deals are given there, and the stage where most falls out.",
    formula="(lost from the stage + still there at the horizon) ÷ deals that first entered the stage in the period",
    included="Lost within the horizon, and stalled: those neither further nor lost by then.",
    excluded="Periods whose deals may still get on: unknown until the last of them has had its time.",
    better=Better.LOWER,
    series=(
        Derived("stage_drop_off", Unit.RATIO, {"passed": Input("stage_passed"), **COHORT}, _dropped, needs_ten=True),
        Derived("stage_drop_off_lost", Unit.RATIO, {"part": Input("stage_lost"), **COHORT}, _share, title="Lost",
                needs_ten=True),
        Derived("stage_drop_off_stalled", Unit.RATIO, {"part": Input("stage_stalled"), **COHORT}, _share,
                title="Stalled", needs_ten=True),
        Total("stage_drop_off_lost_arr", Unit.MONEY,
              Measure(STAGES, ENTERED, value=lambda t: t.arr, where=lambda t: t.result == "lost", unit=Unit.MONEY),
              title="ARR lost"),
        Estimate("stage_drop_off_biggest", Unit.BAND, _ROWS, by_value, NONE_ENTERED, title="Biggest, by ARR"),
        Estimate("stage_drop_off_biggest_count", Unit.BAND, _ROWS, by_share, NONE_ENTERED, title="Biggest, by share"),
    ),
    dimensions=("stage", "lost_reason", "rep", "segment", "product", "lead_source"),
)  # fmt: skip


def _stayed(time: Flow) -> Measure:
    return Measure(STAGES, time, value=lambda t: t.days, where=lambda t: ~t.is_skipped)


_AGE = Measure(
    STAGES, AsOf("entered_on", "until"), value=lambda t: t.window_close.delta(t.entered_on, unit="day")
)  # fmt: skip

stage_duration = Metric(
    key="stage_duration",
    title="Time in stage",
    function="sales",
    journey=("learn", "select", "buy"),
    maturity="elevate",
    definition="How many days deals take to leave a stage, for the one in the middle, and how alike they are.",
    formula="median days from the first entry to a stage to the first entry to a later one or the close, for those "
    "that left it in the period",
    included="Lost deals too, from the stage that they were lost from. Consistency is the upper quartile over the "
    "lower.",
    excluded="Jumped-over stages. Deals still in the stage: their age is a series of its own.",
    better=Better.LOWER,
    series=(
        Quantile("stage_duration", Unit.DAYS, _stayed(LEFT), NONE_LEFT),
        Quantile("stage_duration_p25", Unit.DAYS, _stayed(LEFT), NONE_LEFT, title="Lower quartile", quantile=0.25),
        Quantile("stage_duration_p75", Unit.DAYS, _stayed(LEFT), NONE_LEFT, title="Upper quartile", quantile=0.75),
        Derived("stage_consistency", Unit.SCORE,
                {"upper": Input("stage_duration_p75"), "lower": Input("stage_duration_p25")}, _spread,
                title="Consistency"),
        Quantile("age_in_stage", Unit.DAYS, _AGE, NONE_OPEN, title="Age of open deals in their stage"),
    ),
    dimensions=("stage", "rep", "segment", "product"),
)  # fmt: skip

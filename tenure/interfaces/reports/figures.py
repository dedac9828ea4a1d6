"""What is said of a number: the newest one, how it moved, how it stands to its target; and how periods are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tenure.engine.metrics.answers import Answer
from tenure.engine.metrics.declaring import Better, Unit
from tenure.engine.metrics.periods import Period
from tenure.engine.metrics.showing import shown

IN_POINTS = (Unit.POINTS, Unit.SCORE)


@dataclass(frozen=True)
class Move:
    """How the newest number differs from an earlier one: `words` such as “up 12.0 %”; `tone` is good, bad or empty."""

    label: str
    words: str
    tone: str
    arrow: str


@dataclass(frozen=True)
class Headline:
    """The newest number: of the last full period, or of the running one where there is no other."""

    period: str
    text: str
    exact: str
    note: str
    moves: tuple[Move, ...]
    against: Move | None = None


def headline(
    answers: Sequence[Answer],
    *,
    grain: str,
    currency: str,
    better: Better,
    targets: Mapping[Period, Any] | None = None,
) -> Headline | None:
    """The newest full number among answers of one series without cut, beside the one before, a year before, and what
    was planned."""
    known = [one for one in answers if one.period.has_begun]
    if not known:
        return None
    full = [one for one in known if not one.period.is_partial]
    newest = (full or known)[-1]
    place = known.index(newest)
    moves = []
    if place > 0:
        moves.append(
            _move(f"than {period_words(known[place - 1].period, grain)}", newest, known[place - 1], better, currency)
        )
    year_ago = [one for one in known if one.period.start == _year_before(newest.period.start)]
    if year_ago and year_ago[0] is not known[place - 1]:
        moves.append(_move("than a year before", newest, year_ago[0], better, currency))
    return Headline(
        period=period_words(newest.period, grain) + (", so far" if newest.period.is_partial else ""),
        text=shown(newest.value, unit=newest.unit, currency=currency, is_short=True),
        exact=shown(newest.value, unit=newest.unit, currency=currency),
        note=_note(newest),
        moves=tuple(move for move in moves if move is not None),
        against=_against(newest, (targets or {}).get(newest.period), better, currency),
    )


def period_words(period: Period, grain: str) -> str:
    """What a period is called: “March 2026”, “Jan–Mar 2026”, “2026”, “week of 3 March 2026”, or its days."""
    start, last = period.start, date.fromordinal(period.end.toordinal() - 1)
    if grain == "day":
        return f"{start:%-d %B %Y}"
    if grain == "week":
        return f"week of {start:%-d %B %Y}"
    if grain == "month":
        return f"{start:%B %Y}"
    if start.day == 1 and period.end.day == 1:
        return _months(start, last)
    return f"{start:%-d %b %Y} – {last:%-d %b %Y}"


def _months(start: date, last: date) -> str:
    if (start.month, last.month) == (1, 12) and start.year == last.year:
        return f"{start:%Y}"
    if (start.year, start.month) == (last.year, last.month):
        return f"{start:%B %Y}"
    return f"{start:%b}–{last:%b %Y}" if start.year == last.year else f"{start:%b %Y} – {last:%b %Y}"


def _move(label: str, newest: Answer, before: Answer, better: Better, currency: str) -> Move | None:
    if newest.value is None or before.value is None or isinstance(newest.value, str):
        return None
    now, then = float(newest.value), float(before.value)
    change = now - then
    if change == 0:
        return Move(label, "unchanged", "", "minus")
    if newest.unit is Unit.RATIO:
        words = f"{abs(change) * 100:.1f} points"
    elif newest.unit in IN_POINTS:
        words = f"{abs(change):.1f} points".replace(".0 ", " ")
    elif then <= 0 or now < 0:
        # A share of nothing, or of a loss, tells nothing.
        words = shown(abs(newest.value - before.value), unit=newest.unit, currency=currency, is_short=True)
    else:
        words = f"{abs(change / then) * 100:.1f} %"
    is_good = (change > 0) == (better is Better.HIGHER)
    tone = "" if better in (Better.NONE, Better.TARGET) else "good" if is_good else "bad"
    return Move(label, f"{words} {'more' if change > 0 else 'less'}", tone, "arrow-up" if change > 0 else "arrow-down")


def _against(newest: Answer, target: Any, better: Better, currency: str) -> Move | None:
    """How the number stands to its target."""
    if target is None or newest.value is None or isinstance(newest.value, str):
        return None
    label = f"target {shown(target, unit=newest.unit, currency=currency, is_short=True)}"
    gap = float(newest.value) - float(target)
    if gap == 0:
        return Move(label, "on", "good", "target")
    if newest.unit is Unit.RATIO or newest.unit in IN_POINTS:
        size = abs(gap) * (100 if newest.unit is Unit.RATIO else 1)
        words = f"{size:.1f} points {'above' if gap > 0 else 'below'}"
    elif float(target) > 0 and float(newest.value) >= 0:
        words = f"{float(newest.value) / float(target) * 100:.0f} % of"
    else:
        words = f"{shown(abs(newest.value - target), unit=newest.unit, currency=currency, is_short=True)} off"
    is_met = gap > 0 if better is Better.HIGHER else gap < 0
    tone = "" if better in (Better.NONE, Better.TARGET) else "good" if is_met else "bad"
    return Move(label, words, tone, "target")


def _note(answer: Answer) -> str:
    notes = [answer.reason or ""]
    if answer.low_n:
        notes.append(f"stands on only {answer.n}, too few to rely on")
    if answer.restated:
        notes.append("was known otherwise when the period closed")
    return "; ".join(note for note in notes if note)


def _year_before(day: date) -> date:
    return date(day.year - 1, day.month, min(day.day, 28) if day.month == 2 else day.day)

"""The options by which commands ask for numbers: from when to when, by what, as of which day, known at which time."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tenure.engine.workspace.asking import Ask

From = Annotated[str | None, typer.Option("--from", help="The first day, such as 2026-01-01.")]
To = Annotated[str | None, typer.Option("--to", help="The day after the last.")]
PeriodOption = Annotated[
    str | None,
    typer.Option("--period", help="Instead of both: “Q4 2024”, FY2025, “last quarter”, 2024-03, “last 12 months”."),
]
GrainOption = Annotated[str, typer.Option("--grain", help="day, week, month, quarter, year or total.")]
By = Annotated[
    list[str] | None,
    typer.Option("--by", help="A dimension to cut by; several one by one. One called as a column is shown as by_…."),
]
Where = Annotated[str, typer.Option("--where", help="A condition over dimensions, such as \"segment = 'SMB'\".")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Admit nothing dated after this day; default: today.")]
KnownAt = Annotated[
    str | None, typer.Option("--known-at", help="As known at this instant; `then`: as known at the end of each period.")
]


class BadGrainError(ValueError):
    """A length of periods that there is not."""


class TwoSpansError(ValueError):
    """A span was given by its name and by its days."""


class BadDateError(ValueError):
    """A day or instant that cannot be read."""


def question(
    keys: list[str],
    start: str | None,
    end: str | None,
    grain: str,
    by: list[str] | None,
    where: str,
    as_of: str | None,
    known_at: str | None,
    period: str | None,
) -> Ask:
    """The question of a command's options. Raises `BadDateError`, `BadGrainError`, `TwoSpansError`, `PeriodError`."""
    from tenure.engine.metrics.period_names import named_span
    from tenure.engine.metrics.periods import Grain
    from tenure.engine.workspace.asking import THEN, Ask
    from tenure.foundation import clock
    from tenure.foundation.organisation.days import company_fiscal_start, company_zone, day_of

    if grain not in tuple(Grain):
        raise BadGrainError(f"--grain: {grain!r} is no length of a period; choose one of {', '.join(Grain)}.")
    seen = day_given(as_of, "--as-of") or day_of(instant=clock.now(), zone=company_zone())
    first, after = day_given(start, "--from"), day_given(end, "--to")
    if period is not None:
        if first or after:
            raise TwoSpansError("--period says from when to when; leave --from and --to out.")
        first, after = named_span(period, as_of=seen, fiscal_start=company_fiscal_start())
    return Ask(
        keys=tuple(keys),
        as_of=seen,
        start=first,
        end=after,
        grain=grain,
        by=tuple(by or ()),
        where=where,
        known_at=THEN if known_at == THEN else instant_given(known_at),
        with_restated=True,
    )


def day_given(text: str | None, option: str) -> date | None:
    """The day of an option. Raises `BadDateError`."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadDateError(f"{option}: {text!r} is not a day; write it as 2026-03-31.") from None


def instant_given(text: str | None) -> datetime | None:
    """The instant; a bare day counts to its end by the company's clock. Raises `BadDateError`."""
    if text is None:
        return None
    from tenure.foundation.organisation.days import company_zone, day_end

    try:
        if len(text) == len("2026-03-31"):
            return day_end(day=date.fromisoformat(text), zone=company_zone())
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadDateError(
            f"--known-at: {text!r} is neither a day (2026-03-31) nor an instant (2026-03-31T17:00Z) nor `then`."
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=company_zone())

"""What the address of a metric's page asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from dateutil.relativedelta import relativedelta
from django.http import HttpRequest

from tenure.engine.metrics.periods import Grain, periods
from tenure.engine.workspace.asking import THEN, Ask
from tenure.foundation.organisation.days import company_zone, day_end

NAMES = ("from", "to", "grain", "by", "by2", "where", "known", "series")
GRAINS = tuple(grain.value for grain in Grain)


class AddressError(ValueError):
    """The address asks for something that cannot be."""


@dataclass(frozen=True)
class Asked:
    """The words of the address, and the question that they make."""

    words: dict[str, str]
    ask: Ask

    def address(self, **changes: Any) -> str:
        """The query of the same page with some words changed (empty: left out)."""
        words = {**self.words, **{name: str(value) for name, value in changes.items()}}
        return "?" + urlencode({name: value for name, value in words.items() if value})


def asked_of(request: HttpRequest, *, key: str, default_grain: str) -> Asked:
    """The question of a metric's page. Raises `AddressError` with what to mend."""
    words = {name: request.GET.get(name, "").strip() for name in NAMES}
    as_of: date = request.as_of or request.today  # type: ignore[attr-defined]
    grain = words["grain"] or default_grain
    if grain not in GRAINS:
        raise AddressError(f"“{grain}” is no length of a period; choose one of {', '.join(GRAINS)}.")
    ask = Ask(
        keys=(key,),
        as_of=as_of,
        start=read_day(words["from"]) or _usual_start(Grain(grain), as_of, request),
        end=read_day(words["to"]) or _usual_end(Grain(grain), as_of, request),
        grain=grain,
        by=tuple(dict.fromkeys(name for name in (words["by"], words["by2"]) if name)),
        where=words["where"],
        known_at=_known(words["known"]),
    )
    return Asked(words, ask)


def _usual_start(grain: Grain, as_of: date, request: HttpRequest) -> date:
    """As many whole periods before the running one as a chart reads well."""
    if grain is Grain.DAY:
        return as_of - timedelta(days=30)
    if grain is Grain.WEEK:
        return as_of - timedelta(days=as_of.weekday() + 7 * 13)
    month = as_of.replace(day=1)
    if grain in (Grain.MONTH, Grain.TOTAL):
        return month - relativedelta(months=12)
    passed = (as_of.month - request.company.fiscal_year_start_month) % 12  # type: ignore[attr-defined]
    if grain is Grain.QUARTER:
        return month - relativedelta(months=passed % 3 + 3 * 8)
    return month - relativedelta(months=passed + 12 * 3)


def _usual_end(grain: Grain, as_of: date, request: HttpRequest) -> date:
    """The end of the running period, so that it is told as one that is not over."""
    company: Any = request.company  # type: ignore[attr-defined]
    whole = Grain.MONTH if grain is Grain.TOTAL else grain
    running = periods(
        start=as_of,
        end=as_of + timedelta(days=370),
        grain=whole,
        as_of=as_of,
        fiscal_start=company.fiscal_year_start_month,
        week_start=company.week_start,
    )
    return running[0].end


def read_day(text: str) -> date | None:
    """The day of a word of the address; nothing for nothing. Raises `AddressError`."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise AddressError(f"“{text[:40]}” is not a day; write it as 2026-03-31.") from None


def _known(text: str) -> datetime | str | None:
    if text == THEN:
        return THEN
    day = read_day(text)
    return day_end(day=day, zone=company_zone()) if day else None

"""What the address of a metric's page asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from tenure.engine.metrics.periods import Grain
from tenure.engine.workspace.asking import THEN, Ask
from tenure.foundation.organisation.days import company_zone, day_end
from tenure.foundation.organisation.models import Company
from tenure.interfaces.reports.spans import usual_end, usual_start

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
    company: Company = request.company  # type: ignore[attr-defined]
    grain = words["grain"] or default_grain
    if grain not in GRAINS:
        raise AddressError(f"“{grain}” is no length of a period; choose one of {', '.join(GRAINS)}.")
    ask = Ask(
        keys=(key,),
        as_of=as_of,
        start=read_day(words["from"]) or usual_start(grain=Grain(grain), as_of=as_of, company=company),
        end=read_day(words["to"]) or usual_end(grain=Grain(grain), as_of=as_of, company=company),
        grain=grain,
        by=tuple(dict.fromkeys(name for name in (words["by"], words["by2"]) if name)),
        where=words["where"],
        known_at=_known(words["known"]),
    )
    return Asked(words, ask)


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

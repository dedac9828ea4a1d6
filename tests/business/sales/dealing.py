"""Deals and their lives in few words."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from tenure.business.sales.models import Opportunity
from tenure.foundation.records.operations import change, create
from tenure.foundation.records.recording import recording

Life = list[tuple[str, dict[str, Any]]]


def noon(day: str) -> datetime:
    """Noon of a day, UTC."""
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)


def on(day: str) -> date:
    """A day as a date."""
    return date.fromisoformat(day)


def lived(first: str, *later: tuple[str, dict[str, Any]], **values: Any) -> Opportunity:
    """A deal that is created on a day in Discovery, and changes at noon of later ones.

    `qualified`, `closed` (with the outcome) and `close` (the expected day) are given as days.
    """
    given = {"name": "Deal", "type": "new", "stage": "Discovery", "currency": "USD", **values}
    with recording(actor=None, path="test", now=noon(first)):
        deal = create(model=Opportunity, values={"created_at": noon(first), **_values(given)})
    for day, changed in later:
        with recording(actor=None, path="test", now=noon(day)):
            deal = change(record=deal, values=_values(changed))
    return deal


def _values(given: dict[str, Any]) -> dict[str, Any]:
    made = dict(given)
    if "qualified" in made:
        made["qualified_at"] = noon(made.pop("qualified"))
    if "close" in made:
        made["close_date"] = on(made.pop("close"))
    if "arr" in made and made["arr"] is not None:
        made["arr"] = Decimal(made["arr"])
    return made


def stage(name: str, day: str, **more: Any) -> tuple[str, dict[str, Any]]:
    """A change of stage on a day."""
    return day, {"stage": name, **more}


def won(day: str) -> tuple[str, dict[str, Any]]:
    """The deal is won on a day."""
    return day, {"stage": "Closed", "closed_at": noon(day), "outcome": "won"}


def lost(day: str, reason: str = "") -> tuple[str, dict[str, Any]]:
    """The deal is lost on a day."""
    return day, {"stage": "Closed", "closed_at": noon(day), "outcome": "lost", "lost_reason": reason}

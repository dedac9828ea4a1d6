"""What counts as open with an account, kind by kind: declared once for the glance and the roll-up over a group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q


@dataclass(frozen=True)
class Opened:
    """One kind's open records: their condition as of a day, their order, the amount that is summed (none: counted).

    `shows`: the fields that a line says beside the name.
    """

    key: str
    title: str
    condition: Callable[[date], Q]
    order: str
    amount: str
    none_yet: str
    shows: tuple[str, ...] = ()


def _running(today: date) -> Q:
    is_signed = Q(terminated_on=None) & ~Q(status__in=("draft", "void", "terminated"))
    return is_signed & (Q(end_on=None) | Q(end_on__gte=today))


def _still_there(today: date) -> Q:
    return Q(active_to=None) | Q(active_to__gte=today)


PEOPLE = Opened("contact", "People", _still_there, "name", "", "Nobody known yet.", ("title", "role"))
OPENED = (
    Opened(
        "opportunity",
        "Open deals",
        lambda today: Q(closed_at=None),
        "close_date",
        "arr",
        "No open deal.",
        ("close_date", "stage"),
    ),
    Opened("contract", "Running contracts", _running, "end_on", "", "No running contract.", ("end_on", "status")),
    Opened(
        "case",
        "Open cases",
        lambda today: Q(resolved_at=None, closed_at=None),
        "severity",
        "",
        "No open case.",
        ("status", "severity"),
    ),
    Opened(
        "project",
        "Open projects",
        lambda today: Q(closed_on=None),
        "planned_go_live",
        "",
        "No open project.",
        ("planned_go_live", "status"),
    ),
    Opened(
        "invoice",
        "Unpaid invoices",
        lambda today: Q(status="issued"),
        "due_on",
        "total",
        "No unpaid invoice.",
        ("due_on", "total"),
    ),
)

"""Which dashboards there are for a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tenure.foundation.access.rights import rights_of
from tenure.interfaces.reports.declaring import Dashboard
from tenure.interfaces.reports.shipped import SHIPPED
from tenure.interfaces.reports.tiles import known_tiles


@dataclass(frozen=True)
class Offered:
    """A dashboard in the list: how many of its tiles the person sees."""

    dashboard: Dashboard
    seen: int
    is_of_function: bool


def offered_dashboards(*, user: Any) -> list[Offered]:
    """The shipped dashboards of which the person may see anything; those of their own functions first."""
    functions = {grant.function for grant in rights_of(user=user).grants if grant.function}
    found = []
    for dashboard in SHIPPED:
        seen, _, _ = known_tiles(dashboard.tiles, user=user)
        if seen:
            found.append(Offered(dashboard, len(seen), dashboard.function in functions))
    return sorted(found, key=lambda one: not one.is_of_function)

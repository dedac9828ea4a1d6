"""Which dashboards there are for a person, and the one of an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tenure.foundation.access.rights import rights_of
from tenure.interfaces.web.dashboards.declaring import Dashboard
from tenure.interfaces.web.dashboards.shipped import SHIPPED
from tenure.interfaces.web.dashboards.tiles import known_tiles


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


def shipped_dashboard(slug: str) -> Dashboard | None:
    """The shipped dashboard of this address."""
    return next((one for one in SHIPPED if one.slug == slug), None)

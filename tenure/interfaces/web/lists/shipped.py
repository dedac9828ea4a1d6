"""The views that every list starts with, as conditions that a person may read and change."""

from __future__ import annotations

from dataclasses import dataclass

from tenure.foundation.records.kinds import Kind

_BY_KIND = {
    "opportunity": (
        ("Open", "closed_at is unknown"),
        ("Closing within 30 days", "closed_at is unknown and close_date <= today + 30 days"),
        ("Past their close date", "closed_at is unknown and close_date < today"),
    ),
    "case": (("Open", "closed_at is unknown"), ("Opened this week", "opened_at >= today - 7 days")),
    "invoice": (("Overdue", "due_on < today"), ("Issued within 30 days", "issued_on >= today - 30 days")),
    "contract": (("Ending within 90 days", "end_on between today and today + 90 days"),),
    "account": (("Customers", "customer_since is known"),),
    "task": (("Open", "done_at is unknown"), ("Overdue", "done_at is unknown and due_on < today")),
    "project": (("Not yet live", "went_live_on is unknown and closed_on is unknown"),),
    "lead": (("Not yet converted", "converted_at is unknown and disqualified_at is unknown"),),
}


@dataclass(frozen=True)
class ShippedView:
    """A named condition."""

    name: str
    condition: str


def shipped_views(*, kind: Kind, names: frozenset[str]) -> list[ShippedView]:
    """The views of a kind that only use fields among `names`, the plain list first."""
    views = [ShippedView("All", "")]
    if kind.owner and kind.owner in names:
        views.append(ShippedView("Mine", f"{kind.owner} = me"))
    for name, condition in _BY_KIND.get(kind.key, ()):
        if condition.split()[0] in names:
            views.append(ShippedView(name, condition))
    return views

"""Whether the company is a real one, or was made up to look around in."""

from __future__ import annotations

from tenure.foundation.records.models import Change

DEMO_PATH = "demo"


def is_demo() -> bool:
    """Whether the company of this installation was made by the simulation: its very first change says so."""
    first = Change.objects.order_by("pk").first()
    return first is not None and first.path == DEMO_PATH

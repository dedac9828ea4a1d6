"""Whether all that is declared of numbers can be read and holds together."""

from __future__ import annotations

from tenure.engine.metrics.registry import catalogue
from tenure.engine.metrics.settings import find_settings
from tenure.engine.relations.registry import BrokenDeclarationError
from tenure.foundation.health.findings import Finding, fail, ok


def metrics_finding() -> Finding:
    """For `tenure doctor`: how many numbers are declared, or the declaration that is broken."""
    try:
        known, settings = catalogue(), find_settings()
    except BrokenDeclarationError as error:
        return fail("metrics", str(error))
    return ok("metrics", f"{len(known.metrics)} are declared, with {len(settings)} settings.")

"""Asking ahead: every metric's usual question is put once, so that nobody waits until its queries are written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from tenure.engine.metrics.registry import catalogue
from tenure.engine.workspace.asking import Ask, ask_metric

Progress = Callable[[str, int, int], None]


def ask_ahead(*, as_of: date, lake: Path, progress: Progress) -> int:
    """Asks every metric for its last twelve months; gives how many metrics there are. Nothing depends on it."""
    keys = tuple(catalogue().metrics)
    for place, key in enumerate(keys, start=1):
        ask_metric(Ask(keys=(key,), as_of=as_of), lake=lake)
        progress("metrics", place, len(keys))
    return len(keys)

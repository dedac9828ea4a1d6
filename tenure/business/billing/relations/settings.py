"""What the company may set of these definitions."""

from __future__ import annotations

from tenure.engine.relations.settings import Setting, Takes

REACTIVATION_WINDOW = Setting(
    key="reactivation_window_days",
    title="Days within which a return is a reactivation",
    about="A customer who comes back later than this is told as new. 0: however late.",
    takes=Takes.WHOLE,
    default=0,
    unit="days",
)

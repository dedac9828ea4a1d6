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
RENEWAL_GRACE = Setting(
    key="renewal_grace_days",
    title="Days of grace for late renewals",
    about="For how long a line that ended with its contract's term still counts while its renewal is awaited; the MRR "
    "that it keeps is told as MRR in grace. A contract that was terminated has none.",
    takes=Takes.WHOLE,
    default=0,
    unit="days",
    most=180,
)

"""What the company may set of these definitions."""

from __future__ import annotations

from tenure.engine.relations.settings import Setting, Takes

TARGET_VERSION = Setting(
    key="target_version",
    title="Version of the plan that holds the targets",
    about="Numbers are held against the figures of this version of the plan.",
    takes=Takes.TEXT,
    default="Plan",
    moves="the targets of all numbers",
)

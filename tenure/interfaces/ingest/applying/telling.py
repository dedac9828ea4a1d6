"""What whoever started an import finds in the inbox when it ends. Failures are told like those of all work."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tenure.interfaces.ingest.applying.tallies import Outcome, Tallies
from tenure.interfaces.ingest.applying.undoing import Undone
from tenure.interfaces.ingest.models import ImportBatch
from tenure.lifecycle.work.choices import NotificationKind
from tenure.lifecycle.work.notifications import notify


def tell_imported(*, batch: ImportBatch, tallies: Tallies, now: datetime) -> None:
    """Tells the starter of an import what came of its rows; once, however often its end is reached."""
    parts = [
        f"{tallies.total(outcome):,} {outcome.value}"
        for outcome in (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED)
        if tallies.total(outcome)
    ]
    if tallies.rejected:
        parts.append(f"{tallies.rejected:,} rejected")
    text = f"Your import of {_names(batch)} is done: {', '.join(parts) or 'it held no rows'}."
    _tell(batch, batch.by, text, f"imported:{batch.key}", now)


def tell_undone(*, batch: ImportBatch, done: Undone, to: Any, now: datetime) -> None:
    """Tells whoever undid an import what was taken back, and how much was left."""
    left = f"; {len(done.left):,} left, since edited later" if done.left else ""
    text = f"The import of {_names(batch)} is undone: {done.removed:,} removed, {done.set_back:,} set back{left}."
    _tell(batch, to, text, f"import-undone:{batch.key}", now)


def _tell(batch: ImportBatch, to: Any, text: str, key: str, now: datetime) -> None:
    if to is not None and to.is_active:
        notify(user=to, kind=NotificationKind.JOB, text=text, key=key, now=now, link=f"/imports/{batch.key}/")


def _names(batch: ImportBatch) -> str:
    names = [str(file["name"]) for file in batch.files] or [batch.source]
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"

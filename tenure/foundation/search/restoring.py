"""What a restored installation makes anew: the index, which backups leave out."""

from __future__ import annotations

from datetime import datetime

from tenure.foundation.search.following import rebuild


def after_restore(*, made_at: datetime) -> None:
    """Indexes all restored records."""
    rebuild()

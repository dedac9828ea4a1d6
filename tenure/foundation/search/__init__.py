"""Search that forgives typing errors: over names, e-mails and texts of every kind of record, on either database."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tenure.foundation.search.finding import Hit


def search(*, text: str, user: Any, kinds: Collection[str] | None = None, limit: int = 20) -> list[Hit]:
    """The records that fit the text best, within the user's rights; `kinds` narrows to these keys."""
    from tenure.foundation.search.finding import search as find  # models cannot be read while rooms are being found

    return find(text=text, user=user, kinds=kinds, limit=limit)

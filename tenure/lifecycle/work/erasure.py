"""What notifications forget when a person is erased."""

from __future__ import annotations

from tenure.foundation.records.model import Record
from tenure.foundation.records.pointers import pointer_to
from tenure.lifecycle.work.models import Notification


def erase(record: Record) -> None:
    """Removes what people were told about the record: the text may name the person."""
    Notification.objects.filter(**pointer_to(record)).delete()

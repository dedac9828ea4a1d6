"""What is said after a record was written, with the way to undo it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from tenure.foundation.records.model import Record
from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.records.saving import Saved, last_change_id
from tenure.interfaces.web.shell.toasts import toast


def undo_url(change_id: int) -> str:
    """Where a change is taken back."""
    return reverse("web:undo", args=[change_id])


def tell_saved(request: HttpRequest, *, saved: Saved) -> None:
    """Says that a change was saved, and what others changed meanwhile."""
    if saved.change_id is None:
        toast(request, text=saved.told or "Nothing was different, so nothing was written.", level=messages.INFO)
        return
    toast(request, text=f"Saved. {saved.told}".strip(), undo=undo_url(saved.change_id))


def tell_corrected(request: HttpRequest, *, record: Record, told: str = "") -> None:
    """Says that the record's past was corrected, and what others changed meanwhile."""
    toast(
        request,
        text=f"Corrected. The record reads as if it had been so all along. {told}".strip(),
        undo=undo_url(last_change_id(record)),
    )


def tell_written(request: HttpRequest, *, record: Record, text: str, with_link: bool = False) -> None:
    """Says what was done to a record by its newest change."""
    link = record_url(record) if with_link else ""
    toast(request, text=text, undo=undo_url(last_change_id(record)), link=link)

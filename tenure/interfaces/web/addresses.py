"""The addresses of pages about kinds and records, and the way back from an address to its kind."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.text import slugify

from tenure.foundation.records.kinds import Kind, record_models

if TYPE_CHECKING:
    from tenure.foundation.records.model import Record


def slug_of(kind: Kind) -> str:
    """The kind's word in addresses: its plural, such as `accounts`."""
    return slugify(kind.plural)


@cache
def _models_by_slug() -> dict[str, type[Record]]:
    return {slug_of(model.kind): model for model in record_models()}


def model_by_slug(slug: str) -> type[Record]:
    """The model whose kind goes by this word in addresses. Raises `Http404`."""
    try:
        return _models_by_slug()[slug]
    except KeyError as error:
        raise Http404(f"There is no kind of record called “{slug}”.") from error


def list_url(kind: Kind) -> str:
    """The address of the list of a kind."""
    return reverse("web:list", args=[slug_of(kind)])


def new_url(kind: Kind) -> str:
    """The address of the form for a new record of a kind."""
    return reverse("web:new", args=[slug_of(kind)])


def record_url(record: Record) -> str:
    """The address of a record's page."""
    return reverse("web:record", args=[slug_of(record.kind), record.public_id])

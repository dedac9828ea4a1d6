"""The addresses of pages about kinds and records, and the way back from an address to its kind."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.http import Http404
from django.urls import reverse
from django.utils.text import slugify

from tenure.foundation.records.kinds import Kind, record_models

if TYPE_CHECKING:
    from tenure.foundation.records.model import Record


def slug_of(kind: Kind) -> str:
    """The kind's word in addresses: its plural, such as `accounts`."""
    return _slug(kind.plural)


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
    return _place_of_kind("web:list", slug_of(kind))


def new_url(kind: Kind) -> str:
    """The address of the form for a new record of a kind."""
    return _place_of_kind("web:new", slug_of(kind))


def record_url(record: Record) -> str:
    """The address of a record's page."""
    return f"{list_url(record.kind)}{quote(record.public_id)}/"


@cache
def _slug(plural: str) -> str:
    return slugify(plural)


@cache
def _place_of_kind(name: str, slug: str) -> str:
    return reverse(name, args=[slug])

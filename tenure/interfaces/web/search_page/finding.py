"""Finding records by what a person remembers of them, within their rights."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from tenure.foundation.access.models import User
from tenure.foundation.records.kinds import Kind, model_of
from tenure.foundation.search import search
from tenure.interfaces.web.addresses import slug_of


@dataclass(frozen=True)
class Hit:
    """One record found; `note` tells it from others of the same title."""

    title: str
    url: str
    kind: Kind
    note: str = ""


def find(*, text: str, user: User | AnonymousUser, limit: int) -> list[Hit]:
    """The records that fit the text best, typing errors forgiven."""
    hits: list[Hit] = []
    for found in search(text=text, user=user, limit=limit):
        kind = model_of(found.kind_key).kind
        url = reverse("web:record", args=[slug_of(kind), found.public_id])
        hits.append(Hit(title=found.title, url=url, kind=kind, note=found.subtitle))
    return hits

"""Finding records by what a person remembers of them, within their rights."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from tenure.foundation.access.models import User
from tenure.foundation.access.rights import may, visible_fields
from tenure.foundation.access.roles import Action
from tenure.foundation.records.kinds import Kind, record_models
from tenure.interfaces.web.addresses import record_url


@dataclass(frozen=True)
class Hit:
    """One record found."""

    title: str
    url: str
    kind: Kind


def find(*, text: str, user: User, limit: int) -> list[Hit]:
    """The records that fit the text best."""
    hits: list[Hit] = []
    for model in record_models():
        names = set(model.kind.search) & visible_fields(user=user, kind=model.kind)
        if not names or not may(user=user, action=Action.VIEW, kind=model.kind):
            continue
        fits = Q()
        for name in names:
            fits |= Q(**{f"{name}__icontains": text})
        hits += [Hit(str(record), record_url(record), model.kind) for record in model.objects.filter(fits)[:limit]]
    return hits[:limit]

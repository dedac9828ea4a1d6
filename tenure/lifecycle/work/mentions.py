"""Who is mentioned in a text: `@[Ann Lee](per_0m5k2v8q1x7p3d9c)`, as the editor writes it, or `@ann@example.com`."""

from __future__ import annotations

import re

from django.db.models import Q

from tenure.foundation.organisation.models import Person

_BY_ID = re.compile(r"@\[[^\]\n]{1,200}\]\((per_[0-9a-z]{1,20})\)")
_BY_EMAIL = re.compile(r"(?<![\w@])@([\w.+-]+@[\w-]+(?:\.[\w-]+)+)")


def mentioned_people(*, text: str) -> list[Person]:
    """The colleagues mentioned in the text, each once, by name. Handles that lead to nobody are left as text."""
    ids = set(_BY_ID.findall(text))
    emails = Q()
    for address in {address.rstrip(".").lower() for address in _BY_EMAIL.findall(text)}:
        emails |= Q(email__iexact=address)
    if not ids and not emails:
        return []
    wanted = Q(public_id__in=ids) | emails if emails else Q(public_id__in=ids)
    return list(Person.objects.filter(wanted).order_by("name", "id"))


def plain_text(*, text: str) -> str:
    """The text with each mention as `@Ann Lee`, for where no link can be shown."""
    return re.sub(r"@\[([^\]\n]{1,200})\]\(per_[0-9a-z]{1,20}\)", r"@\1", text)

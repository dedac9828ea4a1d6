"""What a field is called where people read it: alike in lists, on pages and in forms."""

from __future__ import annotations

from django.db import models

BARE = {"at": "when", "on": "day"}
UNITS = (" minutes", " hours", " days", " months")


def label_of(field: models.Field) -> str:
    """The field's label, with a capital; without what only tells programs that it is a day, a moment or a yes or no."""
    text = str(field.verbose_name)
    if field.name == "public_id":
        return "ID"
    if isinstance(field, models.DateField):
        text = _of_date(text, field)
    elif isinstance(field, models.BooleanField):
        text = text.removeprefix("is ")
    elif isinstance(field, models.IntegerField):
        unit = next((unit for unit in UNITS if text.endswith(unit)), "")
        text = f"{text.removesuffix(unit)} ({unit.strip()})" if unit else text
    return text[:1].upper() + text[1:]


def _of_date(text: str, field: models.Field) -> str:
    if text.endswith((" on", " at")):
        others = {str(other.verbose_name) for other in field.model._meta.local_concrete_fields}
        return text if text[:-3] in others else text[:-3]
    return BARE.get(text, text)

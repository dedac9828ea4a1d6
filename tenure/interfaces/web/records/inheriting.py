"""What a new record takes from another: a part from its owner, any record from the one that it is begun at."""

from __future__ import annotations

from typing import Any

from tenure.foundation.access.rights import may, visible_fields
from tenure.foundation.records.fields import CurrencyField
from tenure.foundation.records.model import Record


def inherited(*, owner: Record, part: type[Record]) -> dict[str, Any]:
    """The values of a new part of this owner: the link, links of the same name (the account), and the currency."""
    found: dict[str, Any] = {str(part.kind.part_of): owner}
    own = {field.name: field for field in owner._meta.local_concrete_fields}
    for field in part._meta.local_concrete_fields:
        twin = own.get(field.name)
        if twin is None or field.name in found or field.name == "merged_into":
            continue
        is_same_link = field.related_model is not None and field.related_model is twin.related_model and not field.blank
        if is_same_link or (isinstance(field, CurrencyField) and isinstance(twin, CurrencyField)):
            value = getattr(owner, field.name)
            if value not in (None, ""):
                found[field.name] = value
    return found


def told_by(*, linked: Record, model: type[Record], user: Any) -> dict[str, Any]:
    """What a new record may take from one that it names: the links that both have under one name, such as the account.

    Only what the person may see of it; whose it is, is theirs to say.
    """
    seen = visible_fields(user=user, kind=linked.kind) - {linked.kind.owner, linked.kind.tree, "merged_into"}
    own = {each.name: each for each in linked._meta.local_concrete_fields if each.name in seen}
    found: dict[str, Any] = {}
    for field in model._meta.local_concrete_fields:
        twin, target = own.get(field.name), field.related_model
        if twin is None or target is None or field.name == model.kind.owner or twin.related_model is not target:
            continue
        if issubclass(target, Record) and may(user=user, action="view", kind=target.kind):
            value = getattr(linked, field.name)
            if value is not None and value.deleted_at is None:
                found[field.name] = value
    return found

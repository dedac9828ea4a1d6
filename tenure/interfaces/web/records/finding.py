"""From the address of a page to the record that it shows, within the rights of who asks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from tenure.foundation.access.rights import may
from tenure.foundation.records.kinds import record_models
from tenure.foundation.records.model import Record
from tenure.interfaces.web.addresses import model_by_slug

NOT_HERE = "There is nothing here, or it is not for you to see."


@dataclass(frozen=True)
class Link:
    """A field of one kind that points to records of another."""

    model: type[Record]
    field: str


def model_at(*, slug: str, user: Any) -> type[Record]:
    """The model of the kind at this address. Raises `Http404`, the same for a kind that is unknown or hidden."""
    model = model_by_slug(slug)
    if not may(user=user, action="view", kind=model.kind):
        raise Http404(f"There is no kind of record called “{slug}”.")
    return model


def record_at(*, slug: str, public_id: str, user: Any) -> Record:
    """The record at this address, deleted or not. Raises `Http404`."""
    record = model_at(slug=slug, user=user).everything.filter(public_id=public_id).first()
    if record is None:
        raise Http404(NOT_HERE)
    return record


def links_to(*, model: type[Record], user: Any) -> list[Link]:
    """The visible fields of the visible kinds that point to records of this kind."""
    found = []
    for link in _links(model):
        if may(user=user, action="view", kind=link.model.kind, field=link.field):
            found.append(link)
    return found


@cache
def _links(target: type[Record]) -> tuple[Link, ...]:
    return tuple(
        Link(model, field.name)
        for model in record_models()
        for field in model._meta.local_concrete_fields
        if field.related_model is target and field.name != "merged_into"
    )


def title_path(model: type[Record]) -> str:
    """The lookup of the text that names records of this kind, through links where the title is one."""
    field = model._meta.get_field(model.kind.title)
    target: Any = field.related_model
    return f"{field.name}__{title_path(target)}" if target is not None else field.name


def named(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The records with all that their names need, so that naming them asks no more of the database."""
    path = title_path(rows.model).rpartition("__")[0]
    return rows.select_related(path) if path else rows


def record_to_change(*, slug: str, public_id: str, user: Any, action: str = "change") -> Record:
    """The record in use at this address, for a person who may do this to it.

    Raises `Http404`, and `PermissionDenied` for a record that they may see but not treat so.
    """
    record = record_at(slug=slug, public_id=public_id, user=user)
    if not may(user=user, action=action, kind=record.kind):
        raise PermissionDenied(
            f"You may not {action} {record.kind.plural.lower()}. Ask an administrator for the right."
        )
    if record.deleted_at is not None:
        raise Http404(f"This {record.kind.label.lower()} is deleted. Bring it back first.")
    return record


def record_to_view(*, slug: str, public_id: str, user: Any) -> Record:
    """The record in use at this address. Raises `Http404`, for a deleted one too."""
    record = record_at(slug=slug, public_id=public_id, user=user)
    if record.deleted_at is not None:
        raise Http404(f"This {record.kind.label.lower()} is deleted. Bring it back first.")
    return record

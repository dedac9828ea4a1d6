"""Changing and deleting many records at once: which are meant, what it would do, and doing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest

from tenure.foundation.access.actions import BulkRefusedError, bulk_change_records, delete_record
from tenure.foundation.access.rights import may
from tenure.foundation.records.versions.table import Change
from tenure.interfaces.listing.fields import ListField
from tenure.interfaces.web.lists.asking import Asked
from tenure.interfaces.web.records.editing import names_for_field
from tenure.interfaces.web.records.form_fields import form_fields
from tenure.interfaces.web.records.forms import build_form, show_errors, values_in
from tenure.interfaces.web.records.reading import acting

MOST = 10_000
MOST_DELETED = 500


@dataclass
class Plan:
    """A change of many records: of which field, to what, of how many; `overwritten` have another value now."""

    ids: list[int]
    field: ListField | None = None
    form: forms.Form | None = None
    differing: int = 0
    overwritten: int = 0
    is_ready: bool = False
    change_id: int | None = None
    changed: int = 0
    refused: str = field(default="")


def meant_by(request: HttpRequest, asked: Asked) -> list[int]:
    """The records that were ticked, or all that match; never more than the list itself shows to this person."""
    if not may(user=asked.user, action="bulk", kind=asked.kind):
        raise PermissionDenied(f"You may not change many {asked.kind.plural.lower()} at once.")
    if request.POST.get("all") == "1":
        return list(asked.rows.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    ticked = request.POST.getlist("chosen")[:MOST]
    return list(asked.model.objects.filter(public_id__in=ticked).order_by("pk").values_list("pk", flat=True))


def fields_for_many(asked: Asked) -> list[ListField]:
    """The fields that can be given one value for many: those the person may edit, except the name."""
    editable = [f for f in asked.fields.values() if f.name in asked.rights.editable and f.name != asked.kind.title]
    carried = set(asked.kind.money.values())
    return sorted((f for f in editable if f.name not in carried), key=lambda f: f.label)


def plan_for(request: HttpRequest, asked: Asked) -> Plan:
    """What was asked for so far: records, then a field, then a value and what it would overwrite."""
    plan = Plan(meant_by(request, asked))
    if len(plan.ids) > MOST:
        plan.refused = f"At most {MOST:,} records can be changed at once. Narrow the filter."
    chosen = request.POST.get("field", "")
    plan.field = next((each for each in fields_for_many(asked) if each.name == chosen), None)
    if plan.field is None:
        return plan
    names = names_for_field(model=asked.model, name=plan.field.name)
    setting = asked.setting
    made = form_fields(
        model=asked.model, names=names, rights=asked.rights, user=asked.user, zone=setting.zone, record=None
    )
    data = request.POST if "step" in request.POST and request.POST["step"] != "field" else None
    plan.form = build_form(made, data=data)
    if data is not None and plan.form.is_valid():
        plan.is_ready = True
        plan.differing, plan.overwritten = _effect(asked, plan)
    return plan


def carry_out(plan: Plan, *, asked: Asked, act: Mapping[str, Any]) -> None:
    """Gives the value to all of them, all or none; what stands in the way is left on the plan."""
    assert plan.form is not None
    values, custom = values_in(plan.form)
    try:
        with acting(act):
            plan.changed = bulk_change_records(
                kind=asked.kind, ids=plan.ids, values=values, custom=custom or None, **act
            )
            plan.change_id = _newest_change(act)
    except ValidationError as error:
        show_errors(plan.form, error)
        plan.is_ready = False
    except BulkRefusedError as error:
        plan.refused = str(error)


def delete_many(*, ids: Sequence[int], asked: Asked, act: Mapping[str, Any]) -> tuple[int, int | None]:
    """Takes the records out of use in one act; gives their number and the act. Raises `ValidationError`."""
    if len(ids) > MOST_DELETED:
        raise ValidationError(f"At most {MOST_DELETED} records can be deleted at once. Narrow the filter.")
    with acting(act):
        for record in asked.model.objects.filter(pk__in=ids).order_by("pk"):
            delete_record(record=record, **act)
        return len(ids), _newest_change(act)


def _newest_change(act: Mapping[str, Any]) -> int | None:
    newest = Change.objects.filter(actor=act["by"]).order_by("-id").values_list("id", flat=True).first()
    return int(newest) if newest is not None else None


def _effect(asked: Asked, plan: Plan) -> tuple[int, int]:
    """How many would really change, and how many of those have another value, not none."""
    assert plan.form is not None
    values, custom = values_in(plan.form)
    differing = overwritten = 0
    for row in asked.model.objects.filter(pk__in=plan.ids).iterator(chunk_size=2000):
        pairs = [(getattr(row, asked.model._meta.get_field(n).attname), getattr(v, "pk", v)) for n, v in values.items()]  # type: ignore[union-attr]
        pairs += [(row.custom.get(key), value) for key, value in custom.items()]
        changed = [(old, new) for old, new in pairs if old != new and not (old in (None, "") and new in (None, ""))]
        differing += bool(changed)
        overwritten += any(old not in (None, "") for old, _ in changed)
    return differing, overwritten

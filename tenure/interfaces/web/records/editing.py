"""The forms by which a record in use is changed: one field in place, or all of them; with what they ask and warn of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tenure.foundation.records.model import Record
from tenure.interfaces.web.records.clashes import ClashShown, clash_in_words
from tenure.interfaces.web.records.fields import CUSTOM, OWN_FIELDS, FieldRights
from tenure.interfaces.web.records.form_fields import CURRENCY, form_fields
from tenure.interfaces.web.records.forms import build_form, initial_of, show_errors
from tenure.interfaces.web.records.saving import Base, ClashError, Saved, UnknownVersionError, save_changes
from tenure.interfaces.web.records.stale import Clash, latest_version_id
from tenure.interfaces.web.records.words import Setting

WHEN, WHY = "holds_from", "why_changed"  # no field of a record is called so


@dataclass
class Editor:
    """A form over some fields of a record, and what came of posting it."""

    record: Record
    names: tuple[str, ...]
    form: forms.Form
    base: Base
    saved: Saved | None = None
    clashes: tuple[ClashShown, ...] = ()
    warnings: list[str] = field(default_factory=list)


def names_for_field(*, model: type[Record], name: str) -> tuple[str, ...]:
    """What is edited together in place: an amount with its currency, else the field alone."""
    currency = model.kind.money.get(name)
    return (name, currency) if currency else (name,)


def names_in_sections(*, model: type[Record], rights: FieldRights) -> tuple[str, ...]:
    """The names of all fields of a kind that its form offers, in the order of its sections."""
    plain = [name for section in model.kind.sections for name in section.fields]
    return (*plain, *(CUSTOM + own.key for own in rights.custom))


def grouped(*, form: forms.Form, model: type[Record]) -> list[tuple[str, list[forms.BoundField]]]:
    """The form's fields by section, for laying them out."""
    groups: list[tuple[str, list[forms.BoundField]]] = []
    for section in model.kind.sections:
        fields = [form[name] for name in section.fields if name in form.fields]
        if fields:
            groups.append((section.title, fields))
    own = [form[name] for name in form.fields if name.startswith(CUSTOM)]
    return [*groups, (OWN_FIELDS, own)] if own else groups


def open_editor(
    *,
    record: Record,
    names: Iterable[str],
    rights: FieldRights,
    user: Any,
    zone: tzinfo,
    values: Mapping[str, Any],
    data: Any = None,
    base: Base | None = None,
    extra: Mapping[str, forms.Field] | None = None,
) -> Editor:
    """The form over these fields, filled from `values` (by attribute name), or with what was posted."""
    model = type(record)
    fields = form_fields(model=model, names=names, rights=rights, user=user, zone=zone, record=record)
    plain = [name for name in fields if not name.endswith(CURRENCY) or not name.startswith(CUSTOM)]
    own = [name for name in fields if name not in plain]
    initial = initial_of(values=values, model=model, names=[*plain, *own])
    form = build_form({**fields, **(extra or {})}, data=data, initial=initial)
    return Editor(record, tuple(fields), form, base or Base(latest_version_id(record)))


def save_editor(
    editor: Editor, *, act: Mapping[str, Any], setting: Setting, rights: FieldRights, today: date
) -> Editor:
    """Saves what was posted; what stands in the way is left on the editor: errors, clashes."""
    if not editor.form.is_valid():
        return editor
    effective = editor.form.cleaned_data.pop(WHEN, None)
    why = editor.form.cleaned_data.pop(WHY, "")
    only = {name: value for name, value in editor.form.cleaned_data.items() if name in editor.names}
    editor.form.cleaned_data = only
    try:
        editor.saved = save_changes(
            record=editor.record,
            form=editor.form,
            base=editor.base,
            act={**act, "reason": why},
            effective_on=effective,
            today=today,
            zone=setting.zone,
        )
    except ClashError as error:
        take_clashes(editor, error.merged.clashes, who=error.who, rights=rights, setting=setting)
    except ValidationError as error:
        show_errors(editor.form, error)
    except (UnknownVersionError, ValueError) as error:
        editor.form.add_error(WHEN if WHEN in editor.form.fields else None, str(error))
    return editor


def take_clashes(editor: Editor, clashes: Sequence[Clash], *, who: str, rights: FieldRights, setting: Setting) -> None:
    """Leaves clashes on the editor, to be shown and decided: posted again, the person's own value is meant."""
    editor.clashes = tuple(
        clash_in_words(each, record=editor.record, who=who, rights=rights, setting=setting) for each in clashes
    )
    asked = editor.base.asked | {each.name for each in clashes}
    editor.base = Base(editor.base.version_id, latest_version_id(editor.record), asked)


def when_and_why() -> dict[str, forms.Field]:
    """From which day a change holds, and why it was made; neither must be said."""
    day = forms.DateField(
        required=False,
        label="Holds from",
        help_text="Empty: from now on. What held before that day stays as it was.",
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
    )
    return {WHEN: day, **why()}


def why() -> dict[str, forms.Field]:
    """Why something was done; it need not be said."""
    words = forms.TextInput(
        attrs={"class": "form-control", "autocomplete": "off", "placeholder": "For those who read the history"}
    )
    return {WHY: forms.CharField(required=False, label="Reason", max_length=500, widget=words)}


def missing_asked(*, model: type[Record], form: forms.Form, custom: Sequence[Any]) -> list[forms.BoundField]:
    """The fields that a valid form leaves empty though the kind asks for them."""
    asked = [*model.kind.asks, *(CUSTOM + own.key for own in custom if own.is_asked)]
    return [form[name] for name in asked if name in form.fields and form.cleaned_data.get(name) in (None, "")]

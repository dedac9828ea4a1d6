"""The form field by which a record is picked: one types its name and chooses from what matches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from tenure.foundation.records.model import Record
from tenure.interfaces.web.records.finding import title_path


class PickerInput(forms.Widget):
    """A box to type a name into, which offers the records that match; the choice travels as a public id."""

    template_name = "records/inputs/picker.html"

    def __init__(self, *, model: type[Record], attrs: dict[str, Any] | None = None, may_add: bool = True) -> None:
        self.model = model
        self.may_add = may_add
        super().__init__(attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template shows: the public id and the name of the choice so far."""
        public_id, text = value if isinstance(value, tuple) else ("", "")
        context = super().get_context(name, None, attrs)
        address = reverse("web:pick", args=[self.model.kind.key])
        return {
            **context,
            "public_id": public_id,
            "text": text,
            "address": f"{address}?new=1" if self.may_add else address,
            "label": self.model.kind.label.lower(),
        }

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, str]:
        """The public id and the typed text; a cleared box clears the choice."""
        public_id = str(data.get(name) or "").strip()
        text = str(data.get(f"{name}.text") if f"{name}.text" in data else public_id).strip()
        return (public_id, text) if text else ("", "")

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether the form did not carry this field at all."""
        return name not in data and f"{name}.text" not in data


class RecordPicker(forms.Field):
    """A link to a record in use, picked by name or public id; `current` may stay though it is out of use.

    `by_name`: a typed name is taken too; not where names are hidden from the person, who could try them out.
    """

    def __init__(
        self, *, model: type[Record], current: Record | None = None, by_name: bool = True, **kwargs: Any
    ) -> None:
        self.model = model
        self.current = current
        self.by_name = by_name
        super().__init__(widget=PickerInput(model=model), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The public id and name of the linked record."""
        return (value.public_id, str(value)) if isinstance(value, Record) else value

    def to_python(self, value: Any) -> Record | None:
        """The record. Raises `ValidationError` where none or several go by the typed name."""
        public_id, text = value if isinstance(value, tuple) else ("", "")
        if not text:
            return None
        if self.current is not None and public_id == self.current.public_id:
            return self.current
        if public_id and (record := self.model.objects.filter(public_id=public_id).first()):
            return record
        typed = {f"{title_path(self.model)}__iexact": text}
        named = list(self.model.objects.filter(**typed)[:2]) if self.by_name else []
        if len(named) == 1:
            return named[0]
        what = self.model.kind.label.lower()
        raise ValidationError(
            f"Choose the {what} from the list: “{text}” is {'the name of several' if named else 'not found'}."
        )

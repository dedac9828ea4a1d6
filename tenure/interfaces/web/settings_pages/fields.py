"""Settings: the fields that the company adds to kinds of records."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from tenure.foundation.records.models import CustomField
from tenure.foundation.records.own_fields import all_fields, retire_field, save_field, use_field_again
from tenure.interfaces.web.settings_pages.page import act_of, for_administrators, saved, settings_page
from tenure.interfaces.web.settings_pages.rights import kind_choices
from tenure.interfaces.web.shell.toasts import toast
from tenure.interfaces.web.shell.today import now_of


class LinesField(forms.CharField):
    """A list, one item per line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(item) for item in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in (value or "").splitlines() if line.strip()]


class ChangeForm(forms.ModelForm):
    """What may still change once a field is in use."""

    options = LinesField(label="Choices", required=False, help_text="One per line; for fields of type choice.")

    class Meta:
        model = CustomField
        fields: ClassVar = ["label", "options", "help", "position", "is_asked", "is_sensitive"]
        labels: ClassVar = {
            "help": "Explanation under the field",
            "is_asked": "Forms ask for it",
            "is_sensitive": "For managers and finance only",
            "position": "Place in the form",
        }


class NewForm(ChangeForm):
    """A new field."""

    kind_key = forms.ChoiceField(label="On", choices=kind_choices)
    link_kind = forms.ChoiceField(
        label="Links to",
        required=False,
        choices=lambda: [("", "—"), *kind_choices()],
        help_text="For fields of type link.",
    )

    class Meta(ChangeForm.Meta):
        fields: ClassVar = [
            "kind_key",
            "label",
            "key",
            "type",
            "options",
            "link_kind",
            "help",
            "is_asked",
            "is_sensitive",
        ]
        labels: ClassVar = {**ChangeForm.Meta.labels, "key": "Key, as exports and conditions name it"}


@for_administrators
def fields(request: HttpRequest) -> HttpResponse:
    """Lists the company's own fields and takes in another."""
    form = NewForm(request.POST or None)
    if request.method == "POST" and saved(request, form, write=lambda: save_field(values=form.cleaned_data)):
        toast(request, text=f"The field {form.instance.label} was added.")
        return redirect("web:settings_fields")
    plurals = dict(kind_choices())
    rows = [(field, plurals.get(field.kind_key, field.kind_key)) for field in all_fields()]
    return settings_page(request, page="fields", title="Custom fields", context={"form": form, "rows": rows})


@for_administrators
def field(request: HttpRequest, number: int) -> HttpResponse:
    """Changes one field, retires it or brings it back. Its values stay either way."""
    found = get_object_or_404(CustomField, pk=number)
    form = ChangeForm(request.POST if "save" in request.POST else None, instance=found)
    is_settled = _retire_or_use(request, found)
    if is_settled or saved(request, form, write=lambda: save_field(values=form.cleaned_data, field=found)):
        toast(request, text=f"The field {found.label} was saved.")
        return redirect("web:settings_fields")
    return settings_page(request, page="field", title=found.label, context={"form": form, "field_row": found})


def _retire_or_use(request: HttpRequest, found: CustomField) -> bool:
    """Takes a field out of use or brings it back, if that button was pressed."""
    if "retire" not in request.POST and "use" not in request.POST:
        return False
    with act_of(request):
        if "retire" in request.POST:
            retire_field(field=found, now=now_of(request))
        else:
            use_field_again(field=found)
    return True

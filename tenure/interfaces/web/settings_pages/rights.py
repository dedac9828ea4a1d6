"""Settings: exceptions to what the roles may do."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from tenure.foundation.access.models import RightsRule
from tenure.foundation.records.kinds import record_models
from tenure.interfaces.web.settings_pages.page import for_administrators, removed, saved, settings_page
from tenure.interfaces.web.shell.toasts import toast


def kind_choices() -> list[tuple[str, str]]:
    """Every kind of record, by its plural."""
    return sorted(((model.kind.key, model.kind.plural) for model in record_models()), key=lambda pair: pair[1])


class RuleForm(forms.ModelForm):
    """One exception."""

    kind_key = forms.ChoiceField(label="Kind", choices=kind_choices)

    class Meta:
        model = RightsRule
        fields: ClassVar = ["role", "function", "kind_key", "field", "level"]
        labels: ClassVar = {"field": "Field", "function": "Function", "level": "What they may"}
        widgets: ClassVar = {"field": forms.TextInput(attrs={"placeholder": "the whole kind"})}


@for_administrators
def rights(request: HttpRequest) -> HttpResponse:
    """Lists the exceptions and takes in another."""
    form = RuleForm(request.POST or None)
    if request.method == "POST" and _names_a_field(form) and saved(request, form):
        toast(request, text="The exception holds from now on.")
        return redirect("web:settings_rights")
    plurals = dict(kind_choices())
    rows = [
        (rule, plurals.get(rule.kind_key, rule.kind_key))
        for rule in RightsRule.objects.order_by("role", "kind_key", "field")
    ]
    return settings_page(request, page="rights", title="Exceptions to rights", context={"form": form, "rows": rows})


@for_administrators
@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Takes an exception back: the role's own rights hold again."""
    removed(request, get_object_or_404(RightsRule, pk=number))
    toast(request, text="The exception was removed; the role's own rights hold again.")
    return redirect("web:settings_rights")


def _names_a_field(form: RuleForm) -> bool:
    """Whether the field, if one is named, is one of the kind's."""
    if not form.is_valid():
        return False
    name = form.cleaned_data["field"]
    model = next(model for model in record_models() if model.kind.key == form.cleaned_data["kind_key"])
    if not name or name.startswith("custom.") or name in {field.name for field in model._meta.local_concrete_fields}:
        return True
    known = ", ".join(field.name for field in model._meta.local_concrete_fields if field.editable)
    form.add_error("field", f"{model.kind.plural} have no field {name!r}. Its fields: {known}.")
    return False

"""Settings: exceptions to what the roles may do."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from tenure.foundation.access.models import RightsRule
from tenure.foundation.access.policy import ASSIGNABLE
from tenure.foundation.access.roles import Level, Role
from tenure.foundation.access.rules import remove_rule, rules, save_rule
from tenure.foundation.records.kinds import Function, record_models
from tenure.interfaces.web.settings_pages.page import for_administrators, refused, settings_page
from tenure.interfaces.web.shell.toasts import toast
from tenure.interfaces.web.shell.today import now_of


def kind_choices() -> list[tuple[str, str]]:
    """Every kind of record, by its plural."""
    return sorted(((model.kind.key, model.kind.plural) for model in record_models()), key=lambda pair: pair[1])


class RuleForm(forms.Form):
    """One exception."""

    role = forms.ChoiceField(choices=[choice for choice in Role.choices if choice[0] != Role.ADMINISTRATOR])
    function = forms.ChoiceField(
        required=False, choices=[("", "any"), *((each.value, each.value.capitalize()) for each in ASSIGNABLE)]
    )
    kind_key = forms.ChoiceField(label="Kind", choices=kind_choices)
    field = forms.CharField(required=False, widget=forms.TextInput(attrs={"placeholder": "the whole kind"}))
    level = forms.ChoiceField(label="What they may", choices=Level.choices)


@for_administrators
def rights(request: HttpRequest) -> HttpResponse:
    """Lists the exceptions and takes in another."""
    form = RuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _save(request, form):
        toast(request, text="The exception holds from now on.")
        return redirect("web:settings_rights")
    plurals = dict(kind_choices())
    rows = [(rule, plurals.get(rule.kind_key, rule.kind_key)) for rule in rules(by=request.user)]
    return settings_page(request, page="rights", title="Exceptions to rights", context={"form": form, "rows": rows})


@for_administrators
@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Takes an exception back: the role's own rights hold again."""
    rule = get_object_or_404(RightsRule, pk=number)
    remove_rule(by=request.user, rule=rule, path=f"web:{request.path}", now=now_of(request))
    toast(request, text="The exception was removed; the role's own rights hold again.")
    return redirect("web:settings_rights")


def _save(request: HttpRequest, form: RuleForm) -> bool:
    wanted = form.cleaned_data
    try:
        save_rule(
            by=request.user,
            role=Role(wanted["role"]),
            function=Function(wanted["function"]) if wanted["function"] else None,
            kind_key=wanted["kind_key"],
            field=wanted["field"].strip(),
            level=Level(wanted["level"]),
            path=f"web:{request.path}",
            now=now_of(request),
        )
    except ValidationError as error:
        refused(form, error)
        return False
    return True

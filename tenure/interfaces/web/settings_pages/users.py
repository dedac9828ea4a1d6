"""Settings: who can sign in, and with which roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET

from tenure.foundation.access.models import RoleAssignment, SignInEvent, User
from tenure.foundation.access.policy import ASSIGNABLE
from tenure.foundation.access.roles import COMPANY_WIDE, Role
from tenure.foundation.organisation.models import Person
from tenure.interfaces.web.settings_pages.page import act_of, for_administrators, settings_page
from tenure.interfaces.web.shell.toasts import toast

EVENTS_SHOWN = 20


class LastAdministratorError(ValueError):
    """Somebody has to be able to configure the installation."""


def role_choices() -> list[tuple[str, str]]:
    """Every role that can be given: of the whole company, and within each function."""
    wide = [(role.value, f"{role.label}, whole company") for role in Role if role in COMPANY_WIDE]
    within = [
        (f"{role.value}:{function.value}", f"{role.label}, {function.value.capitalize()}")
        for function in ASSIGNABLE
        for role in (Role.MANAGER, Role.MEMBER)
    ]
    return wide + within


class RolesForm(forms.Form):
    """The roles of one user, and the person that they are."""

    roles = forms.MultipleChoiceField(choices=role_choices, widget=forms.CheckboxSelectMultiple, required=False)
    person = forms.ModelChoiceField(
        queryset=Person.objects.order_by("name"),
        required=False,
        help_text="Whose records are “mine” to this login. People are added under People.",
    )
    is_active = forms.BooleanField(label="May sign in", required=False)


@for_administrators
@require_GET
def users(request: HttpRequest) -> HttpResponse:
    """Every login with its roles."""
    rows = User.objects.order_by("name", "email").prefetch_related("roles").select_related("person")
    return settings_page(request, page="users", title="Logins and roles", context={"users": rows})


@for_administrators
def user(request: HttpRequest, number: int) -> HttpResponse:
    """One login: roles, person, whether it may come in; and what it did at the door."""
    found = get_object_or_404(User, pk=number)
    form = RolesForm(request.POST or None, initial=_present(found))
    if request.method == "POST" and form.is_valid():
        try:
            _write(request, found, form.cleaned_data)
        except (LastAdministratorError, ValidationError) as error:
            form.add_error(None, error.messages if isinstance(error, ValidationError) else str(error))
        else:
            toast(request, text=f"{found} was saved.")
            return redirect("web:settings_users")
    events = SignInEvent.objects.filter(user=found).order_by("-id")[:EVENTS_SHOWN]
    return settings_page(
        request, page="user", title=str(found), context={"form": form, "found": found, "events": events}
    )


def _present(found: User) -> dict[str, Any]:
    roles = [f"{row.role}:{row.function}" if row.function else row.role for row in found.roles.all()]
    return {"roles": roles, "person": Person.objects.filter(user=found).first(), "is_active": found.is_active}


def _write(request: HttpRequest, found: User, wanted: dict[str, Any]) -> None:
    with act_of(request):
        _write_roles(found, set(wanted["roles"]))
        if found.is_active != wanted["is_active"]:
            found.is_active = wanted["is_active"]
            found.save(update_fields=["is_active"])
        _write_person(found, wanted["person"])
        if not RoleAssignment.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True).exists():
            raise LastAdministratorError(
                "Nobody would be left who can configure Tenure. Make somebody else administrator first."
            )


def _write_roles(found: User, wanted: set[str]) -> None:
    present = {f"{row.role}:{row.function}" if row.function else row.role: row for row in found.roles.all()}
    for name in present.keys() - wanted:
        present[name].delete()
    for name in wanted - present.keys():
        role, _, function = name.partition(":")
        assignment = RoleAssignment(user=found, role=role, function=function or None)
        assignment.full_clean()
        assignment.save()


def _write_person(found: User, person: Person | None) -> None:
    for other in Person.everything.filter(user=found).exclude(pk=person.pk if person else None):
        other.user = None
        other.save(update_fields=["user"])
    if person and person.user_id != found.pk:
        person.user = found
        person.save(update_fields=["user"])

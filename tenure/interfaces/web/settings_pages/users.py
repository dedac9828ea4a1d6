"""Settings: who can sign in, and with which roles."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET

from tenure.foundation.access.audit import sign_ins
from tenure.foundation.access.models import User
from tenure.foundation.access.policy import ASSIGNABLE, Grant
from tenure.foundation.access.roles import COMPANY_WIDE, Role
from tenure.foundation.access.users import (
    LastAdministratorError,
    activate,
    change_roles,
    deactivate,
    grants_of,
    link_person,
    logins,
)
from tenure.foundation.organisation.models import Person
from tenure.foundation.records.kinds import Function
from tenure.interfaces.web.settings_pages.page import for_administrators, settings_page
from tenure.interfaces.web.shell.toasts import toast
from tenure.interfaces.web.shell.today import now_of

EVENTS_SHOWN = 20


def role_choices() -> list[tuple[str, str]]:
    """Every role that can be given: of the whole company, and within each function."""
    wide = [(role.value, f"{role.label}, whole company") for role in Role if role in COMPANY_WIDE]
    within = [
        (f"{role.value}:{function.value}", f"{role.label}, {function.value.capitalize()}")
        for function in ASSIGNABLE
        for role in (Role.MANAGER, Role.MEMBER)
    ]
    return wide + within


def grants_from(names: Iterable[str]) -> list[Grant]:
    """The roles that the choices stand for."""
    parts = (name.partition(":") for name in names)
    return [Grant(Role(role), Function(function) if function else None) for role, _, function in parts]


class RolesForm(forms.Form):
    """The roles of one user, and the person that they are."""

    roles = forms.MultipleChoiceField(choices=role_choices, widget=forms.CheckboxSelectMultiple, required=False)
    person = forms.ModelChoiceField(
        queryset=Person.objects.order_by("name"),
        required=False,
        help_text="Whose records are “mine” to this login. People are added under People.",
    )


@for_administrators
@require_GET
def users(request: HttpRequest) -> HttpResponse:
    """Every login with its roles."""
    return settings_page(request, page="users", title="Logins and roles", context={"users": logins(by=request.user)})


@for_administrators
def user(request: HttpRequest, number: int) -> HttpResponse:
    """One login: roles, person, whether it may come in; and what it did at the door."""
    found = get_object_or_404(User, pk=number)
    form = RolesForm(request.POST or None, initial=_present(found))
    if request.method == "POST" and form.is_valid():
        try:
            _write(request, found, form)
        except LastAdministratorError as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            toast(request, text=f"{found} was saved.")
            return redirect("web:settings_users")
    events = sign_ins(by=request.user, user=found)[:EVENTS_SHOWN]
    context = {"form": form, "found": found, "events": events}
    return settings_page(request, page="user", title=str(found), context=context)


def _present(found: User) -> dict[str, object]:
    grants = sorted(grants_of(user=found), key=lambda grant: (grant.role, grant.function or ""))
    roles = [f"{grant.role}:{grant.function}" if grant.function else grant.role.value for grant in grants]
    return {"roles": roles, "person": Person.objects.filter(user=found).first()}


def _write(request: HttpRequest, found: User, form: RolesForm) -> None:
    """Does what the button pressed says: keeps out, lets in again, or saves."""
    act = {"by": request.user, "user": found, "path": f"web:{request.path}", "now": now_of(request)}
    grants = grants_from(form.cleaned_data["roles"])
    if "keep_out" in request.POST:
        deactivate(**act)
        return
    if "let_in" in request.POST:
        activate(grants=grants, **act)
    else:
        change_roles(grants=grants, **act)
    link_person(person=form.cleaned_data["person"], **act)

"""Settings: inviting people in."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from tenure.foundation.access.invitations import InvitationError, all_invitations, invite, revoke
from tenure.foundation.access.models import Invitation
from tenure.foundation.access.users import from_json, role_word
from tenure.foundation.mail.outbox import has_mail_server
from tenure.interfaces.web.settings_pages.page import for_administrators, refused, settings_page
from tenure.interfaces.web.settings_pages.users import grants_from, role_choices
from tenure.interfaces.web.shell.toasts import toast
from tenure.interfaces.web.shell.today import now_of

SHOWN = 100


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(label="E-mail")
    name = forms.CharField(required=False, max_length=200)
    roles = forms.MultipleChoiceField(choices=role_choices, widget=forms.CheckboxSelectMultiple, required=False)


@for_administrators
def invitations(request: HttpRequest) -> HttpResponse:
    """Lists the invitations and sends another."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _send(request, form):
        toast(request, text=f"The invitation to {form.cleaned_data['email']} is on its way.")
        return redirect("web:settings_invitations")
    rows = [
        (invitation, _state(invitation, request), sorted(_roles(invitation)))
        for invitation in all_invitations(by=request.user)[:SHOWN]
    ]
    context = {"form": form, "rows": rows, "has_server": has_mail_server()}
    return settings_page(request, page="invitations", title="Invitations", context=context)


@for_administrators
@require_POST
def revoke_one(request: HttpRequest, number: int) -> HttpResponse:
    """Takes an invitation back."""
    invitation = get_object_or_404(Invitation, pk=number)
    try:
        revoke(by=request.user, invitation=invitation, path=f"web:{request.path}", now=now_of(request))
        toast(request, text=f"The invitation to {invitation} was taken back.")
    except InvitationError as error:
        toast(request, text=str(error), level=messages.ERROR)
    return redirect("web:settings_invitations")


def _send(request: HttpRequest, form: InvitationForm) -> bool:
    wanted = form.cleaned_data
    grants = grants_from(wanted["roles"])
    act = {"by": request.user, "path": f"web:{request.path}", "now": now_of(request)}
    try:
        invite(email=wanted["email"], name=wanted["name"], grants=grants, **act)
    except ValidationError as error:
        refused(form, error)
        return False
    return True


def _state(invitation: Invitation, request: HttpRequest) -> str:
    if invitation.accepted_at:
        return "accepted"
    if invitation.revoked_at:
        return "revoked"
    return "expired" if invitation.expires_at <= now_of(request) else "open"


def _roles(invitation: Invitation) -> set[str]:
    grants = from_json(roles=invitation.roles)
    return {role_word(grant=grant) for grant in grants}

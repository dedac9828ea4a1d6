"""The page behind the link of an invitation: choose a name and a password, and come in."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tenure.foundation.access.invitations import InvitationError, accept, invitation_by
from tenure.foundation.access.models import User
from tenure.interfaces.web.settings_pages.page import refused
from tenure.interfaces.web.shell.today import now_of


class ComingInForm(forms.Form):
    """A name and a password."""

    name = forms.CharField(label="Your name", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least ten characters; a sentence is good.",
    )


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Lets the invited person in, once; a link that no longer works says why and what to do."""
    try:
        invitation = invitation_by(token=token, now=now_of(request))
        form = ComingInForm(request.POST or None, initial={"name": invitation.name})
        if request.method == "POST" and form.is_valid():
            user = _come_in(request, token, form)
            if user is not None:
                login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
                return redirect("web:home")
    except InvitationError as error:
        return render(request, "invitation/refused.html", {"why": str(error)}, status=410)
    return render(request, "invitation/accept.html", {"form": form, "invitation": invitation})


def _come_in(request: HttpRequest, token: str, form: ComingInForm) -> User | None:
    given = form.cleaned_data
    try:
        return accept(token=token, name=given["name"], password=given["password"], now=now_of(request))
    except ValidationError as error:
        refused(form, error)
        return None

"""My account: one's own name, how one signs in, and how Tenure looks."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tenure.foundation.access.models import User
from tenure.foundation.access.own_account import account_of, rename
from tenure.interfaces.web.settings_pages.page import path_of, refused, settings_page
from tenure.interfaces.web.shell.toasts import toast
from tenure.interfaces.web.shell.today import now_of


class NameForm(forms.Form):
    """One's own name."""

    name = forms.CharField(
        label="Name",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="Colleagues see it beside what you own, write and change.",
    )


def profile(request: HttpRequest) -> HttpResponse:
    """Shows and changes one's own account."""
    form = NameForm(request.POST or None, initial={"name": request.user.name})  # type: ignore[union-attr]
    if request.method == "POST" and form.is_valid() and _rename(request, form):
        toast(request, text="Your name was saved.")
        return redirect("web:settings_profile")
    account = account_of(user=request.user)  # type: ignore[arg-type]
    return settings_page(request, page="profile", title="Profile", context={"form": form, **vars(account)})


def _rename(request: HttpRequest, form: NameForm) -> bool:
    user = User.objects.get(pk=request.user.pk)
    try:
        rename(user=user, name=form.cleaned_data["name"], path=path_of(request), now=now_of(request))
    except ValidationError as error:
        refused(form, error)
        return False
    return True

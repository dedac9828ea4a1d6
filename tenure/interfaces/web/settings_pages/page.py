"""What every settings page shares: only administrators, the list of pages beside it, one way to write and say so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tenure.foundation.access.configuring import configuring
from tenure.foundation.access.rights import require
from tenure.foundation.access.roles import Action
from tenure.interfaces.web.settings_pages.menu import settings_menu
from tenure.interfaces.web.shell.today import now_of

View = Callable[..., HttpResponse]


def for_administrators(view: View) -> View:
    """Refuses whoever may not configure the installation. Raises `NotAllowedError`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(user=request.user, action=Action.CONFIGURE)
        return view(request, *args, **kwargs)

    return guarded


def settings_page(
    request: HttpRequest, *, page: str, title: str, context: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Renders `settings/<page>.html` with the list of settings pages beside it."""
    shared = {
        "crumbs": [{"label": "Settings", "url": reverse("web:settings")}, {"label": title}],
        "always_today": True,
        "page_key": page,
        "page_title": title,
        "menu": settings_menu(user=request.user),
    }
    return render(request, f"settings/{page}.html", {**shared, **(context or {})}, status=status)


def act_of(request: HttpRequest) -> AbstractContextManager[None]:
    """One recorded act on the set-up of the installation, by the person at this page."""
    return configuring(by=request.user, path=path_of(request), now=now_of(request))  # type: ignore[arg-type]


def path_of(request: HttpRequest) -> str:
    """How history names this page."""
    return f"web:{request.path}"[:100]


def refused(form: BaseForm, error: ValidationError) -> None:
    """Puts what the database or an operation refused beside the fields of the form that it is about."""
    messages = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
    for name, said in messages.items():
        form.add_error(name if name in form.fields else None, said)


def saved(request: HttpRequest, form: BaseForm, *, write: Callable[[], object]) -> bool:
    """Lets a room's function write what a valid form says, as one act; what it refuses stands beside its field."""
    if not form.is_valid():
        return False
    try:
        with act_of(request):
            write()
    except ValidationError as error:
        refused(form, error)
        return False
    return True

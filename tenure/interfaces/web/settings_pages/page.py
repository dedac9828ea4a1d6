"""What every settings page shares: only administrators, the list of pages beside it, one way to write and say so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tenure.foundation.access.rights import require
from tenure.foundation.access.roles import Action
from tenure.foundation.records.recording import recording
from tenure.interfaces.web.settings_pages.menu import settings_menu
from tenure.interfaces.web.shell.today import company_zone, now_of

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


@contextmanager
def act_of(request: HttpRequest, *, reason: str = "") -> Iterator[None]:
    """One recorded act of the person at this page."""
    zone = company_zone(request.company)  # type: ignore[attr-defined]
    with recording(actor=request.user, path=f"web:{request.path}"[:100], now=now_of(request), reason=reason, zone=zone):
        yield


def refused(form: BaseForm, error: ValidationError) -> None:
    """Puts what the database or an operation refused beside the fields of the form that it is about."""
    messages = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
    for name, said in messages.items():
        form.add_error(name if name in form.fields else None, said)


def saved(request: HttpRequest, form: Any, *, reason: str = "") -> bool:
    """Writes a valid model form as one act; what is refused stands beside its field afterwards."""
    if not form.is_valid():
        return False
    try:
        with act_of(request, reason=reason):
            form.save()
    except ValidationError as error:
        refused(form, error)
        return False
    return True


def removed(request: HttpRequest, row: Any) -> None:
    """Takes a row out of use as one act; its history stays."""
    with act_of(request):
        row.delete()

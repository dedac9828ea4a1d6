"""What every template may use: the navigation, the day, the theme, how much is unread."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tenure.foundation.organisation.demo import is_demo
from tenure.foundation.snapshots.keeping import kept
from tenure.interfaces.web.shell.alerts import unread_count
from tenure.interfaces.web.shell.navigation import Group, navigation, opened_at_first
from tenure.interfaces.web.shell.toasts import pending_toasts

THEMES = ("light", "dark", "auto")


ACCOUNT_PAGES = {
    "account_email": ("email", "E-mail"),
    "account_change_password": ("password", "Password"),
    "account_set_password": ("password", "Password"),
    "usersessions_list": ("sessions", "Sessions"),
    "mfa_": ("mfa", "Second factor"),
}


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor. `shell_template` is what a page extends: the whole frame, or the side panel alone."""
    theme = request.COOKIES.get("theme", "auto")
    in_panel = bool(getattr(request, "htmx", False)) and request.htmx.target == "panel"  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "shell_template": "shell/panel.html" if in_panel else "shell/base.html",
        "in_panel": in_panel,
        "theme": theme if theme in THEMES else "auto",
        "nav_is_slim": request.COOKIES.get("nav") == "slim",
        "company": getattr(request, "company", None),
        "today": getattr(request, "today", None),
        "as_of": getattr(request, "as_of", None),
        "toasts": SimpleLazyObject(lambda: pending_toasts(request)),
    }
    context |= _account_page(request)
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        unread = partial(kept, key=("unread", user.pk), make=lambda: unread_count(user=user))
        groups = partial(kept, key=("navigation", user.pk, request.path, request.COOKIES.get("nav_open")))
        context |= {
            "unread": SimpleLazyObject(unread),
            "in_demo": SimpleLazyObject(partial(kept, key="is demo", make=is_demo)),
            "navigation": SimpleLazyObject(lambda: groups(make=lambda: _navigation(request, unread()))),
        }
    return context


def _navigation(request: Any, unread: int) -> list[Group]:
    cookie = request.COOKIES.get("nav_open")
    opened = opened_at_first(user=request.user) if cookie is None else frozenset(cookie.split("."))
    return navigation(user=request.user, path=request.path, unread=unread, opened=opened)


def _account_page(request: HttpRequest) -> dict[str, Any]:
    """Where one is among the pages of one's own account."""
    name = getattr(request.resolver_match, "url_name", None) or ""
    for start, (key, label) in ACCOUNT_PAGES.items():
        if name.startswith(start):
            return {"always_today": True, "account_page": key, "crumbs": [{"label": "My account"}, {"label": label}]}
    return {}

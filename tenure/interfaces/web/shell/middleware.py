"""What every request passes: sign-in, the day it is read as of, and toasts for pages that load in parts."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tenure.foundation.organisation.models import Company
from tenure.foundation.snapshots.keeping import kept
from tenure.interfaces.web.shell.toasts import pending_toasts
from tenure.interfaces.web.shell.today import AsOfError, as_of_day, now_of, today_in

Next = Callable[[HttpRequest], HttpResponse]


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page asks for sign-in unless its view is marked `login_not_required`; a part of a page reloads whole."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        if not request.htmx:  # type: ignore[attr-defined]
            return super().handle_no_permission(request, view_func)
        page = request.htmx.current_url_abs_path or "/"  # type: ignore[attr-defined]
        address = f"{reverse('account_login')}?{urlencode({'next': page})}"
        return HttpResponse(status=204, headers={"HX-Redirect": address})


class DayMiddleware:
    """Gives each request `company`, `now`, `today` and `as_of` (None: today); an unusable day is told and dropped."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.company = kept(key="company", make=Company.objects.first)  # type: ignore[attr-defined]
        request.today = today_in(company=request.company, now=now_of(request))  # type: ignore[attr-defined]
        try:
            request.as_of = as_of_day(text=request.GET.get("as_of", ""), today=request.today)  # type: ignore[attr-defined]
        except AsOfError as error:
            return self._without_day(request, str(error))
        return self.get_response(request)

    def _without_day(self, request: HttpRequest, why: str) -> HttpResponse:
        messages.error(request, why)
        rest = request.GET.copy()
        del rest["as_of"]
        return HttpResponseRedirect(f"{request.path}?{rest.urlencode()}" if rest else request.path)


class ToastMiddleware:
    """Hands the toasts of a part of a page to the browser in the `HX-Trigger` header."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        leaves = response.has_header("HX-Redirect") or response.has_header("HX-Refresh")
        if not getattr(request, "htmx", False) or leaves or 300 <= response.status_code < 400:
            return response
        toasts = pending_toasts(request)
        if toasts:
            events = json.loads(response.headers.get("HX-Trigger", "{}"))
            response.headers["HX-Trigger"] = json.dumps({**events, "toasts": {"all": toasts}})
        return response

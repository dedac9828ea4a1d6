"""The way into the settings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from tenure.foundation.access.rights import may
from tenure.foundation.access.roles import Action


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Administrators begin with the company, others with their own account."""
    is_administrator = may(user=request.user, action=Action.CONFIGURE)
    return redirect("web:settings_company" if is_administrator else "web:settings_profile")


@require_GET
def first_steps(request: HttpRequest) -> HttpResponse:
    """The way to the first steps, once they are put away."""
    return redirect("web:first_steps")


@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """The way to the imports."""
    return redirect("web:imports")

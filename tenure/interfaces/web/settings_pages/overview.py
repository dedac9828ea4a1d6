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

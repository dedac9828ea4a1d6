"""Settings: whether the installation is well."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tenure.interfaces.web.settings_pages.health_checks import checks
from tenure.interfaces.web.settings_pages.page import for_administrators, settings_page
from tenure.interfaces.web.shell.today import now_of


@for_administrators
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Every check, what is not well first."""
    order = {"bad": 0, "warn": 1, "good": 2}
    found = sorted(checks(now=now_of(request)), key=lambda check: order[check.tone])
    return settings_page(request, page="health", title="Health", context={"checks": found})

"""Settings: whether the installation is well."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from tenure.foundation.health.examining import examine
from tenure.foundation.health.findings import Health
from tenure.interfaces.web.settings_pages.page import for_administrators, settings_page
from tenure.interfaces.web.shell.today import now_of

FIRST = (Health.FAIL, Health.WARN, Health.OK)


@for_administrators
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Every quick check, what is not well first; `?all=1` also reads every file and calls at the mail server."""
    is_thorough = bool(request.GET.get("all"))
    found = list(examine(home=settings.HOME, now=now_of(request), is_thorough=is_thorough))
    context = {"findings": sorted(found, key=lambda each: FIRST.index(each.health)), "is_thorough": is_thorough}
    return settings_page(request, page="health", title="Health", context=context)

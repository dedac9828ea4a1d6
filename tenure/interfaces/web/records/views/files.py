"""Files on a record's page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def listing(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    raise Http404("No files yet.")


@require_safe
def download(request: HttpRequest, slug: str, public_id: str, file_id: int) -> HttpResponse:
    raise Http404("No files yet.")

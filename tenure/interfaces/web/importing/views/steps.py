"""What the pages of one draft share: where it stands, and who may open it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from tenure.interfaces.ingest.mapping.errors import MappingError
from tenure.interfaces.ingest.mapping.reading import read_mapping
from tenure.interfaces.ingest.mapping.schema import Mapping
from tenure.interfaces.web.importing.drafts import draft_called
from tenure.interfaces.web.importing.rights import require_import
from tenure.interfaces.web.models import ImportDraft

View = Callable[..., HttpResponseBase]
STEPS = (("files", "Files"), ("columns", "Columns"), ("try", "Dry run"), ("result", "Result"))


def for_importers(view: View) -> View:
    """Refuses whoever may import nothing. Raises `PermissionDenied`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require_import(user=request.user)
        return view(request, *args, **kwargs)

    return guarded


def of_draft(view: View) -> View:
    """Gives the view the person's own draft; one that was run leads to its import."""

    @for_importers
    @wraps(view)
    def guarded(request: HttpRequest, key: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        draft = draft_called(key=key, user=request.user)
        if draft.batch:
            return redirect("web:import", draft.batch)
        return view(request, draft, *args, **kwargs)

    return guarded


def mapping_of(draft: ImportDraft) -> Mapping | None:
    """The draft's mapping; none while there is none that can be read."""
    try:
        return read_mapping(draft.mapping) if draft.mapping else None
    except MappingError:
        return None


def page(
    request: HttpRequest, *, name: str, draft: ImportDraft | None, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """One step of the way, with the steps above it."""
    shared: dict[str, Any] = {
        "crumbs": [{"label": "Imports", "url": reverse("web:imports")}, {"label": str(draft or "New import")[:80]}],
        "always_today": True,
        "draft": draft,
        "steps": _steps(name, draft),
    }
    return render(request, f"importing/{name}.html", {**shared, **context}, status=status)


def _steps(name: str, draft: ImportDraft | None) -> list[dict[str, Any]]:
    here = {"mapping": "columns", "new": "files"}.get(name, name)
    place = [key for key, _ in STEPS].index(here)
    is_mapped = draft is not None and bool(draft.mapping)
    steps = []
    for number, (key, label) in enumerate(STEPS):
        is_open = draft is not None and key != "result" and (key == "files" or is_mapped) and number != place
        url = reverse(f"web:import_draft_{key}", args=[draft.key]) if is_open and draft is not None else ""
        steps.append({"number": number + 1, "label": label, "url": url, "is_here": number == place})
    return steps

"""The mapping as the text that it is: to be read, changed, downloaded and uploaded."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from tenure.foundation.access.rights import NotAllowedError
from tenure.interfaces.ingest.mapping.checking import check
from tenure.interfaces.ingest.mapping.errors import MappingError
from tenure.interfaces.ingest.mapping.reading import LONGEST, read_mapping, write_mapping
from tenure.interfaces.web.importing.finding import tables_of
from tenure.interfaces.web.importing.views.steps import of_draft, page
from tenure.interfaces.web.models import ImportDraft
from tenure.interfaces.web.shell.toasts import toast
from tenure.interfaces.web.shell.today import now_of


@of_draft
@require_http_methods(["GET", "POST"])
def mapping(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """Shows the text; takes a changed one, typed or as a file, if it fits the files and the rights."""
    if request.method == "GET":
        return page(request, name="mapping", draft=draft, context={"text": draft.mapping})
    text = _sent(request)
    try:
        found = read_mapping(text)
        if draft.source and found.source != draft.source and "keep_source" in request.POST:
            found = found.model_copy(update={"source": draft.source})
        check(mapping=found, tables=tables_of(draft), by=request.user)
    except (MappingError, NotAllowedError) as error:
        faults = error.faults if isinstance(error, MappingError) else [str(error)]
        return page(request, name="mapping", draft=draft, context={"text": text, "faults": faults}, status=422)
    draft.mapping, draft.source = write_mapping(found), found.source
    draft.found = {**draft.found, "origin": "written"}
    draft.revision += 1
    draft.changed_at = now_of(request)
    draft.save()
    toast(request, text="The mapping fits and is in use.")
    return redirect("web:import_draft_columns", draft.key)


@of_draft
@require_safe
def download(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """The mapping as a file, for `tenure import --map` or for another installation."""
    return as_file(text=draft.mapping, name=draft.source)


def as_file(*, text: str, name: str) -> HttpResponse:
    """A mapping as a download."""
    answer = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    header: Any = content_disposition_header(as_attachment=True, filename=f"{name or 'mapping'}.yaml")
    answer["Content-Disposition"] = header
    return answer


def _sent(request: HttpRequest) -> str:
    given = request.FILES.get("file")
    if given is None:
        return request.POST.get("text", "").replace("\r\n", "\n")
    return given.read(LONGEST + 1).decode("utf-8-sig", "replace")

"""The files on a record's page."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import trigger_client_event

from tenure.foundation.access.rights import may
from tenure.foundation.files.files import FileGoneError, files_of, open_file, put_back, remove
from tenure.foundation.records.model import Record
from tenure.interfaces.web.records.files import file_on, take, without_reason
from tenure.interfaces.web.records.finding import record_to_change, record_to_view
from tenure.interfaces.web.records.reading import act_of
from tenure.interfaces.web.shell.toasts import toast


@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The files on a record and the form for more; whoever asks for JSON is told of each file what became of it."""
    if request.method == "GET":
        return _list(request, record_to_view(slug=slug, public_id=public_id, user=request.user))
    record = record_to_change(slug=slug, public_id=public_id, user=request.user)
    sent = request.FILES.getlist("file")
    taken, refused = take(record=record, sent=sent, act=act_of(request))
    if request.headers.get("Accept") == "application/json":
        told = refused if sent else ["The file could not be read. Is it a folder?"]
        return JsonResponse({"attached": [str(each) for each in taken], "refused": told}, status=422 if told else 201)
    if taken:
        named = f"“{taken[0]}”" if len(taken) == 1 else f"{len(taken)} files"
        undo = reverse("web:record_file_remove", args=[slug, public_id, taken[0].pk]) if len(taken) == 1 else ""
        toast(request, text=f"{named} attached.", undo=undo)
    return _list(request, record, refused if sent else ["Choose a file first."])


@require_safe
def download(request: HttpRequest, slug: str, public_id: str, number: int) -> FileResponse:
    """The content of a file, always as a download."""
    record = record_to_view(slug=slug, public_id=public_id, user=request.user)
    try:
        path, headers = open_file(file=file_on(record=record, number=number), user=request.user)
    except FileGoneError as error:
        raise Http404(str(error)) from error
    answer = FileResponse(path.open("rb"))
    for name, value in headers.items():  # set last: the answer works out its own from the path, which would show inline
        answer[name] = value
    return answer


@require_POST
def remove_file(request: HttpRequest, slug: str, public_id: str, number: int) -> HttpResponse:
    """Takes a file off the record."""
    record = record_to_change(slug=slug, public_id=public_id, user=request.user)
    file = file_on(record=record, number=number)
    remove(file=file, **without_reason(act_of(request)))
    undo = reverse("web:record_file_put_back", args=[slug, public_id, number])
    toast(request, text=f"“{file}” removed.", undo=undo)
    return _list(request, record)


@require_POST
def put_back_file(request: HttpRequest, slug: str, public_id: str, number: int) -> HttpResponse:
    """Puts a removed file back: what “Undo” asks for."""
    record = record_to_change(slug=slug, public_id=public_id, user=request.user)
    try:
        put_back(file=file_on(record=record, number=number), **without_reason(act_of(request)))
    except FileGoneError as error:
        return HttpResponse(str(error), status=409, content_type="text/plain; charset=utf-8")
    toast(request, text="Undone.")
    return HttpResponse(status=204)


def _list(request: HttpRequest, record: Record, refused: Sequence[str] = ()) -> HttpResponse:
    context = {"record": record, "files": files_of(record=record, user=request.user), "refused": refused}
    context["may_write"] = may(user=request.user, action="change", kind=record.kind)
    answer = render(request, "records/files.html", context, status=422 if refused else 200)
    return trigger_client_event(answer, "record-changed", {}) if request.method == "POST" else answer

"""What a person reads when something went wrong: what happened, and what to do now."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from tenure.foundation.files.room import is_disk_trouble


@dataclass(frozen=True)
class Message:
    """One kind of error in words."""

    code: int
    title: str
    text: str
    action: str = "Go to Home"


BAD_REQUEST = Message(400, "This request cannot be understood", "Go back, reload the page and try again.")
FORGED = Message(
    403,
    "This form has expired",
    "For your safety a form can be sent only from the page that you opened. Go back, reload the page and send it "
    "again. If this happens again, allow cookies for this site.",
)
FORBIDDEN = Message(403, "You may not do this", "Ask an administrator for the right, or go back to what you can see.")
MISSING = Message(
    404,
    "There is nothing here",
    "The address may be mistyped, or the record was deleted or merged. Search finds what moved.",
)
TOO_LARGE = Message(413, "That is too large", "Choose a smaller file, or send it in parts. Nothing was kept.")
BROKEN = Message(
    500,
    "Something broke on our side",
    "Nothing was half saved. Try again; if it breaks again, tell your administrator the time and what you did.",
)
FULL = Message(
    507,
    "There is no room left on the disk",
    "Nothing was half saved. Tell your administrator to make room, then try again.",
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 where the request was too large."""
    too_large = isinstance(exception, RequestDataTooBig | TooManyFilesSent)
    return _answer(request, TOO_LARGE if too_large else BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, with the reason where the refusal gives one."""
    return _answer(request, FORBIDDEN, detail=str(exception or ""))


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    said = str(exception.args[0]) if exception and exception.args and isinstance(exception.args[0], str) else ""
    return _answer(request, MISSING, detail=said)


def broken(request: HttpRequest) -> HttpResponse:
    """500, or 507 where the disk is full: touches neither the session nor the database."""
    return _answer(request, FULL if is_disk_trouble(sys.exc_info()[1]) else BROKEN)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token."""
    return _answer(request, FORGED)


def _answer(request: HttpRequest, message: Message, *, detail: str = "") -> HttpResponse:
    if request.headers.get("HX-Request") or request.headers.get("X-Undo"):
        text = detail or f"{message.title}. {message.text}"
        return HttpResponse(text, status=message.code, content_type="text/plain; charset=utf-8")
    context = {
        "theme": request.COOKIES.get("theme", "auto"),
        "code": message.code,
        "title": message.title,
        "text": message.text,
        "action": message.action,
        "detail": detail,
    }
    return HttpResponse(render_to_string("shell/error.html", context), status=message.code)

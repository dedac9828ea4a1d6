"""When each session was last used, for the page on which a person sees and ends their sessions."""

from __future__ import annotations

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

NOTED_EVERY_SECONDS = 300


class SessionActivityMiddleware:
    """Notes that a session is in use, at most once in five minutes, so that reading a page does not write."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        if key and request.user.is_authenticated and cache.add(f"session-used:{key}", True, NOTED_EVERY_SECONDS):
            UserSession.objects.create_from_request(request)
        return self.get_response(request)

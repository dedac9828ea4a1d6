"""Short messages at the foot of the page: one way to say them, for whole pages and for parts of pages alike."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

_LEVELS = {messages.ERROR: "error", messages.WARNING: "warning", messages.SUCCESS: "success"}


def toast(
    request: HttpRequest,
    *,
    text: str,
    undo: str = "",
    link: str = "",
    link_text: str = "Open",
    level: int = messages.SUCCESS,
) -> None:
    """Says something after what was done. `undo` is an address that takes it back when posted to."""
    extra = json.dumps({"undo": undo, "link": link, "link_text": link_text})
    messages.add_message(request, level, text, extra_tags=extra)


def pending_toasts(request: HttpRequest) -> list[dict[str, Any]]:
    """The toasts not yet shown; reading them counts as showing."""
    return [_as_dict(message) for message in messages.get_messages(request)]


def _as_dict(message: Message) -> dict[str, Any]:
    extra = json.loads(message.extra_tags) if (message.extra_tags or "").startswith("{") else {}
    return {"text": str(message.message), "level": _LEVELS.get(message.level, "info"), **extra}

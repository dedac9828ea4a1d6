"""What a page of records depends on beside the record: who reads it, on which day, in which zone."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

from tenure.foundation.organisation import days
from tenure.foundation.records.recording import recording
from tenure.interfaces.web.records.names import Names
from tenure.interfaces.web.records.words import Setting
from tenure.interfaces.web.shell.today import company_zone, now_of


def setting_of(request: HttpRequest) -> Setting:
    """The setting of one request; its `today` is the day that the page is read as of."""
    at: Any = request
    return Setting(names=Names(at.user), today=at.as_of or at.today, zone=company_zone(at.company))


def act_of(request: HttpRequest, *, reason: str = "") -> dict[str, Any]:
    """Who acts, when, by which page and why: the arguments that every action takes."""
    at: Any = request
    return {"by": at.user, "now": now_of(request), "path": f"web:{_place(request)}", "reason": reason}


def acting(act: Mapping[str, Any]) -> AbstractContextManager[Any]:
    """One recorded act, for what has no action of its own; actions inside join it."""
    zone = days.company_zone()
    return recording(actor=act["by"], path=act["path"], now=act["now"], reason=act["reason"], zone=zone)


def day_end(request: HttpRequest) -> datetime:
    """The last instant of the day that the page is read as of, in the company's zone."""
    at: Any = request
    end = days.day_end(day=at.as_of or at.today, zone=company_zone(at.company))
    return end - timedelta(microseconds=1)


def _place(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.url_name if match is not None and match.url_name else "page"

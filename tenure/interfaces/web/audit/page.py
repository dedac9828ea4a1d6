"""The audit: every act on a record, and everything that happened at the door."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from tenure.foundation.access.audit import acts, sign_ins
from tenure.foundation.access.models import User
from tenure.foundation.access.users import logins
from tenure.foundation.organisation.days import day_end, day_start
from tenure.interfaces.web.audit.export import acts_as_csv, sign_ins_as_csv
from tenure.interfaces.web.audit.lines import acts_of
from tenure.interfaces.web.settings_pages.page import for_administrators, settings_page
from tenure.interfaces.web.settings_pages.rights import kind_choices
from tenure.interfaces.web.shell.today import company_zone

SHOWN = 50


@for_administrators
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """Acts newest first, older ones by `?before=`; filtered by who, kind, path, batch, text and days.

    `?door=1`: what happened at the door.
    """
    is_door = bool(request.GET.get("door"))
    rows = _older(request, _asked(request))
    shown = rows[:SHOWN]
    rest = request.GET.copy()
    rest.pop("before", None)
    context = {
        "door": is_door,
        "events": shown if is_door else [],
        "acts": [] if is_door else acts_of(shown),
        "next": shown[-1].pk if len(rows) > SHOWN else None,
        "users": logins(by=request.user).prefetch_related(None).select_related(None).only("pk", "name", "email"),
        "kinds": kind_choices(),
        "rest": rest.urlencode(),
    }
    return settings_page(request, page="audit", title="Audit", context=context)


@for_administrators
@require_GET
def download(request: HttpRequest) -> StreamingHttpResponse:
    """All that the filters let through, as a CSV file, newest first."""
    is_door = bool(request.GET.get("door"))
    pieces = sign_ins_as_csv(_asked(request)) if is_door else acts_as_csv(_asked(request))
    answer = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{"door" if is_door else "audit"}.csv"'
    return answer


def _asked(request: HttpRequest) -> QuerySet[Any]:
    if request.GET.get("door"):
        return sign_ins(**_door_filters(request))
    return acts(**_act_filters(request))


def _older(request: HttpRequest, rows: QuerySet[Any]) -> list[Any]:
    before = request.GET.get("before", "")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before))
    return list(rows[: SHOWN + 1])


def _act_filters(request: HttpRequest) -> dict[str, Any]:
    kind = request.GET.get("kind", "")
    known = kind if kind in dict(kind_choices()) else ""
    path, batch = (request.GET.get(name, "").strip() for name in ("path", "batch"))
    return {**_shared_filters(request), "actor": _who(request), "kind_key": known, "path": path, "batch": batch}


def _door_filters(request: HttpRequest) -> dict[str, Any]:
    return {**_shared_filters(request), "user": _who(request)}


def _shared_filters(request: HttpRequest) -> dict[str, Any]:
    zone = company_zone(request.company)
    first, last = _day(request, "from"), _day(request, "to")
    return {
        "by": request.user,
        "text": request.GET.get("text", "").strip(),
        "since": day_start(day=first, zone=zone) if first else None,
        "until": day_end(day=last, zone=zone) if last else None,
    }


def _who(request: HttpRequest) -> User | None:
    number = request.GET.get("who", "")
    return User.objects.filter(pk=int(number)).first() if number.isdecimal() else None


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None

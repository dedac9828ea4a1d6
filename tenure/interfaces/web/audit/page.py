"""The audit: every act on a record, and everything that happened at the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from tenure.foundation.access.audit import acts, sign_ins
from tenure.foundation.access.models import User
from tenure.foundation.organisation.days import day_end, day_start
from tenure.foundation.records.versions.install import versioned_models
from tenure.foundation.records.versions.table import Change
from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.settings_pages.page import for_administrators, settings_page
from tenure.interfaces.web.settings_pages.rights import kind_choices
from tenure.interfaces.web.shell.today import company_zone

SHOWN = 50
LINES_PER_CHANGE = 5


@dataclass
class Line:
    """One record that an act wrote."""

    operation: str
    kind: str
    title: str
    url: str


@dataclass
class Act:
    """One act with what it wrote; `more` is how many further records."""

    change: Change
    lines: list[Line]
    more: int


@for_administrators
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """Acts newest first, older ones by `?before=`; filtered by who, text, kind and days. `?door=1`: the door."""
    is_door = bool(request.GET.get("door"))
    rows = _older(request, sign_ins(**_door_filters(request)) if is_door else acts(**_act_filters(request)))
    shown = rows[:SHOWN]
    rest = request.GET.copy()
    rest.pop("before", None)
    context = {
        "door": is_door,
        "events": shown if is_door else [],
        "acts": [] if is_door else acts_of(shown),
        "next": shown[-1].pk if len(rows) > SHOWN else None,
        "users": User.objects.order_by("name"),
        "kinds": kind_choices(),
        "rest": rest.urlencode(),
    }
    return settings_page(request, page="audit", title="Audit", context=context)


def acts_of(changes: list[Change]) -> list[Act]:
    """The acts with the records that each wrote."""
    by_change: dict[int, list[Line]] = {change.pk: [] for change in changes}
    for model in versioned_models():
        versions = list(model.versions_model._default_manager.filter(change_id__in=by_change))
        records = model._base_manager.in_bulk({version.record_id for version in versions}) if versions else {}
        for version in versions:
            by_change[version.change_id].append(_line(model, version, records.get(version.record_id)))
    return [
        Act(change, by_change[change.pk][:LINES_PER_CHANGE], max(0, len(by_change[change.pk]) - LINES_PER_CHANGE))
        for change in changes
    ]


def _line(model: Any, version: Any, record: Any) -> Line:
    kind = getattr(model, "kind", None)
    label = kind.label if kind else model._meta.verbose_name.capitalize()
    title = str(record) if record is not None else f"no longer there ({version.record_id})"
    is_shown = kind is not None and record is not None and record.deleted_at is None
    operation = version.get_operation_display()
    return Line(operation, label, title, record_url(record) if is_shown else "")


def _older(request: HttpRequest, rows: QuerySet[Any]) -> list[Any]:
    before = request.GET.get("before", "")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before))
    return list(rows[: SHOWN + 1])


def _act_filters(request: HttpRequest) -> dict[str, Any]:
    kind = request.GET.get("kind", "")
    known = kind if kind in dict(kind_choices()) else ""
    return {**_shared_filters(request), "actor": _who(request), "kind_key": known}


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

"""The audit: every act on a record, and everything that happened at the door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from tenure.foundation.access.models import SignInEvent, User
from tenure.foundation.organisation.days import day_end, day_start
from tenure.foundation.records.versions.install import versioned_models
from tenure.foundation.records.versions.table import Change
from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.settings_pages.page import for_administrators, settings_page
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
    """Acts newest first, older ones by `?before=`; filtered by who, path or reason, and days. `?door=1`: the door."""
    if request.GET.get("door"):
        events = _older(request, SignInEvent.objects.select_related("user").filter(_door_filter(request)))
        context = {"events": events[:SHOWN], "next": _next(events), "door": True}
    else:
        changes = _older(request, Change.objects.select_related("actor").filter(_act_filter(request)))
        context = {"acts": acts_of(changes[:SHOWN]), "next": _next(changes), "door": False}
    rest = request.GET.copy()
    rest.pop("before", None)
    shared = {"users": User.objects.order_by("name"), "rest": rest.urlencode()}
    return settings_page(request, page="audit", title="Audit", context={**shared, **context})


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


def _line(model: type, version: object, record: object | None) -> Line:
    kind = getattr(model, "kind", None)
    label = kind.label if kind else model._meta.verbose_name.capitalize()  # type: ignore[attr-defined]
    title = str(record) if record is not None else f"no longer there ({version.record_id})"  # type: ignore[attr-defined]
    is_shown = kind is not None and record is not None and record.deleted_at is None  # type: ignore[attr-defined]
    operation = version.get_operation_display()  # type: ignore[attr-defined]
    return Line(operation, label, title, record_url(record) if is_shown else "")  # type: ignore[arg-type]


def _older(request: HttpRequest, rows: object) -> list:
    before = request.GET.get("before", "")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before))  # type: ignore[attr-defined]
    return list(rows.order_by("-pk")[: SHOWN + 1])  # type: ignore[attr-defined]


def _next(rows: list) -> int | None:
    return rows[SHOWN - 1].pk if len(rows) > SHOWN else None


def _act_filter(request: HttpRequest) -> Q:
    wanted = _days(request, "recorded_at")
    who, text = request.GET.get("who", ""), request.GET.get("text", "").strip()
    if who.isdecimal():
        wanted &= Q(actor_id=int(who))
    if text:
        wanted &= Q(reason__icontains=text) | Q(path__icontains=text) | Q(batch=text) | Q(actor_label__icontains=text)
    return wanted


def _door_filter(request: HttpRequest) -> Q:
    wanted = _days(request, "at")
    who, text = request.GET.get("who", ""), request.GET.get("text", "").strip()
    if who.isdecimal():
        wanted &= Q(user_id=int(who))
    return wanted & (Q(email__icontains=text) | Q(address__startswith=text)) if text else wanted


def _days(request: HttpRequest, column: str) -> Q:
    zone = company_zone(request.company)  # type: ignore[attr-defined]
    first, last = _day(request, "from"), _day(request, "to")
    wanted = Q(**{f"{column}__gte": day_start(day=first, zone=zone)}) if first else Q()
    return wanted & Q(**{f"{column}__lt": day_end(day=last, zone=zone)}) if last else wanted


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None

"""Who answers for a number: whom the company named, else who manages its function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from tenure.engine.metrics.declaring import Metric
from tenure.foundation.access.models import RoleAssignment
from tenure.foundation.access.rights import may
from tenure.foundation.access.roles import Action, Role
from tenure.foundation.organisation.metric_owners import name_owner, named_owner
from tenure.foundation.organisation.models import Person
from tenure.foundation.records.kinds import Function
from tenure.interfaces.web.metrics.seen import seen_metric
from tenure.interfaces.web.settings_pages.page import act_of, for_administrators
from tenure.interfaces.web.shell.toasts import toast


@dataclass(frozen=True)
class Owners:
    """Names of those who answer for a metric; `named` is the one whom the company named. `people` are those whom the
    reader may name, none for whoever may not."""

    names: tuple[str, ...]
    named: Person | None
    people: tuple[Person, ...]


def owners_of(metric: Metric, *, by: Any) -> Owners:
    """Who answers for a metric, as a reader sees it."""
    named = named_owner(key=metric.key)
    people = Person.objects.filter(left_on=None).order_by("name") if may(user=by, action=Action.CONFIGURE) else ()
    names = (named.name,) if named is not None else _managers(metric.function)
    return Owners(names, named, tuple(people))


@for_administrators
@require_POST
def metric_owner(request: HttpRequest, key: str) -> HttpResponse:
    """Names who answers for a metric; nobody puts it back to those who manage its function."""
    metric, _ = seen_metric(request, key)
    chosen = request.POST.get("person", "")
    person = get_object_or_404(Person, public_id=chosen) if chosen else None
    with act_of(request):
        name_owner(key=metric.key, person=person)
    told = person.name if person else "Whoever manages the function"
    toast(request, text=f"{told} answers for “{metric.title}” now.")
    return redirect("web:metric", metric.key)


def _managers(function: str) -> tuple[str, ...]:
    """The managers of a function; of what belongs to none, those of finance."""
    known = function if function in set(Function) and function != Function.COMPANY else Function.FINANCE
    found = RoleAssignment.objects.filter(role=Role.MANAGER, function=known, user__is_active=True)
    return tuple(found.order_by("user__name").values_list("user__name", flat=True))

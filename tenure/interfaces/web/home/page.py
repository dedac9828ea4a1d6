"""Home: a person's day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenure.foundation.access.rights import may
from tenure.foundation.access.roles import Action
from tenure.foundation.organisation.models import Person
from tenure.interfaces.web.first_run.steps import beginning
from tenure.interfaces.web.home.recent import recent_changes
from tenure.interfaces.web.home.setup import setup_steps
from tenure.interfaces.web.home.upcoming import upcoming_dates
from tenure.interfaces.web.inbox.tasks import task_rows
from tenure.interfaces.web.shell.alerts import latest_alerts
from tenure.interfaces.web.shell.today import now_of
from tenure.lifecycle.work.queries import open_tasks

TASKS_SHOWN = 10


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What is due, what was told, what comes up, what changed, and what is still to be set up."""
    user = request.user
    person = Person.objects.filter(user=user).first()
    tasks = list(open_tasks(user=user)[: TASKS_SHOWN + 1])
    steps = setup_steps() if may(user=user, action=Action.CONFIGURE) else []
    context = {
        "crumbs": [{"label": "Home"}],
        "always_today": True,
        "beginning": beginning(user=user),
        "person": person,
        "first_name": str(user).split()[0].split("@")[0],
        "tasks": task_rows(tasks=tasks[:TASKS_SHOWN], user=user),
        "has_more_tasks": len(tasks) > TASKS_SHOWN,
        "upcoming": upcoming_dates(user=user, person=person, today=request.today),
        "recent": recent_changes(user=user, person=person, now=now_of(request)),
        "told": [alert for alert in latest_alerts(user=user) if alert.is_unread],
        "setup": [step for step in steps if not step.is_done],
        "setup_done": sum(step.is_done for step in steps),
        "setup_total": len(steps),
    }
    return render(request, "home/home.html", context)

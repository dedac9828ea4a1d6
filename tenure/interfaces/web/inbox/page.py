"""The inbox: what a person was told, and what they have to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.inbox.tasks import task_rows
from tenure.interfaces.web.shell.alerts import as_alert, latest_alerts
from tenure.interfaces.web.shell.toasts import toast
from tenure.interfaces.web.shell.today import now_of
from tenure.lifecycle.work.models import Notification
from tenure.lifecycle.work.notifications import mark_read
from tenure.lifecycle.work.queries import inbox as inbox_of


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Everything told, newest first, and the open tasks by day."""
    found = inbox_of(user=request.user, today=request.today)
    alerts = [(notification, as_alert(notification)) for notification in found.notifications]
    by_day = [("Overdue", found.overdue), ("Today", found.today), ("Later", found.later)]
    groups = [(title, task_rows(tasks=tasks, user=request.user)) for title, tasks in by_day]
    context = {
        "alert_rows": alerts,
        "task_groups": [group for group in groups if group[1]],
        "always_today": True,
        "crumbs": [{"label": "Inbox"}],
    }
    return render(request, "inbox/inbox.html", context)


@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    """The newest of it, for the menu under the bell."""
    return render(request, "inbox/bell.html", {"alerts": latest_alerts(user=request.user)})


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Marks everything read."""
    count = mark_read(user=request.user, now=now_of(request))
    toast(request, text=f"{count} marked read." if count else "Everything was read already.")
    return redirect("web:inbox")


def open_one(request: HttpRequest, number: int) -> HttpResponse:
    """Goes to what a notification is about, and marks it read on the way."""
    notification = get_object_or_404(Notification, pk=number, user=request.user)
    mark_read(user=request.user, now=now_of(request), ids=[notification.pk])
    return HttpResponseRedirect(_target(request, notification))


def _target(request: HttpRequest, notification: Notification) -> str:
    link = notification.link
    if link and url_has_allowed_host_and_scheme(link, allowed_hosts={request.get_host()}):
        return link
    about = notification.about
    return record_url(about) if about else "/inbox/"

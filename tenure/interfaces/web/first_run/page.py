"""The pages of the first steps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tenure.business.accounts.models import Account
from tenure.foundation.organisation.money import CompanyNotSetUpError
from tenure.interfaces.web.addresses import list_url, record_url
from tenure.interfaces.web.first_run.agreeing import agreement
from tenure.interfaces.web.first_run.steps import (
    AGREE,
    FIRST_PAGE,
    all_steps,
    choose_own_data,
    kept_for,
    mark_seen,
    put_away,
)
from tenure.interfaces.web.settings_pages.page import for_administrators
from tenure.interfaces.web.shell.toasts import toast
from tenure.interfaces.web.shell.today import now_of


@for_administrators
@require_safe
def first_steps(request: HttpRequest) -> HttpResponse:
    """The list, with what is done and what comes next."""
    steps = all_steps(user=request.user)
    context = {
        "crumbs": [{"label": "First steps"}],
        "always_today": True,
        "steps": steps,
        "done": sum(step.is_done for step in steps),
        "is_put_away": kept_for(user=request.user).put_away_at is not None,
    }
    return render(request, "first_run/steps.html", context)


@for_administrators
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """The person brings their own data."""
    choose_own_data(user=request.user)
    return redirect("web:first_steps")


@for_administrators
@require_POST
def away(request: HttpRequest) -> HttpResponse:
    """Puts the list away, or back on Home."""
    is_back = "back" in request.POST
    put_away(user=request.user, now=None if is_back else now_of(request))
    if is_back:
        toast(request, text="The first steps are on Home again.")
        return redirect("web:first_steps")
    toast(
        request,
        text="Put away. Settings, First steps has them.",
        link=reverse("web:first_steps"),
        link_text="Show",
    )
    return redirect("web:home")


@for_administrators
@require_safe
def agree(request: HttpRequest) -> HttpResponse:
    """What the sources say, side by side."""
    crumbs = [{"label": "First steps", "url": reverse("web:first_steps")}, {"label": "Do these agree?"}]
    try:
        found = agreement(on=request.today)  # type: ignore[attr-defined]
    except CompanyNotSetUpError as error:
        toast(request, text=str(error))
        return redirect("web:first_steps")
    mark_seen(user=request.user, step=AGREE, now=now_of(request))
    context = {"crumbs": crumbs, "always_today": True, "found": found}
    return render(request, "first_run/agree.html", context)


@for_administrators
@require_safe
def first_page(request: HttpRequest) -> HttpResponse:
    """Leads to the customer who pays most, as far as contracts tell; else to the first account; else to the list."""
    mark_seen(user=request.user, step=FIRST_PAGE, now=now_of(request))
    try:
        by_account = agreement(on=request.today).contracts.by_account  # type: ignore[attr-defined]
    except CompanyNotSetUpError:
        by_account = {}
    for pk in sorted(by_account, key=lambda number: (-by_account[number], number)):
        account = Account.objects.filter(pk=pk).first()
        if account is not None:
            return redirect(record_url(account))
    account = Account.objects.order_by("pk").first()
    return redirect(record_url(account) if account is not None else list_url(Account.kind))

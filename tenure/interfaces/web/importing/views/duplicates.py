"""Deciding about records that may be the same, on one screen."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tenure.foundation.records.merging import CannotMergeError
from tenure.interfaces.ingest.duplicates import deciding
from tenure.interfaces.ingest.models import ProposalState
from tenure.interfaces.web.importing.proposals import kept_apart, mergeable_kinds, pairs, waiting
from tenure.interfaces.web.records.reading import setting_of
from tenure.interfaces.web.shell.toasts import toast
from tenure.interfaces.web.shell.today import now_of

CHOICES = ("merge", "merge-other", "apart", "again")
NOT_YOURS = (
    "Your role does not let you merge records, so there is nothing to decide here. Managers of a function and "
    "administrators may; ask one of them."
)


@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """The pairs that wait, side by side."""
    _require_merger(request)
    batch = request.GET.get("batch", "")
    skipped = _skipped(request)
    crumbs = [{"label": "Imports", "url": reverse("web:imports")}, {"label": "May be the same"}]
    context = {
        "crumbs": crumbs,
        "always_today": True,
        "batch": batch,
        "pairs": list(pairs(user=request.user, setting=setting_of(request), batch=batch, skipped=skipped)),
        "total": waiting(user=request.user, batch=batch).count(),
        "skipped": ",".join(str(number) for number in sorted(skipped)),
        "has_skipped": bool(skipped),
        "apart": deciding.kept_apart().count(),
    }
    return render(request, "importing/duplicates.html", context)


@require_safe
def apart(request: HttpRequest) -> HttpResponse:
    """The pairs that were kept apart, each of which may be proposed again."""
    _require_merger(request)
    crumbs = [
        {"label": "Imports", "url": reverse("web:imports")},
        {"label": "May be the same", "url": reverse("web:duplicates")},
        {"label": "Kept apart"},
    ]
    context = {"crumbs": crumbs, "always_today": True, "pairs": kept_apart(user=request.user)}
    return render(request, "importing/apart.html", context)


@require_POST
def decide(request: HttpRequest, number: int, choice: str) -> HttpResponse:
    """Merges a pair, keeps it apart, or proposes again what was kept apart."""
    try:
        proposal = deciding.proposal_called(number)
    except deciding.UnknownProposalError as error:
        raise Http404(str(error)) from error
    if choice not in CHOICES:
        raise Http404(f"A pair cannot be told to {choice}.")
    if proposal.kind_key not in {kind.key for kind in mergeable_kinds(user=request.user)}:
        raise PermissionDenied("Your role does not let you merge these records. Ask a manager or an administrator.")
    now, kept = now_of(request), None
    try:
        if choice == "apart":
            deciding.reject(proposal=proposal, by=request.user, now=now)
            text, tone = "They stay two.", ""
        elif choice == "again":
            deciding.reopen(proposal=proposal, by=request.user, now=now)
            text, tone = "Proposed again; the pair waits to be decided.", ""
        else:
            kept = deciding.accept(proposal=proposal, by=request.user, now=now, keep_other=choice == "merge-other")
            text, tone = f"Merged into “{kept}”.", "good"
    except (deciding.ProposalDecidedError, deciding.ProposalOutdatedError, CannotMergeError) as error:
        text, tone = str(error), "warn"
    except ValidationError as error:
        text, tone = " ".join(error.messages), "warn"
    if not request.htmx:  # type: ignore[attr-defined]
        toast(request, text=text, level=messages.SUCCESS if tone != "warn" else messages.ERROR)
        return redirect("web:duplicates_apart" if choice == "again" else "web:duplicates")
    proposal.refresh_from_db()
    context = {
        "text": text,
        "tone": tone,
        "kept": kept,
        "proposal": proposal,
        "is_open": proposal.state == ProposalState.OPEN,
        "is_apart": proposal.state == ProposalState.REJECTED,
    }
    return render(request, "importing/decided.html", context)


def _require_merger(request: HttpRequest) -> None:
    if not mergeable_kinds(user=request.user):
        raise PermissionDenied(NOT_YOURS)


def _skipped(request: HttpRequest) -> frozenset[int]:
    return frozenset(int(word) for word in request.GET.get("skip", "").split(",") if word.isascii() and word.isdigit())

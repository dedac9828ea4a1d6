"""Settings: the outbox, and the mails whose fate a person decides."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from tenure.foundation.mail.models import Mail, MailState
from tenure.foundation.mail.outbox import MailStateError, has_mail_server, mails, mark_sent, resend, undecided
from tenure.interfaces.web.settings_pages.page import for_administrators, settings_page
from tenure.interfaces.web.shell.toasts import toast
from tenure.interfaces.web.shell.today import now_of

SHOWN = 100
ACTIONS = {"resend": (resend, "The mail waits to be sent."), "sent": (mark_sent, "The mail counts as sent.")}


@for_administrators
@require_GET
def mail(request: HttpRequest) -> HttpResponse:
    """The mails that need a decision, then the newest."""
    chosen = request.GET.get("state", "")
    context = {
        "undecided": undecided(),
        "mails": mails(state=chosen)[:SHOWN],
        "states": MailState.choices,
        "chosen": chosen,
        "has_server": has_mail_server(),
    }
    return settings_page(request, page="mail", title="Mail", context=context)


@for_administrators
@require_POST
def settle(request: HttpRequest, number: int, action: str) -> HttpResponse:
    """Sends a mail again, or notes that it did go out."""
    if action not in ACTIONS:
        raise Http404(f"Mails cannot be told to {action}.")
    act, said = ACTIONS[action]
    try:
        act(mail=get_object_or_404(Mail, pk=number), now=now_of(request))
        toast(request, text=said)
    except MailStateError as error:
        toast(request, text=str(error), level=messages.ERROR)
    return redirect("web:settings_mail")

"""Administrators hear in their inbox that mail needs their decision."""

from __future__ import annotations

from datetime import datetime

from tenure.foundation.access.users import administrators
from tenure.foundation.mail.models import Mail
from tenure.lifecycle.work.choices import NotificationKind
from tenure.lifecycle.work.models import Notification
from tenure.lifecycle.work.notifications import notify

MAIL_PAGE = "/settings/mail/"


def tell(mail: Mail, now: datetime) -> None:
    """Tells each administrator, unless they have not read yet that there is mail to decide about."""
    text = f"“{mail.subject}” to {mail.to}: {mail.get_state_display().lower()}. Send it again, or let it be."
    for administrator in administrators():
        if not Notification.objects.filter(user=administrator, kind=NotificationKind.MAIL, read_at=None).exists():
            key = f"mail:{mail.pk}:{mail.attempts}:{mail.state}"
            notify(user=administrator, kind=NotificationKind.MAIL, text=text, key=key, now=now, link=MAIL_PAGE)

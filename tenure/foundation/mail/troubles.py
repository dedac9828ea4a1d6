"""Mails that need a decision: told to every room that has a function `tell(mail, now)` in its `mail_troubles.py`."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from tenure.foundation.mail.models import Mail
from tenure.foundation.rooms import modules_called

logger = logging.getLogger(__name__)


def tell_undecided(*, mail: Mail, now: datetime) -> None:
    """Has the rooms tell people that a mail is uncertain or was refused. Whoever cannot is noted in the log."""
    mail.refresh_from_db()
    for room in modules_called("mail_troubles"):
        try:
            with transaction.atomic():
                room.tell(mail, now)
        except Exception:  # a failure to tell must not change what is known about the mail
            logger.exception("Nobody could be told of mail %s.", mail.pk)

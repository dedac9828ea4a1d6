"""The jobs of the mail room."""

from __future__ import annotations

from datetime import timedelta

from tenure.foundation import clock
from tenure.foundation.jobs.declaring import job, scheduled
from tenure.foundation.jobs.running import report
from tenure.foundation.mail.delivery import deliver_one, find_uncertain, waiting
from tenure.foundation.mail.outbox import forget_expired


@job(name="mail.deliver", attempts=3)
def deliver(*, mail_id: int) -> str:
    """Delivers one mail at once. Should this not come to its end, the minutely round does what is left."""
    return deliver_one(mail_id=mail_id, now=clock.now())


@scheduled(every=timedelta(minutes=1))
@job(name="mail.round", attempts=3)
def deliver_waiting() -> dict[str, int]:
    """Delivers what waits (put off, or from before there was a mail server), finds what a crash left uncertain, and
    forgets links that have expired.
    """
    uncertain = find_uncertain(now=clock.now())
    forget_expired(now=clock.now())
    numbers = waiting(now=clock.now())
    for done, number in enumerate(numbers):
        report(done=done, total=len(numbers), text="Delivering mail")
        deliver_one(mail_id=number, now=clock.now())
    return {"delivered": len(numbers), "uncertain": uncertain}

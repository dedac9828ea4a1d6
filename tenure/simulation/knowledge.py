"""What the business learns late or wrongly: sizes that were guessed, domains that change, notes that follow."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tenure.simulation.life import LARGE, Life
from tenure.simulation.moments import at_work, workday
from tenure.simulation.words import MEETING_NOTES

PINNED = "Billing questions go to the finance contact only, never to the champion."


def learn_late(*, life: Life, first: date, rng: Random) -> None:
    """In a few months something about the account turns out to be otherwise than written."""
    at = at_work(rng, workday(first + timedelta(days=rng.randrange(2, 24))), life.zone)
    last = life.book.entries[life.account].states[-1]
    if rng.random() < 0.02:
        # The number of employees was wrong all along.
        life.size = int(life.size * rng.uniform(0.7, 1.5)) + 1
        if at > last.known + timedelta(days=1) and last.at < at:
            life.book.correct(life.account, at, size=life.size)
    elif rng.random() < 0.008 and at > last.known + timedelta(days=1):
        # They grew into another segment weeks ago; we notice at a review.
        life.book.change(life.account, at - timedelta(days=rng.randrange(10, 60)), at, tier="Key account")
    if rng.random() < (0.12 if life.segment == LARGE else 0.05):
        pinned = rng.random() < 0.12
        life.book.add("note", life.next_key("note"), at, about=life.account, is_pinned=pinned,
                      author=life.colleague("csm", at.date()).ref,
                      body=PINNED if pinned else rng.choice(MEETING_NOTES))  # fmt: skip

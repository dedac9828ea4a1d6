"""What happens to a customer: the phenomena of a start and of a month, each told in its own file."""

from __future__ import annotations

from datetime import date, datetime
from random import Random

from tenure.simulation.care import ask, greet, lose_champion, prepare_renewal, review, stay_in_touch
from tenure.simulation.deals import Offer
from tenure.simulation.knowledge import learn_late
from tenure.simulation.letters import write_to
from tenure.simulation.life import Deal, Life
from tenure.simulation.onboarding import start_project
from tenure.simulation.services import ask_for_services
from tenure.simulation.support import look_up, open_cases
from tenure.simulation.waiting import plan_work


def start_well(*, life: Life, deal: Deal, offer: Offer, signed: datetime) -> None:
    """What follows a signature."""
    start_project(life=life, deal=deal, fee=offer.one_time, signed=signed)
    greet(life=life, deal=deal, signed=signed.date())


def happen(*, life: Life, first: date, last: date, rng: Random) -> None:
    """What happens in a month of a customer."""
    lose_champion(life=life, first=first, rng=rng)
    if life.customer_since and first >= life.customer_since:
        learn_late(life=life, first=first, rng=rng)
        plan_work(life=life, first=first, last=last, rng=rng)
        open_cases(life=life, first=first, last=last, rng=rng)
        look_up(life=life, first=first, last=last, rng=rng)
        review(life=life, first=first, rng=rng)
        ask(life=life, first=first, rng=rng)
        ask_for_services(life=life, first=first, rng=life.random("services", first))
        write_to(life=life, first=first, last=last, rng=life.random("letters", first))
        stay_in_touch(life=life, first=first, last=last, rng=rng)
    prepare_renewal(life=life, first=first, last=last, rng=rng)

"""What happens to a customer: the phenomena of a start and of a month, each told in its own file."""

from __future__ import annotations

from datetime import date, datetime
from random import Random

from tenure.simulation.deals import Offer
from tenure.simulation.life import Deal, Life


def start_well(*, life: Life, deal: Deal, offer: Offer, signed: datetime) -> None:
    """What follows a signature."""


def happen(*, life: Life, first: date, last: date, rng: Random) -> None:
    """What happens in a month of a customer."""

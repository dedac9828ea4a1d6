"""What really decides: causes that no record holds, and the hazards that follow from them. Kept for checking models.

Each month an account's *value* (how much the product helps them) moves: it is pulled towards its *fit*, moved by
chance, and hit by shocks (a champion leaves, a severe case,
                           a late go-live) and lifted by care (a review held). On the day of a
decision the chance to leave is

    logit p(leave) = base(contract) - LEAVE_SLOPE * value + outside

with `outside` a cause that leaves no trace anywhere (a merger, a new board), and the chance to buy more

    logit p(grow) = GROW_BASE + GROW_SLOPE * value + room

with `room` the growth of the customer's own business. The decision itself is a throw of that coin. A model that knew p
could tell leavers from stayers with an AUC between 0.80 and 0.88, and no model can do better.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq

LEAVE_BASE = {"term": -2.1, "month": -3.65}
LEAVE_SLOPE = 1.02
OUTSIDE_SPREAD = 0.8
GROW_BASE = -4.5
GROW_SLOPE = 1.05
ROOM_SPREAD = 1.0
PULL = 0.12
MONTHLY_SPREAD = 0.24
FOLDER = "hidden_causes"


@dataclass(frozen=True)
class Decision:
    """One decision of an account as it really was: what for, how likely, and how the coin fell."""

    account: str
    on: date
    about: str
    value: float
    unseen: float
    probability: float
    happened: bool


def drift(*, value: float, fit: float, rng: Random) -> float:
    """The value a month later."""
    return value + PULL * (fit - value) + rng.gauss(0, MONTHLY_SPREAD)


def leaves(*, account: str, on: date, contract: str, value: float, rng: Random) -> Decision:
    """Whether a customer leaves; `contract` is term or month."""
    outside = rng.gauss(0, OUTSIDE_SPREAD)
    chance = _sigmoid(LEAVE_BASE[contract] - LEAVE_SLOPE * value + outside)
    return Decision(account, on, f"leave:{contract}", value, outside, chance, rng.random() < chance)


def grows(*, account: str, on: date, value: float, rng: Random) -> Decision:
    """Whether a customer asks for more this month."""
    room = rng.gauss(0, ROOM_SPREAD)
    chance = _sigmoid(GROW_BASE + GROW_SLOPE * value + room)
    return Decision(account, on, "grow", value, room, chance, rng.random() < chance)


def _sigmoid(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def keep(*, decisions: list[Decision], path: Path) -> None:
    """Writes decisions where the product never looks."""
    path.parent.mkdir(parents=True, exist_ok=True)
    names = list(Decision.__dataclass_fields__)
    table = pa.table({name: [getattr(decision, name) for decision in decisions] for name in names})
    pq.write_table(table, path)

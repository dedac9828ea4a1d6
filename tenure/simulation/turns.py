"""What runs in a process that tells portions beside others: it tells when it likes, and writes when it is its turn.

Imports nothing that needs Django, as a fresh process comes here first.
"""

from __future__ import annotations

import gc
import pickle
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tenure.simulation.portions import Portion

BROKEN = -1

_mine: dict[str, Any] = {}


class BrokenOffError(RuntimeError):
    """Another process failed, so that the portion before this one will never be written."""


def begin(task: bytes, turn: Any, turned: Any) -> None:
    """Makes a fresh process ready for its first portion; `task` is the pickled task of the company."""
    import django

    # What is told holds no circles; looking for them among millions of states would take a fifth of the time.
    gc.disable()
    django.setup()
    from tenure.simulation.world import build_world

    read = pickle.loads(task)  # noqa: S301 - from the process that started this one
    _mine.update(task=read, turn=turn, turned=turned, world=build_world(plan=read.plan))


def tell_in_turn(place: int, accounts: range) -> Portion:
    """Tells these accounts, and writes them once all portions with a lower place are written."""
    from tenure.simulation.portions import write_portion
    from tenure.simulation.telling import tell_accounts

    task, world, turn, turned = (_mine[name] for name in ("task", "world", "turn", "turned"))
    try:
        told = tell_accounts(world=world, numbers=accounts)
        with turned:
            turned.wait_for(lambda: turn.value in (place, BROKEN))
        if turn.value == BROKEN:
            raise BrokenOffError("Another portion of the demo company could not be written; its error says why.")
        portion = write_portion(task=task, told=told, accounts=accounts, world=world)
    except BaseException:
        _pass_on(turn, turned, BROKEN)
        raise
    _pass_on(turn, turned, place + 1)
    return portion


def _pass_on(turn: Any, turned: Any, place: int) -> None:
    with turned:
        turn.value = place
        turned.notify_all()

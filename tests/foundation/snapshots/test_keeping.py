"""What is kept is given again until anything is committed, by whomever."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from django.db import connections, transaction

from tenure.foundation.organisation.models import Team
from tenure.foundation.records.recording import recording
from tenure.foundation.snapshots.keeping import MOST_KEPT, kept

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


class Counted:
    """Says how many teams there are, and how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return Team.objects.count()


def add_team(name: str) -> None:
    with recording(actor=None, path="test", now=NOON):
        Team.objects.create(name=name)


def test_what_was_made_is_given_again_while_nothing_changes() -> None:
    teams = Counted()

    answers = [kept(key="teams", make=teams) for _ in range(5)]

    assert answers == [0, 0, 0, 0, 0]
    assert teams.times == 1


def test_a_write_of_one_s_own_makes_it_anew() -> None:
    teams = Counted()
    kept(key="teams", make=teams)

    add_team("North")

    assert kept(key="teams", make=teams) == 1
    assert teams.times == 2


def test_a_write_on_another_connection_makes_it_anew() -> None:
    teams = Counted()
    kept(key="teams", make=teams)

    other = threading.Thread(target=lambda: (add_team("North"), connections.close_all()))
    other.start()
    other.join()

    assert kept(key="teams", make=teams) == 1


def test_within_a_transaction_nothing_is_kept_nor_given() -> None:
    teams = Counted()
    assert kept(key="teams", make=teams) == 0

    with transaction.atomic():
        add_team("North")
        within = kept(key="teams", make=teams)
        transaction.set_rollback(True)

    assert within == 1
    assert kept(key="teams", make=teams) == 0


def test_what_another_transaction_has_not_committed_is_not_seen_and_then_is() -> None:
    teams = Counted()
    written, may_end = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            add_team("North")
            written.set()
            may_end.wait(30)
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    written.wait(30)
    before = kept(key="teams", make=teams)
    may_end.set()
    writer.join()

    assert (before, kept(key="teams", make=teams)) == (0, 1)


def test_each_key_has_its_own_and_the_oldest_goes_first() -> None:
    made: list[int] = []

    for number in [*range(MOST_KEPT + 1), 0]:
        kept(key=("number", number), make=lambda number=number: made.append(number))  # type: ignore[misc]

    assert made == [*range(MOST_KEPT + 1), 0]


def test_what_is_raised_is_not_kept() -> None:
    def fail() -> int:
        raise LookupError("not now")

    with pytest.raises(LookupError):
        kept(key="failing", make=fail)

    assert kept(key="failing", make=lambda: 7) == 7


def test_a_connection_opened_anew_trusts_nothing_that_the_one_before_kept() -> None:
    for number in range(10):
        assert kept(key="teams", make=Counted()) == number
        connections["default"].close()

        add_team(f"Team {number}")
        connections["default"].close()

"""Rows that tell of usage go into the lake; what is wrong with one comes back with the reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tenure.business.accounts.models import Account, Contact
from tenure.engine.lake.usage import events
from tenure.foundation.access.policy import Grant
from tenure.foundation.access.rights import NotAllowedError
from tenure.foundation.access.roles import Role
from tenure.foundation.records.erasure import ERASED
from tenure.foundation.records.operations import create
from tenure.foundation.records.recording import recording
from tenure.interfaces.ingest.applying.batches import preview
from tenure.interfaces.ingest.applying.tallies import Outcome
from tenure.interfaces.ingest.applying.undoing import undo
from tenure.interfaces.ingest.erasure import erase
from tenure.interfaces.ingest.mapping.errors import MappingError
from tenure.interfaces.ingest.mapping.reading import read_mapping
from tenure.interfaces.ingest.reading import open_tables
from tests.interfaces.ingest.conftest import NOW, imported, user_with

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
Write = Callable[[str, str], Path]
MAPPING = """
source: product
zone: Europe/Berlin
targets:
  - kind: usage_event
    when: not kind == 'test'
    id: id
    fields:
      account: {column: customer, find: id, source: crm}
      user: who
      feature: what
      occurred_at: at
      events: times
      duration_seconds: {expression: "minutes * 60"}
      properties.browser: browser
"""
HEAD = "id,customer,who,what,at,times,minutes,browser,kind\n"
ROWS = (
    "e1,c1,ann@acme.com,board,2026-01-31 23:30:00,3,1.5,Firefox,\n"
    "e2,c1,,route,2026-02-01 00:10:00,1,,,\n"
    "e1,c1,ann@acme.com,board,2026-01-31 23:30:00,3,1.5,Firefox,\n"
)


@pytest.fixture(autouse=True)
def acme(db: None, home: Path) -> Account:
    with recording(actor=None, path="test", now=NOW):
        made: Account = create(model=Account, values={"name": "Acme"}, external_ids={"crm": "c1"})
        return made


def landed() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = events(lake=Path(settings.HOME) / "lake").to_table().sort_by("row").to_pylist()
    return found


def test_rows_become_events_of_the_account_once_each(ann: Any, write: Write, acme: Account) -> None:
    result = imported(MAPPING, write("u.csv", HEAD + ROWS), by=ann)

    assert (result.count(Outcome.CREATED), result.count(Outcome.DUPLICATE)) == (2, 1)
    first, second = landed()
    assert first == {
        "source": "product",
        "event_id": "e1",
        "account_id": acme.public_id,
        "user_id": "ann@acme.com",
        "feature": "board",
        "occurred_at": datetime(2026, 1, 31, 22, 30, tzinfo=UTC),
        "events": 3,
        "duration_seconds": 90.0,
        "properties": '{"browser": "Firefox"}',
        "row": 2,
    }
    assert (second["user_id"], second["duration_seconds"], second["properties"]) == (None, None, None)
    assert second["occurred_at"] == datetime(2026, 1, 31, 23, 10, tzinfo=UTC)


def test_what_is_wrong_comes_back_and_the_rest_goes_on(ann: Any, write: Write) -> None:
    wrong = (
        "w1,c9,,board,2026-01-01,1,,,\n"
        "w2,c1,,board,yesterday,1,,,\n"
        ",c1,,board,2026-01-01,1,,,\n"
        "w4,c1,,board,2026-01-01,some,,,\n"
        "w5,c1,,board,,1,,,\n"
        "w6,c1,,board,2026-01-01,1,,,test\n"
    )

    result = imported(MAPPING, write("u.csv", HEAD + wrong + ROWS), by=ann)

    told = dict(result.batch.rejected_rows.order_by("number").values_list("number", "reason"))
    assert told[2] == "account: there is no account “c9” (by id in crm)"
    assert told[3].startswith("occurred_at: 'yesterday' is not a date")
    assert told[4] == "the id is empty"
    assert told[5].startswith("events: 'some' is not a number")
    assert told[6] == "occurred_at: is empty, and every event needs one"
    assert (result.count(Outcome.REJECTED), result.count(Outcome.LEFT_OUT)) == (5, 1)
    assert [row["event_id"] for row in landed()] == ["e1", "e2"]
    assert sum(result.tallies.rows.values()) == 9


def test_a_dry_run_counts_and_puts_nothing_into_the_lake(ann: Any, write: Write) -> None:
    tables = open_tables(write("u.csv", HEAD + ROWS))

    tried = preview(mapping=read_mapping(MAPPING), tables=tables, by=ann, now=NOW)

    assert (tried.count(Outcome.CREATED), tried.count(Outcome.DUPLICATE)) == (2, 1)
    assert landed() == []


def test_the_same_file_again_changes_nothing_and_an_import_takes_its_own_events_back(ann: Any, write: Write) -> None:
    path = write("u.csv", HEAD + ROWS)
    first = imported(MAPPING, path, by=ann)
    more = imported(MAPPING, write("v.csv", HEAD + ROWS + "e3,c1,,board,2026-03-01 10:00:00,1,,,\n"), by=ann)

    assert (more.count(Outcome.CREATED), more.count(Outcome.UNCHANGED)) == (1, 2)
    assert imported(MAPPING, path, by=ann).tallies.has_changed_nothing
    undo(batch=first.batch, by=ann, now=NOW)
    assert [row["event_id"] for row in landed()] == ["e3"]


def test_times_with_their_offset_are_read_whole_and_beside_others_one_by_one(ann: Any, write: Write) -> None:
    with_offset = "e1,c1,,a,2026-01-01T10:00:00.500Z,1,,,\ne2,c1,,b,2026-01-01T10:00:00+02:00,1,,,\n"

    imported(MAPPING, write("u.csv", HEAD + with_offset), by=ann)
    imported(
        MAPPING, write("v.csv", HEAD + with_offset.replace("e1", "e3") + "e4,c1,,a,2026-01-01 10:00,1,,,\n"), by=ann
    )

    assert {row["event_id"]: row["occurred_at"] for row in landed()} == {
        "e1": datetime(2026, 1, 1, 10, 0, 0, 500_000, tzinfo=UTC),
        "e2": datetime(2026, 1, 1, 8, tzinfo=UTC),
        "e3": datetime(2026, 1, 1, 10, 0, 0, 500_000, tzinfo=UTC),
        "e4": datetime(2026, 1, 1, 9, tzinfo=UTC),
    }


def test_events_without_an_id_are_known_by_what_their_row_says(ann: Any, write: Write) -> None:
    mapping = MAPPING.replace("    id: id\n", "")

    result = imported(mapping, write("u.csv", HEAD + ROWS), by=ann)

    assert (result.count(Outcome.CREATED), result.count(Outcome.DUPLICATE)) == (2, 1)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("      occurred_at: at\n", "", "usage events need “occurred_at”"),
        ("      feature: what\n", "      faeture: what\n", "Did you mean “feature”?"),
        (", find: id, source: crm", "", "say with `find` by what the account is found"),
        ("find: id, source", "find: colour, source", "cannot be found by “colour”"),
        ("source: crm}", "source: crm, missing: create}", "no account is made for a usage event"),
    ],
)
def test_a_mapping_that_cannot_be_used_says_why(ann: Any, write: Write, old: str, new: str, told: str) -> None:
    with pytest.raises(MappingError, match=told):
        imported(MAPPING.replace(old, new), write("u.csv", HEAD + ROWS), by=ann)


def test_who_may_not_change_accounts_may_not_bring_usage(write: Write) -> None:
    reader = user_with("eve@example.com", Grant(Role.VIEWER, None))

    with pytest.raises(NotAllowedError):
        imported(MAPPING, write("u.csv", HEAD + ROWS), by=reader)


def test_the_usage_of_a_person_who_is_erased_is_nobody_s(ann: Any, write: Write, acme: Account) -> None:
    imported(MAPPING, write("u.csv", HEAD + ROWS), by=ann)
    with recording(actor=None, path="test", now=NOW):
        person = create(model=Contact, values={"name": "Ann Lee", "email": "ann@acme.com", "account": acme})

    erase(person)

    first, second = landed()
    assert (first["user_id"], first["properties"], first["events"]) == (ERASED, None, 3)
    assert second["user_id"] is None

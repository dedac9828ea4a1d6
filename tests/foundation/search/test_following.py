from __future__ import annotations

from contextlib import AbstractContextManager
from threading import Event, Thread

import pytest
from django.db import connections

from tenure.foundation.access.models import User
from tenure.foundation.records import erasure, merging
from tenure.foundation.records.kinds import model_of
from tenure.foundation.records.operations import change, create, delete, undelete
from tenure.foundation.records.recording import Recording, recording
from tenure.foundation.search.following import catch_up, rebuild
from tenure.foundation.search.jobs import follow
from tenure.foundation.search.models import SearchCursor, SearchEntry, SearchPosting, SearchWord
from tests.environment import on_postgresql
from tests.foundation.access.people import VIEWER, new_user
from tests.foundation.search.records import NOW, new, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer() -> User:
    return new_user(VIEWER, email="viewer@example.net", name="Vera Viewer")


def act() -> AbstractContextManager[Recording]:
    return recording(actor=None, path="test", now=NOW)


def test_a_record_is_found_by_its_new_name_only_once_it_is_renamed(viewer: User) -> None:
    account = new("account", name="Northwind")
    assert titles("northwind", viewer) == ["Northwind"]

    with act():
        change(record=account, values={"name": "Contoso"})

    assert titles("northwind", viewer) == []
    assert titles("contoso", viewer) == ["Contoso"]
    assert not SearchWord.objects.filter(text="northwind").exists()


def test_a_row_written_past_the_operations_is_found(viewer: User) -> None:
    account = new("account", name="Northwind")
    titles("northwind", viewer)

    model_of("account").objects.filter(pk=account.pk).update(name="Fabrikam")

    assert titles("fabrikam", viewer) == ["Fabrikam"]


def test_a_deleted_record_is_not_found_until_it_is_brought_back(viewer: User) -> None:
    account = new("account", name="Northwind")
    titles("northwind", viewer)

    with act():
        delete(record=account)
    gone = titles("northwind", viewer)
    with act():
        undelete(record=account)

    assert gone == []
    assert titles("northwind", viewer) == ["Northwind"]


def test_a_record_merged_into_another_is_not_found(viewer: User) -> None:
    keep, other = new("account", name="Northwind"), new("account", name="Northwind Ltd")
    titles("northwind", viewer)

    with act():
        merging.merge(keep=keep, other=other)

    assert titles("northwind", viewer) == ["Northwind"]


def test_an_erased_person_leaves_no_word_behind(viewer: User) -> None:
    contact = new("contact", name="Zbigniew Acmeson", email="zbigniew@acmeson.example")
    new("account", name="Acmeson")
    titles("zbigniew", viewer)

    with act():
        erasure.erase(record=contact)

    assert titles("zbigniew", viewer) == []
    assert titles("acmeson", viewer) == ["Acmeson"]
    assert not SearchWord.objects.filter(text__contains="zbigniew").exists()


def test_what_an_act_writes_after_a_search_within_it_is_found_as_well(viewer: User) -> None:
    with act():
        create(model=model_of("account"), values={"name": "Northwind"})
        titles("northwind", viewer)
        create(model=model_of("account"), values={"name": "Contoso"})

    assert titles("northwind", viewer) == ["Northwind"]
    assert titles("contoso", viewer) == ["Contoso"]


def test_an_act_that_touched_much_is_left_to_the_job(viewer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    follow.job()
    monkeypatch.setattr("tenure.foundation.search.following.FEW_RECORDS", 2)
    with act():
        for number in range(3):
            create(model=model_of("account"), values={"name": f"Northwind {number}"})

    before = titles("northwind", viewer)
    changes = follow.job()

    assert (before, changes) == ([], 1)
    assert titles("northwind", viewer) == ["Northwind 2", "Northwind 1", "Northwind 0"]


def test_a_long_tail_is_indexed_piece_by_piece(viewer: User) -> None:
    follow.job()
    for number in range(5):
        new("account", name=f"Northwind {number}")

    pieces = [catch_up(limit=2) for _ in range(4)]

    assert sum(pieces) == 5
    assert pieces[-1] == 0
    assert SearchEntry.objects.filter(kind_key="account").count() == 5


def test_an_index_made_anew_is_the_same(viewer: User) -> None:
    new("account", name="Northwind Traders", domain="northwind.example")
    deleted = new("account", name="Contoso")
    with act():
        delete(record=deleted)
    follow.job()
    followed = postings()

    rebuild()

    assert postings() == followed
    assert titles("northwind", viewer) == ["Northwind Traders"]


def postings() -> set[tuple[str, int, str, str, int]]:
    columns = ("entry__kind_key", "entry__record_id", "word__text", "field", "weight")
    return set(SearchPosting.objects.values_list(*columns))


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
@pytest.mark.skipif(not on_postgresql(), reason="SQLite commits in order")
def test_a_transaction_that_commits_late_is_not_passed_by(viewer: User) -> None:
    follow.job()
    has_written, may_commit = Event(), Event()
    late = Thread(target=_write_and_wait, args=(has_written, may_commit))
    late.start()
    assert has_written.wait(20)
    new("account", name="Contoso")

    early = titles("contoso", viewer), titles("northwind", viewer)
    may_commit.set()
    late.join(20)

    assert early == (["Contoso"], [])
    assert titles("northwind", viewer) == ["Northwind"]
    assert titles("contoso", viewer) == ["Contoso"]
    assert catch_up() == 0


@pytest.mark.skipif(not on_postgresql(), reason="only there do transactions have numbers")
def test_an_index_that_came_from_another_server_is_followed_from_the_start(viewer: User) -> None:
    follow.job()
    SearchCursor.objects.update(transaction_id=9_000_000_000_000, change_id=5)

    new("account", name="Northwind")

    assert titles("northwind", viewer) == ["Northwind"]


def _write_and_wait(has_written: Event, may_commit: Event) -> None:
    try:
        with act():
            create(model=model_of("account"), values={"name": "Northwind"})
            has_written.set()
            may_commit.wait(20)
    finally:
        connections.close_all()

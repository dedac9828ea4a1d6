"""Many rows at once leave the same records and the same history as one by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from tenure.business.accounts.models import Account
from tenure.foundation.records import bulk, operations
from tenure.foundation.records.model import Record
from tenure.foundation.records.models import Change
from tenure.foundation.records.recording import recording

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")
ROWS = [("Acme", "gold", date(2026, 1, 10)), ("Bolt", "", None), ("Cask", "silver", date(2026, 2, 1))]


def act(reason: str = "") -> Any:
    return recording(actor=None, actor_label="Ann", path="test", now=NOW, reason=reason, zone=ZONE)


def history(model: type[Record]) -> list[dict[str, Any]]:
    rows = model.versions_model._default_manager.order_by("version_id").values()
    hidden = {"version_id", "change_id", "record_id", "public_id"}
    return [{name: value for name, value in row.items() if name not in hidden} for row in rows]


def insert(rows: list[tuple[Any, ...]] = ROWS) -> list[int]:
    with act():
        return bulk.insert_rows(model=Account, fields=("name", "tier", "created_on"), rows=rows)


def test_rows_inserted_at_once_have_the_history_of_rows_created_one_by_one() -> None:
    with transaction.atomic():
        with act():
            for name, tier, created_on in ROWS:
                operations.create(model=Account, values={"name": name, "tier": tier, "created_on": created_on})
        expected = history(Account)
        transaction.set_rollback(True)

    insert()

    assert history(Account) == expected
    assert expected[0]["effective_at"] == datetime(2026, 1, 9, 23, tzinfo=UTC)
    assert expected[1]["effective_at"] == NOW


def test_each_row_gets_an_id_in_order_and_a_public_id_of_its_own() -> None:
    ids = insert()

    assert [Account.objects.get(pk=number).name for number in ids] == ["Acme", "Bolt", "Cask"]
    assert len({account.public_id for account in Account.objects.all()}) == 3
    assert all(account.public_id.startswith("acc_") for account in Account.objects.all())


def test_rows_after_a_bulk_insert_get_ids_of_their_own() -> None:
    ids = insert()
    with act():
        single = operations.create(model=Account, values={"name": "Dune"})
    more = insert()

    assert len({*ids, single.pk, *more}) == 7


def test_rows_come_in_chunks_without_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "CHUNK_ROWS", 2)

    def rows() -> Iterator[tuple[Any, ...]]:
        yield from ROWS

    with act():
        ids = bulk.insert_rows(model=Account, fields=("name", "tier", "created_on"), rows=rows())

    assert len(ids) == Account.objects.count() == Account.versions_model._default_manager.count() == 3


def test_a_row_that_breaks_a_constraint_leaves_none_of_the_batch() -> None:
    with pytest.raises(IntegrityError), act():
        bulk.insert_rows(model=Account, fields=("name", "size"), rows=[("Acme", 5), ("Bolt", -1)])

    assert (Account.objects.count(), Change.objects.count()) == (0, 0)


def test_a_bulk_change_leaves_a_version_for_each_row_that_really_changes() -> None:
    ids = insert()
    with act("Tiers of the new year"):
        changed = bulk.change_rows(model=Account, ids=ids, values={"tier": "gold"})

    versions = Account.versions_model._default_manager.filter(operation="change").order_by("version_id")
    assert changed == 2
    assert [(v.name, v.tier, v.change.reason, v.effective_at) for v in versions] == [  # type: ignore[attr-defined]
        ("Bolt", "gold", "Tiers of the new year", NOW),
        ("Cask", "gold", "Tiers of the new year", NOW),
    ]
    assert set(Account.objects.values_list("tier", flat=True)) == {"gold"}


def test_a_bulk_change_that_changes_nothing_leaves_no_trace() -> None:
    ids = insert([("Acme", "gold", None)])
    with act():
        assert bulk.change_rows(model=Account, ids=ids, values={"tier": "gold"}) == 0

    assert Change.objects.count() == 1

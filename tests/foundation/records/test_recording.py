"""Every change leaves a version that says who, when and why, whoever writes it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from tenure.foundation.records.models import Change, CustomField
from tenure.foundation.records.recording import recording
from tenure.foundation.records.versions.install import MissingTriggersError, check_triggers, install_triggers

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
COLUMNS = "kind_key, key, label, type, options, link_kind, help, is_asked, is_sensitive, position"
Versions = CustomField.versions_model


def add_field(label: str = "Region", key: str = "region") -> CustomField:
    return CustomField.objects.create(kind_key="account", key=key, label=label, type="text")


def test_a_new_row_leaves_a_version_with_actor_reason_and_times() -> None:
    with recording(actor=None, actor_label="Ann", reason="A question from the board", path="test", now=MONDAY):
        field = add_field()

    version = Versions.objects.select_related("change").get(record_id=field.pk)
    assert (version.operation, version.label) == ("create", "Region")
    assert (version.change.actor_label, version.change.reason) == ("Ann", "A question from the board")
    assert version.recorded_at == version.known_from == version.effective_at == version.change.recorded_at == MONDAY


def test_a_changed_row_leaves_one_version_and_an_unchanged_row_none() -> None:
    with recording(actor=None, path="test", now=MONDAY):
        field = add_field()
    with recording(actor=None, path="test", now=MONDAY):
        field.label = "Sales region"
        field.save()
        field.save()

    assert list(Versions.objects.order_by("version_id").values_list("operation", "label")) == [
        ("create", "Region"),
        ("change", "Sales region"),
    ]


def test_an_act_that_changes_nothing_leaves_no_trace() -> None:
    with recording(actor=None, path="test", now=MONDAY):
        field = add_field()
    with recording(actor=None, path="test", now=MONDAY):
        field.save()

    assert Change.objects.count() == 1


def test_an_act_that_fails_leaves_nothing() -> None:
    with pytest.raises(RuntimeError), recording(actor=None, path="test", now=MONDAY):
        add_field()
        raise RuntimeError

    assert (CustomField.objects.count(), Versions.objects.count(), Change.objects.count()) == (0, 0, 0)


def test_an_act_inside_another_joins_it() -> None:
    with recording(actor=None, path="outer", now=MONDAY):
        add_field(key="first")
        with recording(actor=None, path="inner", now=MONDAY):
            add_field(key="second")

    assert set(Versions.objects.values_list("change__path", flat=True)) == {"outer"}
    assert Versions.objects.count() == 2


def test_plain_sql_leaves_versions_under_a_change_of_its_own() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO records_customfield ({COLUMNS}) "
            "VALUES ('account', 'region', 'Region', 'text', '[]', '', '', false, false, 0)"
        )
        cursor.execute("UPDATE records_customfield SET label = 'Zone' WHERE key = 'region'")
        cursor.execute("DELETE FROM records_customfield WHERE key = 'region'")

    rows = Versions.objects.order_by("version_id").values_list("operation", "label", "change__path", "change__reason")
    assert list(rows) == [
        ("create", "Region", "database", "Written directly to the database"),
        ("change", "Zone", "database", "Written directly to the database"),
        ("delete", "Zone", "database", "Written directly to the database"),
    ]
    assert all(Change.objects.values_list("actor_label", flat=True))


def test_a_set_based_update_leaves_a_version_for_each_row_that_changed() -> None:
    with recording(actor=None, path="test", now=MONDAY):
        add_field(key="first", label="Same")
        add_field(key="second", label="Other")
    with recording(actor=None, path="test", now=MONDAY):
        CustomField.objects.update(label="Same")

    assert list(Versions.objects.filter(operation="change").values_list("key", flat=True)) == ["second"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records_customfield_version SET label = 'forged'",
        "DELETE FROM records_customfield_version",
        "UPDATE records_change SET actor_label = 'forged'",
        "DELETE FROM records_change",
    ],
)
def test_history_cannot_be_altered(statement: str) -> None:
    with recording(actor=None, path="test", now=MONDAY):
        add_field()

    with pytest.raises(DatabaseError, match="History cannot be altered"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement)


def test_history_cannot_be_altered_from_within_an_act() -> None:
    with recording(actor=None, path="test", now=MONDAY):
        add_field()

    with pytest.raises(DatabaseError, match="History cannot be altered"):
        with recording(actor=None, path="test", now=MONDAY):
            Versions.objects.update(label="forged")


def test_a_missing_trigger_is_found_and_made_anew() -> None:
    check_triggers()
    is_sqlite = connection.vendor == "sqlite"
    name = "records_customfield_tenure_update" if is_sqlite else "records_customfield_tenure_write"

    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + ("" if is_sqlite else " ON records_customfield"))
    with pytest.raises(MissingTriggersError, match=rf"1 of \d+ .*{name}.*tenure upgrade"):
        check_triggers()

    install_triggers()
    check_triggers()

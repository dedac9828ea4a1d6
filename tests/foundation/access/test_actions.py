from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from tenure.foundation.access.actions import (
    BulkRefusedError,
    bulk_change_records,
    change_record,
    correct_record,
    create_record,
    delete_record,
    erase_person,
    merge_records,
    restore_record,
    undelete_record,
    unmerge_record,
)
from tenure.foundation.access.models import RightsRule, User
from tenure.foundation.access.policy import Grant
from tenure.foundation.access.rights import NotAllowedError, forget
from tenure.foundation.access.roles import Role
from tenure.foundation.organisation.models import Company, Person
from tenure.foundation.records.kinds import Function, model_of
from tenure.foundation.records.models import CustomField
from tenure.foundation.records.operations import UnknownFieldError
from tenure.foundation.records.recording import recording
from tenure.foundation.records.versions.table import Change
from tests.foundation.access.people import ADMINISTRATOR, HEAD_OF_SALES, NOW, SELLER, VIEWER, new_user

pytestmark = pytest.mark.django_db

ACT = {"path": "test", "now": NOW}


@pytest.fixture
def seller() -> User:
    return new_user(SELLER, email="seller@example.com", name="Sally")


@pytest.fixture
def head() -> User:
    return new_user(HEAD_OF_SALES, email="head@example.com", name="Hedy")


def test_a_record_is_written_with_who_why_and_by_which_path(seller: User) -> None:
    account = create_record(
        by=seller, kind="account", values={"name": "Acme"}, reason="Met at a fair", path="web:accounts", now=NOW
    )

    change = Change.objects.get(pk=account.versions_model.objects.get(record_id=account.pk).change_id)
    assert (change.actor, change.actor_label, change.reason, change.path) == (
        seller,
        "Sally",
        "Met at a fair",
        "web:accounts",
    )


def test_a_birth_begins_at_the_company_s_midnight(seller: User) -> None:
    with recording(actor=None, path="test", now=NOW):
        Company.objects.create(name="Acme", currency="EUR", zone="Europe/Berlin")

    account = create_record(by=seller, kind="account", values={"name": "A", "created_on": date(2026, 1, 10)}, **ACT)

    version = account.versions_model.objects.get(record_id=account.pk)
    assert version.effective_at == datetime(2026, 1, 9, 23, 0, tzinfo=UTC)


def test_without_the_right_nothing_is_written(seller: User, head: User) -> None:
    account = create_record(by=seller, kind="account", values={"name": "Acme"}, **ACT)
    other = create_record(by=seller, kind="account", values={"name": "Acme Ltd"}, **ACT)
    viewer, changes = new_user(VIEWER, email="viewer@example.com"), Change.objects.count()
    version = account.versions_model.objects.get(record_id=account.pk)

    refused = [
        lambda: create_record(by=viewer, kind="account", values={"name": "B"}, **ACT),
        lambda: create_record(by=seller, kind="invoice", values={}, **ACT),
        lambda: create_record(by=seller, kind="person", values={"name": "B"}, **ACT),
        lambda: change_record(by=viewer, record=account, values={"name": "B"}, **ACT),
        lambda: correct_record(by=viewer, record=account, values={"name": "B"}, version=version, **ACT),
        lambda: restore_record(by=viewer, record=account, version=version, **ACT),
        lambda: delete_record(by=seller, record=account, **ACT),
        lambda: undelete_record(by=seller, record=account, **ACT),
        lambda: bulk_change_records(by=seller, kind="account", ids=[account.pk], values={"name": "B"}, **ACT),
        lambda: merge_records(by=seller, keep=account, other=other, **ACT),
        lambda: unmerge_record(by=seller, record=account, **ACT),
        lambda: erase_person(by=head, record=account, reason="Asked for", **ACT),
    ]

    for attempt in refused:
        with pytest.raises(NotAllowedError):
            attempt()
    assert Change.objects.count() == changes
    account.refresh_from_db()
    assert account.name == "Acme"


@pytest.mark.parametrize("name", ["tax_id", "public_id", "deleted_at", "merged_into", "merged_into_id", "id"])
def test_a_field_that_is_not_the_user_s_to_write_is_refused(seller: User, name: str) -> None:
    with recording(actor=None, path="test", now=NOW):
        RightsRule.objects.create(role="member", kind_key="account", field="tax_id", level="view")
    account = create_record(by=seller, kind="account", values={"name": "Acme"}, **ACT)

    with pytest.raises(NotAllowedError, match="does not let you write"):
        change_record(by=seller, record=account, values={"name": "B", name: None}, **ACT)

    account.refresh_from_db()
    assert account.name == "Acme"


def test_a_link_given_by_its_id_is_held_to_the_same_right(seller: User) -> None:
    with recording(actor=None, path="test", now=NOW):
        RightsRule.objects.create(role="member", kind_key="account", field="csm", level="view")
        person = Person.objects.create(name="Carl")

    for name, value in (("csm", person), ("csm_id", person.pk)):
        with pytest.raises(NotAllowedError):
            create_record(by=seller, kind="account", values={"name": "A", name: value}, **ACT)


def test_a_sensitive_field_of_the_company_s_own_is_refused(seller: User, head: User) -> None:
    with recording(actor=None, path="test", now=NOW):
        CustomField.objects.create(kind_key="account", key="margin", label="Margin", type="number", is_sensitive=True)

    with pytest.raises(NotAllowedError, match=r"custom\.margin"):
        create_record(by=seller, kind="account", values={"name": "A"}, custom={"margin": 5}, **ACT)
    account = create_record(by=head, kind="account", values={"name": "A"}, custom={"margin": 5}, **ACT)

    assert account.custom == {"margin": 5}


def test_what_is_no_field_at_all_is_told_as_such(seller: User) -> None:
    with pytest.raises(UnknownFieldError):
        create_record(by=seller, kind="account", values={"nmae": "A"}, **ACT)


def test_a_restore_that_would_write_a_hidden_field_is_refused(seller: User) -> None:
    account = create_record(by=seller, kind="account", values={"name": "A", "tax_id": "DE1"}, **ACT)
    first = account.versions_model.objects.get(record_id=account.pk)
    change_record(by=seller, record=account, values={"tax_id": "DE2"}, **ACT)
    with recording(actor=None, path="test", now=NOW):
        RightsRule.objects.create(role="member", kind_key="account", field="tax_id", level="hidden")
    forget(user=seller)

    with pytest.raises(NotAllowedError, match="tax_id"):
        restore_record(by=seller, record=account, version=first, **ACT)


def test_a_version_of_another_record_cannot_be_restored(seller: User) -> None:
    one = create_record(by=seller, kind="account", values={"name": "A"}, **ACT)
    two = create_record(by=seller, kind="account", values={"name": "B"}, **ACT)
    version = two.versions_model.objects.get(record_id=two.pk)

    with pytest.raises(ValidationError, match="not a version of"):
        restore_record(by=seller, record=one, version=version, **ACT)
    with pytest.raises(ValidationError, match="not a version of"):
        correct_record(by=seller, record=one, values={"name": "C"}, version=version, **ACT)


def test_deleting_is_undone_and_restoring_brings_values_back(head: User) -> None:
    account = create_record(by=head, kind="account", values={"name": "A"}, **ACT)
    first = account.versions_model.objects.get(record_id=account.pk)

    delete_record(by=head, record=account, **ACT)
    assert not model_of("account").objects.filter(pk=account.pk).exists()
    undelete_record(by=head, record=account, **ACT)
    change_record(by=head, record=account, values={"name": "B"}, **ACT)
    restore_record(by=head, record=account, version=first, **ACT)

    assert model_of("account").objects.get(pk=account.pk).name == "A"


def test_many_records_change_at_once_each_with_its_version(head: User) -> None:
    accounts = [create_record(by=head, kind="account", values={"name": f"A{n}"}, **ACT) for n in range(3)]
    delete_record(by=head, record=accounts[2], **ACT)

    changed = bulk_change_records(
        by=head, kind="account", ids=[account.pk for account in accounts], values={"segment": "smb"}, **ACT
    )

    assert changed == 2
    last = Change.objects.order_by("-pk")[0]
    assert accounts[0].versions_model.objects.filter(change_id=last.pk).count() == 2


def test_many_records_take_values_of_the_company_s_own(head: User) -> None:
    with recording(actor=None, path="test", now=NOW):
        CustomField.objects.create(kind_key="account", key="tier2", label="Tier", type="text")
    accounts = [create_record(by=head, kind="account", values={"name": f"A{n}"}, **ACT) for n in range(2)]

    changed = bulk_change_records(
        by=head, kind="account", ids=[account.pk for account in accounts], values={}, custom={"tier2": "gold"}, **ACT
    )

    assert changed == 2
    assert {row.custom["tier2"] for row in model_of("account").objects.all()} == {"gold"}


def test_a_value_that_does_not_fit_changes_none_of_many(head: User) -> None:
    account = create_record(by=head, kind="account", values={"name": "A", "size": 5}, **ACT)

    for values, field in [({"status": "nonsense"}, "status"), ({"owner_id": 999}, "owner"), ({"name": ""}, "name")]:
        with pytest.raises(ValidationError) as refused:
            bulk_change_records(by=head, kind="account", ids=[account.pk], values=values, **ACT)
        assert field in refused.value.message_dict
    account.refresh_from_db()
    assert (account.name, account.size) == ("A", 5)


@pytest.mark.django_db(transaction=True)
def test_what_the_database_refuses_changes_none_of_many() -> None:
    head = new_user(HEAD_OF_SALES, email="head@example.com")
    account = create_record(by=head, kind="account", values={"name": "A", "size": 5}, **ACT)

    with pytest.raises(BulkRefusedError, match="none was changed"):
        bulk_change_records(by=head, kind="account", ids=[account.pk], values={"size": -1}, **ACT)

    account.refresh_from_db()
    assert account.size == 5


def test_two_accounts_are_merged_and_parted(head: User) -> None:
    keep = create_record(by=head, kind="account", values={"name": "Acme"}, **ACT)
    other = create_record(by=head, kind="account", values={"name": "Acme Ltd", "domain": "acme.test"}, **ACT)

    merge_records(by=head, keep=keep, other=other, **ACT)
    assert model_of("account").objects.get().domain == "acme.test"
    other.refresh_from_db()
    unmerge_record(by=head, record=other, **ACT)

    assert model_of("account").objects.count() == 2


def test_a_person_is_erased_by_an_administrator_who_says_why() -> None:
    chief = new_user(ADMINISTRATOR, email="chief@example.com")
    sally = new_user(Grant(Role.MEMBER, Function.SUPPORT), email="sally@example.com", name="Sally")
    person = Person.objects.get(user=sally)

    with pytest.raises(ValidationError, match="Say why"):
        erase_person(by=chief, record=person, reason=" ", **ACT)
    erase_person(by=chief, record=person, reason="Asked for on 1 March", **ACT)

    person.refresh_from_db()
    sally.refresh_from_db()
    assert (person.name, person.email) == ("erased", "")
    assert (sally.is_active, sally.name, sally.email) == (False, "erased", f"erased-{sally.pk}@erased.invalid")
    assert Change.objects.order_by("-pk")[0].reason == "Asked for on 1 March"

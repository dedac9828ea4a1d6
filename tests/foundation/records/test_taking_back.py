"""Undo, merge and unmerge, erasure: what goes back, what stays, and what is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from tenure.business.accounts.models import Account, Contact
from tenure.foundation.records import operations
from tenure.foundation.records.erasure import NothingPersonalError, erase
from tenure.foundation.records.history import versions_of
from tenure.foundation.records.merging import CannotMergeError, merge, unmerge
from tenure.foundation.records.models import Change, CustomField, ExternalId
from tenure.foundation.records.recording import Recording, recording
from tenure.foundation.records.reverting import EditedSinceError, revert

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def act() -> Recording:
    return recording(actor=None, actor_label="Ann", path="test", now=NOW)  # type: ignore[return-value]


def account(name: str, **values: object) -> Account:
    with act():
        return operations.create(model=Account, values={"name": name, **values}, external_ids={"crm": name})


def contact(name: str, **values: object) -> Contact:
    with act():
        return operations.create(model=Contact, values={"name": name, **values}, external_ids={"crm": name})


def last_change() -> Change:
    return Change.objects.order_by("-id")[0]


def test_an_undone_act_gives_every_row_its_values_back() -> None:
    first, second = account("Acme", tier="gold"), account("Bolt", tier="gold")
    with act():
        operations.change(record=first, values={"tier": "silver"})
        operations.change(record=second, values={"tier": "bronze"})
        account("Cask")

    change = last_change()
    with act():
        reverted = revert(change=change)

    assert reverted.rows == 4  # two accounts, the third and its external id
    assert list(Account.objects.order_by("name").values_list("name", "tier")) == [("Acme", "gold"), ("Bolt", "gold")]


def test_an_act_edited_since_is_not_undone_and_says_what_was_edited() -> None:
    acme = account("Acme", tier="gold")
    with act():
        operations.change(record=acme, values={"tier": "silver", "region": "north"})
    change = last_change()
    with act():
        operations.change(record=acme, values={"tier": "bronze"})

    with pytest.raises(EditedSinceError, match="Acme: tier"), act():
        revert(change=change)

    acme.refresh_from_db()
    assert (acme.tier, acme.region) == ("bronze", "north")


def test_an_undo_can_be_undone() -> None:
    acme = account("Acme", tier="gold")
    with act():
        operations.change(record=acme, values={"tier": "silver"})
    for _ in range(2):
        change = last_change()
        with act():
            revert(change=change)

    acme.refresh_from_db()
    assert acme.tier == "silver"


def test_a_merge_moves_what_pointed_to_the_other_and_fills_what_was_empty() -> None:
    keep, other = account("Acme", tier="gold"), account("ACME Inc", tier="silver", region="north")
    ann = contact("Ann", account=other)

    with act():
        merge(keep=keep, other=other)

    keep.refresh_from_db()
    ann.refresh_from_db()
    assert (keep.tier, keep.region, ann.account_id) == ("gold", "north", keep.pk)
    assert list(Account.objects.values_list("name", flat=True)) == ["Acme"]
    assert set(
        ExternalId.objects.filter(target_id=keep.pk, kind_key="account").values_list("external_id", flat=True)
    ) == {
        "Acme",
        "ACME Inc",
    }


def test_an_unmerge_parts_them_again_and_keeps_what_was_edited_since() -> None:
    keep, other = account("Acme"), account("ACME Inc", region="north", industry="steel")
    ann, bob = contact("Ann", account=other), contact("Bob", account=other)
    third = account("Cask")
    with act():
        merge(keep=keep, other=other)
    with act():
        operations.change(record=keep, values={"region": "south"})
        operations.change(record=Contact.objects.get(pk=bob.pk), values={"account": third})

    with act():
        other.refresh_from_db()
        result = unmerge(record=other)

    for record in (keep, other, ann, bob):
        record.refresh_from_db()
    assert (other.deleted_at, other.merged_into_id) == (None, None)
    assert (keep.region, keep.industry) == ("south", "")
    assert (ann.account_id, bob.account_id) == (other.pk, third.pk)
    assert sorted(result.left) == ["account Acme: region", "contact Bob: account_id"]


def test_records_of_different_kinds_are_not_merged() -> None:
    with pytest.raises(CannotMergeError, match="Account and a Contact"), act():
        merge(keep=account("Acme"), other=contact("Ann"))


def test_an_account_that_was_never_merged_is_not_parted() -> None:
    with pytest.raises(CannotMergeError, match="was not merged"), act():
        unmerge(record=account("Acme"))


def test_an_erased_person_is_gone_from_every_version_and_the_act_is_kept() -> None:
    ann = contact("Ann Lee", email="ann@example.com")
    with act():
        operations.change(record=ann, values={"email": "ann.lee@example.com", "phone": "555"})

    with recording(actor=None, actor_label="Dora", reason="Asked by the person", path="test", now=NOW):
        erase(record=ann)

    assert (ann.name, ann.email, ann.phone) == ("erased", "", "")
    versions = versions_of(record=ann)
    assert {(v.name, v.email, v.phone) for v in versions} == {("erased", "", "")}  # type: ignore[attr-defined]
    assert (versions[0].operation, versions[0].change.actor_label) == ("erase", "Dora")
    assert not ExternalId.objects.filter(external_id="Ann Lee").exists()
    assert not ExternalId.versions_model.objects.filter(external_id="Ann Lee").exists()


def test_a_kind_without_personal_data_has_nothing_to_erase() -> None:
    with pytest.raises(NothingPersonalError, match="Account"), act():
        erase(record=account("Acme"))


def test_restoring_a_value_of_an_own_field_that_is_gone_is_refused_by_name() -> None:
    with act():
        field = CustomField.objects.create(
            kind_key="account", key="level", label="Level", type="choice", options=["A", "B"]
        )
        acme = operations.create(model=Account, values={"name": "Acme"}, custom={"level": "A"})
    first = versions_of(record=acme)[0]
    with act():
        operations.change(record=acme, values={"tier": "gold"}, custom={"level": "B"})
        field.options = ["B"]
        field.save()

    with act(), pytest.raises(ValidationError) as refused:
        operations.restore(record=acme, version=first)

    acme.refresh_from_db()
    assert refused.value.message_dict == {"custom.level": ["Level: “A” is not among B"]}
    assert (acme.tier, acme.custom) == ("gold", {"level": "B"})

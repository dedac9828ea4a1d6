"""Create, change, correct, delete, restore: what each writes, and from when it holds."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from tenure.business.accounts.models import Account
from tenure.business.sales.models import Opportunity
from tenure.foundation.records import operations
from tenure.foundation.records.history import as_of, differences, shown_as_of, versions_of
from tenure.foundation.records.models import CustomField, ExternalId
from tenure.foundation.records.operations import FutureChangeError, UnknownFieldError
from tenure.foundation.records.recording import NotRecordingError, Recording, recording

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

JANUARY = datetime(2026, 1, 1, tzinfo=UTC)
FEBRUARY = datetime(2026, 2, 1, tzinfo=UTC)
MARCH = datetime(2026, 3, 1, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, tzinfo=UTC)
MAY = datetime(2026, 5, 1, tzinfo=UTC)


def act(now: datetime, **more: object) -> Recording:
    return recording(actor=None, actor_label="Ann", path="test", now=now, **more)  # type: ignore[return-value,arg-type]


def new_account(now: datetime = JANUARY, **values: object) -> Account:
    with act(now):
        return operations.create(model=Account, values={"name": "Acme", "created_on": date(2026, 1, 1), **values})


def tier(account: Account, at: datetime, known_at: datetime | None = None) -> str | None:
    version = as_of(record=account, instant=at, known_at=known_at)
    return None if version is None else version.tier  # type: ignore[attr-defined]


def test_nothing_is_written_outside_an_act() -> None:
    with pytest.raises(NotRecordingError, match="recording"):
        operations.create(model=Account, values={"name": "Acme"})


def test_a_first_version_holds_from_the_day_of_birth_in_the_companys_zone() -> None:
    with act(MARCH, zone=ZoneInfo("America/New_York")):
        account = operations.create(model=Account, values={"name": "Acme", "created_on": date(2026, 1, 10)})

    (version,) = versions_of(record=account)
    assert version.effective_at == datetime(2026, 1, 10, 5, tzinfo=UTC)
    assert version.recorded_at == version.known_from == MARCH
    assert as_of(record=account, instant=datetime(2026, 1, 10, 4, 59, tzinfo=UTC)) is None


def test_a_change_holds_from_now_and_leaves_the_past_as_it_was() -> None:
    account = new_account(tier="gold")
    with act(MARCH):
        operations.change(record=account, values={"tier": "silver"})

    assert [tier(account, at) for at in (JANUARY, FEBRUARY, MARCH, APRIL)] == ["gold", "gold", "silver", "silver"]
    newer, older = versions_of(record=account)
    (difference,) = differences(older=older, newer=newer)
    assert (difference.name, difference.before, difference.after) == ("tier", "gold", "silver")


def test_a_change_from_a_past_day_holds_from_that_day_until_the_next_change_of_the_same_field() -> None:
    account = new_account(tier="gold", region="north")
    with act(MARCH):
        operations.change(record=account, values={"region": "south"})
    with act(APRIL):
        operations.change(record=account, values={"tier": "bronze"})
    with act(MAY):
        operations.change(record=account, values={"tier": "silver"}, effective_at=FEBRUARY)

    assert [tier(account, at) for at in (JANUARY, FEBRUARY, MARCH, APRIL)] == ["gold", "silver", "silver", "bronze"]
    assert as_of(record=account, instant=MARCH).region == "south"  # type: ignore[union-attr]
    account.refresh_from_db()
    assert (account.tier, account.region) == ("bronze", "south")


def test_a_change_from_a_past_day_reaches_the_present_where_nothing_followed() -> None:
    account = new_account(tier="gold")
    with act(MARCH):
        operations.change(record=account, values={"region": "south"})
    with act(MAY):
        operations.change(record=account, values={"tier": "silver"}, effective_at=FEBRUARY)

    account.refresh_from_db()
    assert (account.tier, account.region) == ("silver", "south")


def test_a_correction_holds_from_where_the_corrected_version_held() -> None:
    account = new_account(tier="gold")
    with act(MARCH):
        operations.change(record=account, values={"region": "south"})
    first = versions_of(record=account)[-1]
    with act(APRIL):
        operations.correct(record=account, values={"tier": "silver"}, version=first)

    assert [tier(account, at) for at in (JANUARY, MARCH, MAY)] == ["silver"] * 3
    assert [tier(account, at, known_at=MARCH) for at in (JANUARY, MARCH, MAY)] == ["gold"] * 3
    assert versions_of(record=account)[0].operation == "correct"


def test_what_was_known_late_is_not_known_before() -> None:
    account = new_account(tier="gold")
    with act(MAY, known_from=APRIL):
        operations.change(record=account, values={"tier": "silver"}, effective_at=FEBRUARY)

    assert tier(account, MARCH, known_at=MARCH) == "gold"
    assert tier(account, MARCH, known_at=APRIL) == "silver"


def test_a_change_from_a_coming_day_is_refused() -> None:
    account = new_account()

    with pytest.raises(FutureChangeError, match="plan a task"), act(MARCH):
        operations.change(record=account, values={"tier": "silver"}, effective_at=APRIL)


def test_an_unknown_field_is_refused_by_name() -> None:
    with pytest.raises(UnknownFieldError, match="Account has no field 'colour'"), act(MARCH):
        operations.create(model=Account, values={"name": "Acme", "colour": "red"})


def test_a_missing_name_is_refused_with_the_field() -> None:
    with pytest.raises(ValidationError) as refused, act(MARCH):
        operations.create(model=Account, values={"name": ""})

    assert set(refused.value.message_dict) == {"name"}


def test_a_deleted_record_is_out_of_use_until_it_is_brought_back() -> None:
    account = new_account()

    with act(MARCH):
        operations.delete(record=account)
    assert not Account.objects.exists()
    with act(APRIL):
        operations.undelete(record=account)

    assert Account.objects.get() == account
    assert [version.operation for version in versions_of(record=account)] == ["restore", "delete", "create"]


def test_a_record_takes_on_the_values_of_an_earlier_version() -> None:
    account = new_account(tier="gold")
    first = versions_of(record=account)[0]
    with act(MARCH):
        operations.change(record=account, values={"tier": "silver"})
    with act(APRIL):
        operations.restore(record=account, version=first)

    assert [tier(account, at) for at in (FEBRUARY, MARCH, APRIL)] == ["gold", "silver", "gold"]


def test_external_ids_are_kept_with_the_record() -> None:
    with act(MARCH):
        account = operations.create(model=Account, values={"name": "Acme"}, external_ids={"crm": "0017"})

    assert ExternalId.objects.get(source="crm", external_id="0017").target_id == account.pk


def test_as_of_a_day_before_the_close_neither_the_close_nor_its_outcome_is_seen() -> None:
    with act(MAY):
        won = operations.create(
            model=Opportunity,
            values={
                "account": new_account(),
                "name": "Acme, 50 seats",
                "type": "new",
                "created_at": JANUARY,
                "closed_at": APRIL,
                "outcome": "won",
                "close_date": date(2026, 4, 1),
            },
        )

    version = as_of(record=won, instant=MARCH)
    assert version is not None
    seen = shown_as_of(version=version, instant=MARCH)
    assert (seen["closed_at"], seen["outcome"], seen["close_date"]) == (None, None, date(2026, 4, 1))
    assert shown_as_of(version=version, instant=APRIL)["outcome"] == "won"


@pytest.mark.parametrize(
    ("kind", "given", "stored"),
    [
        ("text", "blue", "blue"),
        ("number", "12.5", 12.5),
        ("money", {"amount": "1200.10", "currency": "eur"}, {"amount": "1200.10", "currency": "EUR"}),
        ("date", date(2026, 3, 1), "2026-03-01"),
        ("choice", "b", "b"),
    ],
)
def test_a_custom_value_is_stored_in_the_form_of_its_type(kind: str, given: object, stored: object) -> None:
    with act(JANUARY):
        CustomField.objects.create(kind_key="account", key="extra", label="Extra", type=kind, options=["a", "b"])
    account = new_account()
    with act(MARCH):
        operations.change(record=account, values={}, custom={"extra": given})

    account.refresh_from_db()
    assert account.custom == {"extra": stored}


@pytest.mark.parametrize(
    ("kind", "given", "message"),
    [
        ("number", "twelve", "not a number"),
        ("money", "12", "amount and a currency"),
        ("date", "1.3.2026", "write it as 2026-03-01"),
        ("choice", "c", "not among a, b"),
        ("person", "per_nobody", "no person per_nobody"),
    ],
)
def test_a_custom_value_of_the_wrong_sort_is_refused_in_words(kind: str, given: object, message: str) -> None:
    with act(JANUARY):
        CustomField.objects.create(kind_key="account", key="extra", label="Extra", type=kind, options=["a", "b"])
    account = new_account()

    with pytest.raises(ValidationError, match=message), act(MARCH):
        operations.change(record=account, values={}, custom={"extra": given})

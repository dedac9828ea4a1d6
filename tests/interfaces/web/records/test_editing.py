"""Changing and correcting: one field in place, the whole form, and two people in the same record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tenure.business.accounts.models import Account, Contact
from tenure.business.sales.models import Opportunity
from tenure.foundation.access.models import User
from tenure.foundation.records import operations
from tenure.foundation.records.history import as_of, versions_of
from tenure.foundation.records.models import CustomField
from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.records.stale import latest_version_id

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

Browse = Callable[..., Client]
PART = {"HX-Request": "true"}


def post_field(client: Client, record: Any, name: str, values: dict[str, Any], base: int | None = None) -> Any:
    data = {"base": latest_version_id(record) if base is None else base, **values}
    return client.post(f"{record_url(record)}field/{name}/", data, headers=PART)


def whole_form(client: Client, address: str) -> dict[str, str]:
    """The form of a page as a browser would send it."""
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    form = soup.select_one("form.record-form")
    found: dict[str, str] = {}
    for field in form.select("input[name], select[name], textarea[name]"):
        if field.get("type") == "checkbox" and not field.has_attr("checked"):
            continue
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            found[field["name"]] = chosen["value"] if chosen else ""
        else:
            found[field["name"]] = field.get_text().lstrip("\n") if field.name == "textarea" else field.get("value", "")
    return found


def test_a_field_is_saved_in_place_and_nothing_else_is_touched(browse: Browse, seller: User, account: Account) -> None:
    answer = post_field(browse(seller), account, "industry", {"industry": "Logistics"})

    account.refresh_from_db()
    assert answer.status_code == 200
    assert (account.industry, account.domain) == ("Logistics", "acme.example")
    newest = versions_of(record=account)[0]
    assert (newest.change.actor, newest.change.path, newest.operation) == (seller, "web:record_field", "change")
    assert f'"undo": "/undo/{newest.change_id}/"' in answer.headers["HX-Trigger"]
    assert "record-changed" in answer.headers["HX-Trigger"]


def test_saving_what_is_the_same_leaves_no_version(browse: Browse, seller: User, account: Account) -> None:
    post_field(browse(seller), account, "industry", {"industry": "Retail"})

    assert len(versions_of(record=account)) == 1


def test_an_amount_is_typed_as_people_write_it_with_its_currency(
    browse: Browse, seller: User, opportunity: Opportunity
) -> None:
    post_field(browse(seller), opportunity, "arr", {"arr": "1,234,567.25", "currency": "usd"})

    opportunity.refresh_from_db()
    assert (opportunity.arr, opportunity.currency) == (Decimal("1234567.25"), "USD")


@pytest.mark.parametrize(
    ("name", "values", "says"),
    [
        ("arr", {"arr": "1.234,50", "currency": "EUR"}, "write it as 1234.50"),
        ("arr", {"arr": "12", "currency": "EURO"}, "is not a currency"),
        ("arr", {"arr": "12", "currency": "ABQ"}, "is not a currency"),
        ("arr", {"arr": "12", "currency": ""}, "in which currency"),
        ("close_date", {"close_date": "tomorrow"}, "valid date"),
        ("name", {"name": ""}, "required"),
        ("type", {"type": "nonsense"}, "Select a valid choice"),
        ("owner", {"owner": "", "owner.text": "Nobody"}, "not found"),
        ("probability", {"probability": "700"}, "outside 0 to 100 percent"),
        ("stage", {"stage": "x" * 101}, "at most 100"),
    ],
)
def test_an_error_stands_beside_its_field_and_keeps_what_was_typed(
    browse: Browse, seller: User, opportunity: Opportunity, name: str, values: dict[str, str], says: str
) -> None:
    answer = post_field(browse(seller), opportunity, name, values)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert says in html
    assert all(f'value="{value}"' in html for key, value in values.items() if value and name not in ("type",))
    assert len(versions_of(record=opportunity)) == 1


def test_a_record_is_picked_by_id_or_by_its_unique_name(
    browse: Browse, seller: User, opportunity: Opportunity, contact: Contact
) -> None:
    client = browse(seller)

    post_field(client, opportunity, "owner", {"owner": "", "owner.text": "sam"})
    post_field(client, opportunity, "contact", {"contact": contact.public_id, "contact.text": "Carla Cole"})

    opportunity.refresh_from_db()
    assert (opportunity.owner, opportunity.contact) == (seller.person, contact)  # type: ignore[attr-defined]

    post_field(client, opportunity, "owner", {"owner": "", "owner.text": ""})
    opportunity.refresh_from_db()
    assert opportunity.owner is None


def test_own_fields_of_every_type_are_edited_in_place(
    browse: Browse, admin: User, account: Account, contact: Contact, act: Callable[..., Any]
) -> None:
    typed: dict[str, tuple[dict[str, str], Any]] = {
        "text": ({"custom.text": "Red"}, "Red"),
        "number": ({"custom.number": "1,200"}, 1200),
        "money": ({"custom.money": "10", "custom.money.currency": "chf"}, {"amount": "10.00", "currency": "CHF"}),
        "date": ({"custom.date": "2026-05-01"}, "2026-05-01"),
        "choice": ({"custom.choice": "Gold"}, "Gold"),
        "person": ({"custom.person": admin.person.public_id}, admin.person.public_id),  # type: ignore[attr-defined]
        "link": ({"custom.link": contact.public_id}, contact.public_id),
    }
    with act():
        for key in typed:
            CustomField.objects.create(
                kind_key="account", key=key, label=key.title(), type=key, options=["Gold"], link_kind="contact"
            )
    client = browse(admin)

    for key, (values, _stored) in typed.items():
        answer = post_field(client, account, f"custom.{key}", values)
        assert answer.status_code == 200, answer.content

    account.refresh_from_db()
    assert account.custom == {key: stored for key, (_values, stored) in typed.items()}


def test_a_change_can_hold_from_a_past_day_with_a_reason(browse: Browse, seller: User, account: Account) -> None:
    values = {"industry": "Logistics", "holds_from": "2026-02-01", "why_changed": "They told us late"}

    post_field(browse(seller), account, "industry", values)

    on_january_end = as_of(record=account, instant=datetime(2026, 1, 31, 20, tzinfo=UTC))
    on_first = as_of(record=account, instant=datetime(2026, 1, 31, 23, 30, tzinfo=UTC))
    assert (on_january_end.industry, on_first.industry) == ("Retail", "Logistics")  # type: ignore[union-attr]
    assert versions_of(record=account)[0].change.reason == "They told us late"


def test_a_change_cannot_hold_from_a_day_to_come(browse: Browse, seller: User, account: Account) -> None:
    answer = post_field(browse(seller), account, "industry", {"industry": "Logistics", "holds_from": "2026-03-11"})

    assert answer.status_code == 422
    assert "For a coming day" in answer.content.decode()


def test_two_people_in_one_field_are_asked_and_nothing_is_overwritten(
    browse: Browse, seller: User, admin: User, account: Account
) -> None:
    opened = latest_version_id(account)
    post_field(browse(admin), account, "industry", {"industry": "Logistics"})

    asked = post_field(browse(seller), account, "industry", {"industry": "Energy"}, base=opened)

    account.refresh_from_db()
    assert asked.status_code == 422
    assert account.industry == "Logistics"
    soup = BeautifulSoup(asked.content, "html.parser")
    assert "Ada changed Industry while you were editing" in soup.get_text()
    assert [dd.get_text() for dd in soup.select(".clash-values dd")] == ["Retail", "Logistics", "Energy"]

    again = {field["name"]: field["value"] for field in soup.select("input[type=hidden]")}
    decided = browse(seller).post(
        f"{record_url(account)}field/industry/", {**again, "industry": "Energy"}, headers=PART
    )

    account.refresh_from_db()
    assert decided.status_code == 200
    assert account.industry == "Energy"


def test_whoever_decided_is_asked_again_if_it_changed_once_more(
    browse: Browse, seller: User, admin: User, account: Account
) -> None:
    opened = latest_version_id(account)
    post_field(browse(admin), account, "industry", {"industry": "Logistics"})
    asked = post_field(browse(seller), account, "industry", {"industry": "Energy"}, base=opened)
    post_field(browse(admin), account, "industry", {"industry": "Media"})
    hidden = BeautifulSoup(asked.content, "html.parser").select("input[type=hidden]")
    again = {field["name"]: field["value"] for field in hidden}

    second = browse(seller).post(f"{record_url(account)}field/industry/", {**again, "industry": "Energy"}, headers=PART)

    account.refresh_from_db()
    assert second.status_code == 422
    assert account.industry == "Media"


def test_the_whole_form_keeps_what_others_changed_in_other_fields_and_tells(
    browse: Browse, seller: User, admin: User, account: Account
) -> None:
    client = browse(seller)
    form = whole_form(client, f"{record_url(account)}change/")
    post_field(browse(admin), account, "region", {"region": "Nordics"})

    answer = client.post(f"{record_url(account)}change/", {**form, "industry": "Energy"}, follow=True)

    account.refresh_from_db()
    assert (account.industry, account.region) == ("Energy", "Nordics")
    assert "Ada changed Region meanwhile; that stays." in answer.content.decode()


def test_the_whole_form_asks_about_the_same_field_and_keeps_the_rest_of_the_input(
    browse: Browse, seller: User, admin: User, account: Account
) -> None:
    client = browse(seller)
    form = whole_form(client, f"{record_url(account)}change/")
    post_field(browse(admin), account, "industry", {"industry": "Media"})

    answer = client.post(f"{record_url(account)}change/", {**form, "industry": "Energy", "region": "Nordics"})

    account.refresh_from_db()
    html = answer.content.decode()
    assert (answer.status_code, account.industry, account.region) == (422, "Media", "")
    assert 'value="Energy"' in html
    assert 'value="Nordics"' in html


def test_an_unchanged_form_writes_nothing(browse: Browse, seller: User, opportunity: Opportunity) -> None:
    client = browse(seller)
    form = whole_form(client, f"{record_url(opportunity)}change/")

    client.post(f"{record_url(opportunity)}change/", form)

    assert len(versions_of(record=opportunity)) == 1


def test_a_correction_rewrites_the_past_from_the_wrong_version_on(
    browse: Browse, seller: User, account: Account
) -> None:
    client = browse(seller)
    form = whole_form(client, f"{record_url(account)}correct/")

    client.post(f"{record_url(account)}correct/", {**form, "industry": "Energy", "why_changed": "Typed wrong"})

    account.refresh_from_db()
    then = as_of(record=account, instant=datetime(2026, 1, 6, tzinfo=UTC))
    newest = versions_of(record=account)[0]
    assert (account.industry, then.industry) == ("Energy", "Energy")  # type: ignore[union-attr]
    assert (newest.operation, newest.change.reason) == ("correct", "Typed wrong")


def test_a_correction_must_differ_and_take_a_version_of_its_own_record(
    browse: Browse, seller: User, account: Account, contact: Contact
) -> None:
    client = browse(seller)
    form = whole_form(client, f"{record_url(account)}correct/")
    foreign = contact.versions_model._default_manager.get().version_id + 1000

    same = client.post(f"{record_url(account)}correct/", form)
    forged = client.post(f"{record_url(account)}correct/", {**form, "version": foreign})

    assert same.status_code == 422
    assert "Nothing is different" in same.content.decode()
    assert forged.status_code == 404


def correct(record: Any, act: Callable[..., Any], **values: Any) -> None:
    with act():
        operations.correct(record=record, values=values, version=versions_of(record=record)[-1])


def test_two_people_correcting_one_field_see_both_values_and_the_second_decides(
    browse: Browse, seller: User, account: Account, act: Callable[..., Any]
) -> None:
    client, address = browse(seller), f"{record_url(account)}correct/"
    form = whole_form(client, address)
    correct(account, act, industry="Media", region="North")

    asked = client.post(address, {**form, "industry": "Energy"})

    account.refresh_from_db()
    soup = BeautifulSoup(asked.content, "html.parser")
    assert asked.status_code == 422
    assert [value.get_text() for value in soup.select(".clash-values dd")] == ["Retail", "Media", "Energy"]
    assert account.industry == "Media"

    again = {field["name"]: field.get("value", "") for field in soup.select("form.record-form input[type=hidden]")}
    done = client.post(address, {**form, **again, "industry": "Energy"})

    account.refresh_from_db()
    assert done.status_code == 302
    assert (account.industry, account.region) == ("Energy", "North")


def test_what_another_corrected_meanwhile_stays_where_the_correction_does_not_touch_it(
    browse: Browse, seller: User, account: Account, act: Callable[..., Any]
) -> None:
    client, address = browse(seller), f"{record_url(account)}correct/"
    form = whole_form(client, address)
    correct(account, act, region="North")

    client.post(address, {**form, "industry": "Energy"})

    account.refresh_from_db()
    then = as_of(record=account, instant=datetime(2026, 1, 6, tzinfo=UTC))
    assert (account.industry, account.region) == ("Energy", "North")
    assert (then.industry, then.region) == ("Energy", "North")  # type: ignore[union-attr]


def test_a_change_made_while_a_correction_lay_open_is_told_not_passed_by(
    browse: Browse, seller: User, account: Account, act: Callable[..., Any]
) -> None:
    client, address = browse(seller), f"{record_url(account)}correct/"
    form = whole_form(client, address)
    with act():
        operations.change(record=account, values={"industry": "Media"})

    asked = client.post(address, {**form, "industry": "Energy"})

    assert asked.status_code == 422
    assert "Setup changed Industry while you were editing." in asked.content.decode()


def test_a_correction_with_the_base_of_another_record_is_refused(
    browse: Browse, seller: User, account: Account
) -> None:
    client, address = browse(seller), f"{record_url(account)}correct/"

    answer = client.post(address, {**whole_form(client, address), "industry": "Energy", "base": "999999"})

    assert answer.status_code == 422
    assert "does not belong to this record" in answer.content.decode()


def test_a_form_with_the_version_of_another_record_is_refused(browse: Browse, seller: User, account: Account) -> None:
    answer = post_field(browse(seller), account, "industry", {"industry": "Energy"}, base=999_999)

    account.refresh_from_db()
    assert answer.status_code == 422
    assert account.industry == "Retail"


def test_a_moment_is_typed_on_the_companys_clock(browse: Browse, seller: User, opportunity: Opportunity) -> None:
    post_field(browse(seller), opportunity, "qualified_at", {"qualified_at": "2026-02-05T10:30"})

    opportunity.refresh_from_db()
    assert opportunity.qualified_at == datetime(2026, 2, 5, 9, 30, tzinfo=UTC)


def test_an_account_that_is_deleted_cannot_be_edited(
    browse: Browse, admin: User, account: Account, act: Callable[..., Any]
) -> None:
    base = latest_version_id(account)
    with act():
        operations.delete(record=account)

    assert post_field(browse(admin), account, "industry", {"industry": "x"}, base=base).status_code == 404
    assert date(2026, 1, 5) == account.created_on


def test_a_form_is_filled_with_today_whatever_day_the_page_is_read_as_of(
    browse: Browse, seller: User, account: Account, act: Callable[..., Any]
) -> None:
    with act(datetime(2026, 3, 1, tzinfo=UTC)):
        operations.change(record=account, values={"industry": "Energy"})
    client = browse(seller)

    form = whole_form(client, f"{record_url(account)}change/?as_of=2026-02-01")
    in_place = client.get(f"{record_url(account)}field/industry/?as_of=2026-02-01").content.decode()

    assert form["industry"] == "Energy"
    assert 'value="Energy"' in in_place

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from tenure.foundation.access.models import User
from tenure.foundation.access.roles import Level, Role
from tenure.foundation.access.rules import save_rule
from tenure.foundation.records.models import CustomField
from tenure.foundation.records.operations import change
from tenure.foundation.records.recording import recording
from tenure.foundation.search import search
from tenure.foundation.search.models import SearchPosting
from tests.foundation.access.people import ADMINISTRATOR, HEAD_OF_SALES, VIEWER, new_user
from tests.foundation.search.records import NOW, new, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer() -> User:
    return new_user(VIEWER, email="viewer@example.net", name="Vera Viewer")


@pytest.mark.parametrize(
    "typed",
    ["Northwind", "Nortwind", "Norhtwind", "Morthwind", "Northwnid", "nort", "NORTHWIND traders", "Traders Northwind"],
)
def test_a_name_is_found_although_it_is_mistyped(typed: str, viewer: User) -> None:
    new("account", name="Northwind Traders")
    new("account", name="Contoso")

    assert titles(typed, viewer) == ["Northwind Traders"]


@pytest.mark.parametrize("typed", ["zoe muller", "Zoë Müller", "ZOË", "Mueler", "lodz", "Strasse"])
def test_accents_and_case_make_no_difference(typed: str, viewer: User) -> None:
    new("account", name="Zoë Müller Łódź Straße")

    assert titles(typed, viewer) == ["Zoë Müller Łódź Straße"]


@pytest.mark.parametrize("typed", ["anna.berg@example.com", "anna.berg@exa", "anna.brg@example.com", "berg example"])
def test_an_e_mail_address_is_found_whole_begun_mistyped_and_by_its_parts(typed: str, viewer: User) -> None:
    account = new("account", name="Acme")
    new("contact", name="A. Berg", email="Anna.Berg@example.com", account=account)
    new("contact", name="Otto", email="otto@elsewhere.org")

    hits = search(text=typed, user=viewer)

    assert [(hit.kind_key, hit.title, hit.subtitle) for hit in hits] == [("contact", "A. Berg", "Acme")]


def test_only_the_last_word_may_be_unfinished_and_every_word_must_be_there(viewer: User) -> None:
    new("account", name="Blue Harbour Logistics")

    assert titles("blue harb", viewer) == ["Blue Harbour Logistics"]
    assert titles("bl harbour", viewer) == []
    assert titles("blue mountain", viewer) == []


def test_a_whole_title_goes_before_an_exact_word_a_beginning_a_mistyping_and_a_text(viewer: User) -> None:
    new("account", name="Elsewhere", description="Once bought from Acme")
    new("account", name="Acne")
    new("account", name="Acmeville")
    new("account", name="Acme Renewables of the North")
    new("account", name="Acme")

    found = titles("acme", viewer)

    assert found == ["Acme", "Acme Renewables of the North", "Acmeville", "Acne", "Elsewhere"]


def test_a_search_can_be_narrowed_to_kinds_and_cut_short(viewer: User) -> None:
    new("account", name="Acme")
    new("contact", name="Acme Reception")

    assert titles("acme", viewer, kinds=["contact"]) == ["Acme Reception"]
    assert titles("acme", viewer, limit=1) == ["Acme"]


@pytest.mark.parametrize("typed", ["", "  ", "!?", "%", "_", "'; --", "\x00"])
def test_what_holds_no_word_finds_nothing(typed: str, viewer: User) -> None:
    new("account", name="Acme")

    assert search(text=typed, user=viewer) == []


def test_kinds_that_the_user_may_not_view_are_not_found(viewer: User) -> None:
    new("gl", description="Severance payment", category="revenue_services", period=date(2026, 3, 1))
    chief = new_user(ADMINISTRATOR, email="chief@example.net", name="Chief")

    assert titles("severance", viewer) == []
    assert titles("severance", chief) == ["Severance payment"]
    assert search(text="severance", user=AnonymousUser()) == []


def test_a_field_that_is_hidden_from_the_user_betrays_nothing(viewer: User) -> None:
    new("account", name="Acme", description="Takeover planned")
    manager = new_user(HEAD_OF_SALES, email="head@example.net", name="Head")
    chief = new_user(ADMINISTRATOR, email="chief@example.net", name="Chief")

    hide(field="description", by=chief)

    assert titles("takeover", viewer) == []
    assert titles("acme", viewer) == ["Acme"]
    assert titles("takeover", manager) == ["Acme"]


def test_records_whose_title_is_hidden_are_not_found_at_all(viewer: User) -> None:
    new("account", name="Acme", description="Takeover planned")
    chief = new_user(ADMINISTRATOR, email="chief@example.net", name="Chief")

    hide(field="name", by=chief)

    assert titles("takeover", viewer) == []


def test_the_company_s_own_texts_are_found_and_sensitive_ones_never(viewer: User) -> None:
    with recording(actor=None, path="test", now=NOW):
        for key, is_sensitive in (("motto", False), ("secret", True)):
            CustomField.objects.create(
                kind_key="account", key=key, label=key, type="text", is_sensitive=is_sensitive, position=1
            )
    new("account", name="Acme", custom={"motto": "Onwards", "secret": "Bankrupt"})
    chief = new_user(ADMINISTRATOR, email="chief@example.net", name="Chief")

    assert titles("onwards", viewer) == ["Acme"]
    assert titles("bankrupt", chief) == []


def hide(*, field: str, by: User) -> None:
    """Viewers no longer see this field of accounts."""
    rule = {"role": Role.VIEWER, "function": None, "kind_key": "account", "field": field, "level": Level.HIDDEN}
    save_rule(by=by, path="test", now=NOW, **rule)


def test_a_field_that_is_no_longer_sensitive_is_found_and_one_that_becomes_so_is_not(viewer: User) -> None:
    with recording(actor=None, path="test", now=NOW):
        field = CustomField.objects.create(kind_key="account", key="motto", label="Motto", type="text", position=1)
    new("account", name="Acme", custom={"motto": "Onwards"})
    assert titles("onwards", viewer) == ["Acme"]

    for is_sensitive, found in ((True, []), (False, ["Acme"])):
        with recording(actor=None, path="test", now=NOW):
            field.is_sensitive = is_sensitive
            field.save()
        assert titles("onwards", viewer) == found
        assert SearchPosting.objects.filter(field="custom.motto").exists() is bool(found)


def test_a_value_of_the_companys_own_is_found_once_it_is_changed(viewer: User) -> None:
    with recording(actor=None, path="test", now=NOW):
        CustomField.objects.create(kind_key="account", key="motto", label="Motto", type="text", position=1)
    acme = new("account", name="Acme", custom={"motto": "Onwards"})
    assert titles("onwards", viewer) == ["Acme"]

    with recording(actor=None, path="test", now=NOW):
        change(record=acme, values={}, custom={"motto": "Sideways"})

    assert titles("onwards", viewer) == []
    assert titles("sideways", viewer) == ["Acme"]


def test_a_title_is_found_although_its_word_stands_nearly_everywhere(
    viewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenure.foundation.search.matching.MOST_PLACES", 3)
    new("account", name="Example")
    new("account", name="Sample", description="Not an example")
    account = new("account", name="Acme")
    for number in range(9):
        new("contact", name=f"Person {number}", email=f"person{number}@example.net", account=account)

    assert titles("example", viewer)[0] == "Example"
    assert titles("person 4", viewer)[0] == "Person 4"


def test_a_mistyped_word_is_found_although_all_its_letters_are_common(
    viewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenure.foundation.search.matching.COMMON_GRAM", 0)
    new("account", name="Northwind")

    assert titles("nortwind", viewer) == ["Northwind"]

"""What people change about their own login, and which sessions end with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from tenure.foundation.access.models import SignInEvent, User
from tenure.foundation.access.own_account import account_of, rename, replace_password
from tenure.foundation.access.users import activate, deactivate
from tenure.foundation.mail.models import Mail
from tenure.foundation.organisation.models import Person
from tenure.foundation.records.history import versions_of
from tests.foundation.access.people import ADMINISTRATOR, NOW, PASSWORD, SELLER, new_user

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

LATER = NOW + timedelta(hours=1)
OTHER = "rain on the tin roof"


@pytest.fixture(autouse=True)
def _no_tries_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ada() -> User:
    return new_user(SELLER, email="ada@example.com", name="Ada")


def signed_in(user: User, password: str = PASSWORD) -> Client:
    client = Client()
    answer = client.post("/account/login/", {"login": user.email, "password": password})
    assert answer.headers["Location"] == "/"
    return client


def is_in(client: Client) -> bool:
    return client.get("/inbox/").status_code == 200


def change_to(client: Client, address: str) -> Any:
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client.post("/account/email/", {"email": address, "action_add": "1"})


def link_in(mail: Mail) -> str:
    found = re.search(r"http://[^/]+(/account/\S+)", mail.text)
    assert found is not None
    return found[1]


def test_a_new_name_is_the_person_s_too_and_history_says_who_gave_it(ada: User) -> None:
    rename(user=ada, name="  Ada   Byron ", path="web:/settings/profile/", now=LATER)

    person = Person.objects.get(user=ada)
    assert (User.objects.get(pk=ada.pk).name, person.name) == ("Ada Byron", "Ada Byron")
    change = versions_of(record=person)[0].change
    assert (change.actor, change.reason) == (ada, "Changed their own name")


def test_no_name_is_refused(ada: User) -> None:
    with pytest.raises(ValidationError, match="Give a name"):
        rename(user=ada, name="  ", path="test", now=LATER)


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(ada: User) -> None:
    here, there = signed_in(ada), signed_in(ada)

    here.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER})

    assert (is_in(here), is_in(there)) == (True, False)
    assert account_of(user=ada).session_count == 1


def test_a_reset_password_ends_every_session_and_its_link_works_once(ada: User) -> None:
    there = signed_in(ada)
    visitor = Client()
    visitor.post("/account/password/reset/", {"email": "ada@example.com"})
    link = link_in(Mail.objects.get())
    form = visitor.get(link).headers["Location"]

    visitor.post(form, {"password1": OTHER, "password2": OTHER})

    assert not is_in(there)
    assert is_in(signed_in(ada, OTHER))
    assert "This link no longer works" in Client().get(link).content.decode()


def test_a_password_given_on_the_command_line_ends_every_session(ada: User) -> None:
    there = signed_in(ada)

    replace_password(user=ada, password=OTHER, now=LATER, path="cli:users")

    assert not is_in(there)
    assert is_in(signed_in(ada, OTHER))


def test_a_login_kept_out_loses_all_its_sessions_for_good(ada: User) -> None:
    chief = new_user(ADMINISTRATOR, email="chief@example.com")
    here, there = signed_in(ada), signed_in(ada)

    deactivate(by=chief, user=ada, path="test", now=LATER)
    assert (is_in(here), is_in(there)) == (False, False)

    activate(by=chief, user=ada, grants=[SELLER], path="test", now=LATER)
    assert (is_in(here), is_in(there)) == (False, False)


def test_a_new_address_holds_once_its_link_is_followed(ada: User) -> None:
    client = signed_in(ada)

    change_to(client, "ada@byron.example")

    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == ("ada@byron.example", "Confirm your new address")
    assert mail.secret_until is not None
    assert User.objects.get().email == "ada@example.com"
    assert "Is this your address?" in client.get(link_in(mail)).content.decode()
    assert User.objects.get().email == "ada@example.com"

    answer = client.post(link_in(mail))

    ada.refresh_from_db()
    assert answer.headers["Location"] == "/account/email/"
    assert (ada.email, Person.objects.get(user=ada).email) == ("ada@byron.example", "ada@byron.example")
    told = Mail.objects.exclude(pk=mail.pk).get()
    assert (told.to, told.subject) == ("ada@example.com", "Your sign-in address was changed")
    assert list(SignInEvent.objects.order_by("pk").values_list("kind", flat=True)) == ["signed_in", "email_changed"]
    assert is_in(signed_in(ada))


def test_an_address_of_somebody_else_cannot_be_taken(ada: User) -> None:
    new_user(SELLER, email="ben@example.com", name="Ben")
    client = signed_in(ada)

    change_to(client, "BEN@example.com")
    for mail in Mail.objects.all():
        if "/account/confirm-email/" in mail.text:
            client.post(link_in(mail))

    ada.refresh_from_db()
    assert ada.email == "ada@example.com"
    assert sorted(User.objects.values_list("email", flat=True)) == ["ada@example.com", "ben@example.com"]


def test_an_address_is_not_changed_by_whoever_finds_the_screen_open(ada: User) -> None:
    answer = signed_in(ada).post("/account/email/", {"email": "mallory@example.com", "action_add": "1"})

    assert answer.headers["Location"] == "/account/reauthenticate/?next=%2Faccount%2Femail%2F"
    assert not Mail.objects.exists()


def test_a_made_up_link_confirms_nothing(ada: User) -> None:
    client = signed_in(ada)
    change_to(client, "ada@byron.example")

    answer = client.get("/account/confirm-email/made-up/")

    assert "This link no longer works" in answer.content.decode()
    assert User.objects.get().email == "ada@example.com"


def test_a_change_that_is_called_off_leaves_the_old_address(ada: User) -> None:
    client = signed_in(ada)
    change_to(client, "ada@byron.example")
    mail = Mail.objects.get()

    client.post("/account/email/", {"email": "ada@byron.example", "action_remove": "1"})
    client.post(link_in(mail))

    ada.refresh_from_db()
    assert ada.email == "ada@example.com"

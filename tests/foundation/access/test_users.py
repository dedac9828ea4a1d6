from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tenure.foundation.access.models import RoleAssignment, User
from tenure.foundation.access.policy import Grant
from tenure.foundation.access.rights import NotAllowedError
from tenure.foundation.access.roles import Role
from tenure.foundation.access.users import (
    LastAdministratorError,
    activate,
    change_roles,
    deactivate,
    from_json,
    grants_of,
)
from tenure.foundation.organisation.models import Person
from tenure.foundation.records.kinds import Function
from tenure.foundation.records.recording import recording
from tests.foundation.access.people import ADMINISTRATOR, HEAD_OF_SALES, NOW, SELLER, VIEWER, new_user

pytestmark = pytest.mark.django_db


def test_an_address_is_one_login_whatever_its_case() -> None:
    new_user(VIEWER, email="Ada@Example.com")

    assert User.objects.get_by_natural_key("ADA@example.COM").email == "ada@example.com"
    with pytest.raises(ValidationError, match="already"):
        new_user(VIEWER, email="ADA@EXAMPLE.COM")


def test_a_login_finds_its_person_by_the_address() -> None:
    with recording(actor=None, path="test", now=NOW):
        person = Person.objects.create(name="Ada Byron", email="Ada@Example.com")

    user = new_user(SELLER, email="ada@example.com")

    person.refresh_from_db()
    assert person.user == user
    assert Person.objects.count() == 1


def test_a_change_of_roles_leaves_who_and_why() -> None:
    chief, user = new_user(ADMINISTRATOR, email="chief@example.com"), new_user(SELLER)

    change_roles(by=chief, user=user, grants=[HEAD_OF_SALES, VIEWER], path="web:users", now=NOW, reason="Promoted")

    assert grants_of(user=user) == {HEAD_OF_SALES, VIEWER}
    versions = RoleAssignment.versions_model.objects.filter(user_id=user.pk, change__reason="Promoted")
    assert sorted((version.role, version.operation) for version in versions) == [
        ("manager", "create"),
        ("member", "delete"),
        ("viewer", "create"),
    ]
    assert {version.change.actor for version in versions} == {chief}


def test_the_last_administrator_stays() -> None:
    chief = new_user(ADMINISTRATOR, email="chief@example.com")

    with pytest.raises(LastAdministratorError, match="somebody else administrator first"):
        change_roles(by=chief, user=chief, grants=[VIEWER], path="test", now=NOW)
    with pytest.raises(LastAdministratorError):
        deactivate(by=chief, user=chief, path="test", now=NOW)

    assert grants_of(user=chief) == {ADMINISTRATOR}
    assert User.objects.get(pk=chief.pk).is_active


def test_an_inactive_administrator_is_none() -> None:
    chief = new_user(ADMINISTRATOR, email="chief@example.com")
    second = new_user(ADMINISTRATOR, email="second@example.com")

    deactivate(by=chief, user=second, path="test", now=NOW)

    with pytest.raises(LastAdministratorError):
        deactivate(by=chief, user=chief, path="test", now=NOW)


def test_somebody_kept_out_is_out_at_once_and_can_be_let_in_again() -> None:
    chief, user = new_user(ADMINISTRATOR, email="chief@example.com"), new_user(SELLER)
    client = Client()
    client.force_login(user)
    assert "_auth_user_id" in client.session

    deactivate(by=chief, user=user, path="test", now=NOW)

    answer = client.get("/account/sessions/")
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/account/login/")
    assert grants_of(user=user) == set()
    activate(by=chief, user=user, grants=[VIEWER], path="test", now=NOW)
    assert grants_of(user=user) == {VIEWER}


def test_only_administrators_change_logins() -> None:
    head, user = new_user(HEAD_OF_SALES, email="head@example.com"), new_user(SELLER)

    for act in (change_roles, activate):
        with pytest.raises(NotAllowedError):
            act(by=head, user=user, grants=[ADMINISTRATOR], path="test", now=NOW)
    with pytest.raises(NotAllowedError):
        deactivate(by=head, user=user, path="test", now=NOW)


@pytest.mark.parametrize(
    "grant",
    [Grant(Role.MEMBER), Grant(Role.VIEWER, Function.SALES), Grant(Role.MANAGER, Function.COMPANY)],
)
def test_a_role_that_is_not_whole_is_refused(grant: Grant) -> None:
    with pytest.raises(ValidationError, match="role"):
        new_user(grant)


@pytest.mark.parametrize("roles", [[{"role": "king", "function": None}], [{"role": "viewer"}], "viewer", [None]])
def test_roles_that_were_tampered_with_are_refused(roles: object) -> None:
    with pytest.raises(ValidationError, match="no roles that Tenure knows"):
        from_json(roles=roles)

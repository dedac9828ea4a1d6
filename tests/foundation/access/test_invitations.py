from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from tenure.foundation.access.invitations import (
    ExpiredInvitationError,
    RevokedInvitationError,
    UnknownInvitationError,
    UsedInvitationError,
    accept,
    invitation_by,
    invite,
    open_invitations,
    revoke,
)
from tenure.foundation.access.models import Invitation, User
from tenure.foundation.access.rights import NotAllowedError
from tenure.foundation.access.users import grants_of
from tenure.foundation.mail.models import Mail
from tests.foundation.access.people import ADMINISTRATOR, HEAD_OF_SALES, NOW, PASSWORD, SELLER, VIEWER, new_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> User:
    return new_user(ADMINISTRATOR, email="chief@example.com", name="Charles")


def _invited(chief: User, email: str = "ada@example.com") -> str:
    """The secret in the mail that went out."""
    invite(by=chief, email=email, name="Ada", grants=[SELLER], path="test", now=NOW)
    text = Mail.objects.filter(to=email).order_by("-pk")[0].text
    found = re.search(r"http://127\.0\.0\.1:8000/account/invitation/([\w-]+)/", text)
    assert found
    return found[1]


def test_the_invited_come_in_with_the_promised_roles(chief: User) -> None:
    token = _invited(chief, email="Ada@Example.com".lower())

    user = accept(token=token, name="Ada Byron", password=PASSWORD, now=NOW + timedelta(days=6))

    assert (user.email, user.name, user.check_password(PASSWORD)) == ("ada@example.com", "Ada Byron", True)
    assert grants_of(user=user) == {SELLER}
    assert Invitation.objects.get().accepted_by == user


def test_the_secret_itself_is_not_kept(chief: User) -> None:
    token = _invited(chief)

    invitation = Invitation.objects.get()

    assert token not in repr({field.name: getattr(invitation, field.name) for field in invitation._meta.fields})
    assert len(invitation.token_hash) == 64


def test_a_link_works_once(chief: User) -> None:
    token = _invited(chief)
    accept(token=token, name="Ada", password=PASSWORD, now=NOW)

    with pytest.raises(UsedInvitationError, match="Sign in"):
        accept(token=token, name="Mallory", password=PASSWORD, now=NOW)

    assert User.objects.filter(email="ada@example.com").count() == 1


def test_a_link_that_was_read_before_it_was_used_works_once_too(chief: User) -> None:
    token = _invited(chief)
    stale = invitation_by(token=token, now=NOW)
    accept(token=token, name="Ada", password=PASSWORD, now=NOW)

    from tenure.foundation.access.invitations import admit

    with pytest.raises(UsedInvitationError):
        admit(invitation=stale, name="Ada", password=PASSWORD, now=NOW, path="test")


def test_a_link_expires(chief: User) -> None:
    token = _invited(chief)

    with pytest.raises(ExpiredInvitationError, match="new one"):
        accept(token=token, name="Ada", password=PASSWORD, now=NOW + timedelta(days=7))


@pytest.mark.parametrize("token", ["", "x", "0" * 43, "../../admin", "' OR 1=1 --", "ä" * 500])
def test_a_forged_link_is_refused(chief: User, token: str) -> None:
    _invited(chief)

    with pytest.raises(UnknownInvitationError, match="not one of ours"):
        accept(token=token, name="Mallory", password=PASSWORD, now=NOW)


def test_the_hash_is_no_secret(chief: User) -> None:
    _invited(chief)

    with pytest.raises(UnknownInvitationError):
        invitation_by(token=Invitation.objects.get().token_hash, now=NOW)


def test_a_link_that_was_taken_back_or_replaced_is_refused(chief: User) -> None:
    first = _invited(chief)
    second = _invited(chief)
    with pytest.raises(RevokedInvitationError, match="latest mail"):
        invitation_by(token=first, now=NOW)

    revoke(by=chief, invitation=invitation_by(token=second, now=NOW), path="test", now=NOW)

    with pytest.raises(RevokedInvitationError):
        invitation_by(token=second, now=NOW)
    assert not open_invitations(now=NOW).exists()


def test_a_weak_password_leaves_the_link_usable(chief: User) -> None:
    token = _invited(chief)

    with pytest.raises(ValidationError) as refused:
        accept(token=token, name="Ada", password="12345", now=NOW)

    assert "password" in refused.value.message_dict
    assert accept(token=token, name="Ada", password=PASSWORD, now=NOW).is_active


def test_only_administrators_invite() -> None:
    with pytest.raises(NotAllowedError):
        invite(by=new_user(HEAD_OF_SALES), email="a@example.com", grants=[SELLER], path="test", now=NOW)


def test_what_is_no_invitation_is_refused_and_sends_nothing(chief: User) -> None:
    new_user(VIEWER, email="there@example.com")

    for wrong, field in [
        ({"email": "nobody", "grants": [SELLER]}, "email"),
        ({"email": "There@example.com", "grants": [SELLER]}, "email"),
        ({"email": "ada@example.com", "grants": []}, "roles"),
    ]:
        with pytest.raises(ValidationError) as refused:
            invite(by=chief, path="test", now=NOW, **wrong)
        assert field in refused.value.message_dict
    assert not Mail.objects.exists()

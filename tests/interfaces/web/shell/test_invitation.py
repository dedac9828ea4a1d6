"""From the invitation by mail to the first page."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client

from tenure.foundation.access.models import Invitation, RoleAssignment, User
from tenure.foundation.mail.models import Mail

INVITED = {"email": "carla@example.com", "name": "Carla Ruiz", "roles": ["member:support"]}


def test_an_invited_person_chooses_a_password_and_is_in_with_the_promised_role(
    anna: User, signed_in: Callable[[User], Client]
) -> None:
    signed_in(anna).post("/settings/invitations/", INVITED)
    link = _link()
    visitor = Client()

    assert "Anna Bergmann has invited you" in visitor.get(link).content.decode()
    weak = visitor.post(link, {"name": "Carla Ruiz", "password": "short"}).content.decode()
    answer = visitor.post(link, {"name": "Carla Ruiz", "password": "rain on the tin roof"})

    assert "too short" in weak
    assert answer.headers["Location"] == "/"
    carla = User.objects.get(email="carla@example.com")
    assert [(row.role, row.function) for row in RoleAssignment.objects.filter(user=carla)] == [("member", "support")]
    assert "Carla" in visitor.get("/inbox/").content.decode()


def test_a_link_works_once_and_a_made_up_one_never(anna: User, signed_in: Callable[[User], Client]) -> None:
    signed_in(anna).post("/settings/invitations/", INVITED)
    link = _link()
    Client().post(link, {"name": "Carla Ruiz", "password": "rain on the tin roof"})

    again = Client().post(link, {"name": "Eve", "password": "rain on the tin roof"})
    made_up = Client().get("/account/invitation/made-up/")

    assert again.status_code == 410
    assert "was used already" in again.content.decode()
    assert made_up.status_code == 410
    assert User.objects.count() == 2


def test_an_invitation_taken_back_no_longer_opens(anna: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(anna)
    client.post("/settings/invitations/", INVITED)

    client.post(f"/settings/invitations/{Invitation.objects.get().pk}/revoke/")

    assert Client().get(_link()).status_code == 410
    assert "Taken back" in client.get("/settings/invitations/").content.decode()


def test_an_invitation_without_a_role_is_refused_beside_the_roles(
    anna: User, signed_in: Callable[[User], Client]
) -> None:
    page = signed_in(anna).post("/settings/invitations/", {"email": "carla@example.com"}).content.decode()

    assert "Choose at least one role" in page
    assert not Invitation.objects.exists()


def _link() -> str:
    found = re.search(r"http://[^/]+(/account/invitation/\S+)", Mail.objects.get().text)
    assert found is not None
    return found[1]

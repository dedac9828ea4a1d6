"""Tasks are ticked off where they are listed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tenure.business.accounts.models import Account
from tenure.foundation.access.models import RightsRule, User
from tenure.foundation.organisation.models import Person
from tenure.foundation.records import operations
from tenure.lifecycle.work.models import Task
from tenure.lifecycle.work.operations import add_task

SignIn = Callable[[User], Client]


@pytest.fixture
def task(ben: User, act: Callable[..., Any]) -> Task:
    """Ben is to call Acme."""
    with act():
        acme = operations.create(model=Account, values={"name": "Acme"})
        ben_himself = Person.objects.filter(user=ben).first() or operations.create(
            model=Person, values={"name": "Ben", "email": ben.email, "user": ben}
        )
        return add_task(title="Call them", assignee=ben_himself, due_on=date(2026, 3, 9), about=acme)


@pytest.mark.parametrize("address", ["/", "/inbox/"])
def test_a_task_says_what_it_is_about(task: Task, ben: User, signed_in: SignIn, address: str) -> None:
    soup = BeautifulSoup(signed_in(ben).get(address).content, "html.parser")

    assert [about.get_text() for about in soup.select(".home-about")] == ["Acme"]
    assert [tick["aria-checked"] for tick in soup.select(".home-row [role=checkbox]")] == ["false"]


def test_what_it_is_about_is_not_told_to_whom_it_is_hidden_from(
    task: Task, ben: User, signed_in: SignIn, act: Callable[..., Any]
) -> None:
    with act():
        RightsRule.objects.create(role="member", function="sales", kind_key="account", level="hidden")

    page = signed_in(ben).get("/inbox/").content.decode()

    assert "Call them" in page
    assert "Acme" not in page


def test_a_tick_says_that_it_is_done_and_another_that_it_is_not(task: Task, ben: User, signed_in: SignIn) -> None:
    client = signed_in(ben)
    address = f"/inbox/tasks/{task.public_id}/"

    row = client.post(address, headers={"HX-Request": "true"}).content.decode()
    task.refresh_from_db()
    assert task.done_at is not None
    assert 'aria-checked="true"' in row

    answer = client.post(address)
    task.refresh_from_db()
    assert task.done_at is None
    assert answer["Location"] == f"/tasks/{task.public_id}/"


def test_one_s_own_page_of_a_task_has_the_button(task: Task, ben: User, signed_in: SignIn) -> None:
    soup = BeautifulSoup(signed_in(ben).get(f"/tasks/{task.public_id}/").content, "html.parser")

    button = soup.select_one(f"form[action='/inbox/tasks/{task.public_id}/'] button")
    assert button is not None
    assert button.get_text(strip=True) == "Done"

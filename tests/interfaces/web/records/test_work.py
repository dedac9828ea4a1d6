"""Tasks and notes on a record's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from tenure.business.accounts.models import Account
from tenure.foundation.access.models import User
from tenure.foundation.records.pointers import pointer_to
from tenure.interfaces.web.addresses import record_url
from tenure.lifecycle.work.models import Note, Notification, Task

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

Browse = Callable[..., Client]


def test_a_task_is_added_done_and_open_again(browse: Browse, seller: User, account: Account) -> None:
    client, address = browse(seller), f"{record_url(account)}tasks/"

    client.post(address, {"title": "Call them", "assignee.text": "Sam", "due_on": "2026-03-12"})
    task = Task.objects.get(**pointer_to(account))
    assert (task.title, task.assignee, task.due_on) == ("Call them", seller.person, date(2026, 3, 12))  # type: ignore[attr-defined]

    done = client.post(f"{address}{task.public_id}/done/").content.decode()
    task.refresh_from_db()
    assert task.done_at is not None
    assert 'aria-checked="true"' in done

    client.post(f"{address}{task.public_id}/done/")
    task.refresh_from_db()
    assert task.done_at is None


def test_what_is_wrong_with_a_task_is_said(browse: Browse, seller: User, account: Account) -> None:
    answer = browse(seller).post(f"{record_url(account)}tasks/", {"title": "", "due_on": "soon"})

    assert answer.status_code == 422
    assert "Say what is to be done." in answer.content.decode()
    assert not Task.objects.exists()


def test_a_note_mentions_a_colleague_who_is_told(browse: Browse, seller: User, admin: User, account: Account) -> None:
    body = f"**Good** talk. @[Ada]({admin.person.public_id}) have a look"  # type: ignore[attr-defined]

    html = browse(seller).post(f"{record_url(account)}notes/", {"body": body}).content.decode()

    assert Note.objects.get(**pointer_to(account)).author == seller.person  # type: ignore[attr-defined]
    assert "<strong>Good</strong>" in html
    assert f'href="/people/{admin.person.public_id}/"' in html  # type: ignore[attr-defined]
    assert Notification.objects.get().user == admin


def test_a_note_can_carry_no_script(browse: Browse, seller: User, account: Account) -> None:
    body = (
        "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)> "
        '<a href="#" onclick="alert(1)">y</a> ![z](http://evil.example/pixel.png)'
    )

    html = browse(seller).post(f"{record_url(account)}notes/", {"body": body}).content.decode()

    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert "<a onclick" not in html


def test_a_viewer_reads_but_does_not_write(browse: Browse, viewer: User, account: Account) -> None:
    client = browse(viewer)

    assert "Add note" not in client.get(f"{record_url(account)}notes/").content.decode()
    assert client.post(f"{record_url(account)}notes/", {"body": "x"}).status_code == 403
    assert client.post(f"{record_url(account)}tasks/", {"title": "x"}).status_code == 403
    assert not Note.objects.exists()

"""The fixtures themselves: what a test commits is gone for the next, and the real parts are real."""

from __future__ import annotations

import os
import smtplib
import threading
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import psycopg
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from tenure.foundation.clock import now
from tests.support.mailboxes import Mailbox


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_commits_is_gone_for_the_next_and_what_an_installation_comes_with_is_not(turn: int) -> None:
    assert ContentType.objects.filter(app_label="nowhere").count() == 0
    assert ContentType.objects.filter(app_label="records", model="change").count() == 1

    ContentType.objects.create(app_label="nowhere", model="nothing")

    assert ContentType.objects.filter(app_label="nowhere").count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_thread_sees_what_was_committed() -> None:
    ContentType.objects.create(app_label="nowhere", model="nothing")
    seen: list[int] = []

    def look() -> None:
        seen.append(ContentType.objects.filter(app_label="nowhere").count())
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()

    assert seen == [1]


def test_postgresql_is_there_whatever_the_run_is_on(postgresql: str) -> None:
    with psycopg.connect(postgresql) as server:
        answer = server.execute("SELECT 1 + 1").fetchone()

    assert answer == (2,)


def test_the_home_is_one_of_the_run() -> None:
    assert os.environ["TENURE_HOME"].startswith(os.environ["TENURE_TEST_RUN"])


def test_the_clock_stands_where_it_was_set(set_clock: Callable[[str], None]) -> None:
    set_clock("2026-03-01T10:00:00+01:00")

    assert now().isoformat() == "2026-03-01T09:00:00+00:00"


def test_the_mailbox_keeps_what_it_accepts_and_refuses_when_told_to(mailbox: Mailbox) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "anna@example.com", "ben@example.com", "Hello"
    message.set_content("Here I am.")
    mailbox.answers.append("451 Later")

    with smtplib.SMTP(mailbox.host, mailbox.port) as client:
        with pytest.raises(smtplib.SMTPDataError):
            client.send_message(message)
        client.send_message(message)

    assert [str(kept["Subject"]) for kept in mailbox.messages] == ["Hello"]
    assert mailbox.recipients == [["ben@example.com"]]


def test_a_page_shows_the_running_product(page: Any) -> None:
    answer = page.goto("/no-such-address/")

    assert answer.status in (302, 404) or "login" in page.url

"""A worker killed in the middle of a real conversation, and a server that breaks off."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tenure.foundation.mail.delivery import deliver_one, find_uncertain
from tenure.foundation.mail.outbox import send

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ROOT = Path(__file__).parents[3]
DELIVER = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()
from django.conf import settings
from django.db import connection
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[1])
connection.settings_dict["NAME"] = sys.argv[3]
from datetime import UTC, datetime
from tenure.foundation.mail.delivery import deliver_one
deliver_one(mail_id=int(sys.argv[2]), now=datetime(2026, 3, 1, 12, tzinfo=UTC))
"""


class SilentServer:
    """Speaks SMTP up to the end of the message, then says nothing, or hangs up."""

    def __init__(self, *, hangs_up: bool = False) -> None:
        self.hangs_up = hangs_up
        self.has_message = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        conversation, _ = self.listener.accept()
        with conversation, conversation.makefile("rwb") as lines:
            self._say(lines, b"220 here")
            for line in lines:
                word = line.split()[0].upper()
                self._say(lines, b"354 go on" if word == b"DATA" else b"250 yes")
                if word == b"DATA":
                    break
            for line in lines:
                if line == b".\r\n":
                    break
            self.has_message.set()
            if not self.hangs_up:
                lines.readline()  # until the other side is gone

    @staticmethod
    def _say(lines: Any, what: bytes) -> None:
        lines.write(what + b"\r\n")
        lines.flush()


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[SilentServer]:
    """A silent server; `indirect` parameters choose whether it hangs up."""
    server = SilentServer(hangs_up=getattr(request, "param", False))
    yield server
    server.listener.close()
    server.thread.join(5)


def test_a_mail_whose_sender_was_killed_is_uncertain_and_not_sent_again(server: SilentServer) -> None:
    mail = send(to="ann@example.com", subject="Hello", text="Here I am.", key="hello", now=NOON)
    name = str(connection.settings_dict["NAME"])
    sender = subprocess.Popen(
        [sys.executable, "-c", DELIVER, str(server.port), str(mail.pk), name], env=os.environ, cwd=ROOT
    )
    assert server.has_message.wait(60)

    sender.kill()
    sender.wait()

    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("sending", 1)
    assert find_uncertain(now=NOON + timedelta(minutes=6)) == 1
    assert deliver_one(mail_id=mail.pk, now=NOON + timedelta(hours=1)) == "uncertain"


@pytest.mark.parametrize("server", [True], indirect=True)
def test_a_mail_that_the_server_took_without_an_answer_is_uncertain(server: SilentServer, settings: Any) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    mail = send(to="ann@example.com", subject="Hello", text="Here I am.", key="hello", now=NOON)

    assert deliver_one(mail_id=mail.pk, now=NOON) == "uncertain"

    mail.refresh_from_db()
    assert "broke off after it was given the message" in mail.error

"""Reading the address of the mail server."""

from __future__ import annotations

import pytest

from tenure.configuration.mail import MailAddressError, MailServer, mail_server


@pytest.mark.parametrize(
    ("address", "server"),
    [
        (None, MailServer()),
        ("", MailServer()),
        ("smtp://mail.example.com", MailServer(host="mail.example.com", port=587)),
        (
            "smtps://ann%40example.com:p%3Ass@mail.example.com",
            MailServer("mail.example.com", 465, "ann@example.com", "p:ss", True),
        ),
        ("smtp://127.0.0.1:2525", MailServer(host="127.0.0.1", port=2525)),
    ],
)
def test_an_address_is_read(address: str | None, server: MailServer) -> None:
    assert mail_server(address=address) == server


@pytest.mark.parametrize("address", ["mail.example.com:25", "http://mail.example.com", "smtp://", "smtp://host:99999"])
def test_what_is_no_mail_server_is_refused_with_the_form_to_use(address: str) -> None:
    with pytest.raises(MailAddressError, match="TENURE_SMTP_URL"):
        mail_server(address=address)

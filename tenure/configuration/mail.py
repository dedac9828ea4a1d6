"""The mail server, as one address: `smtp://user:password@host:587`, or `smtps://…` where TLS comes first."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

DEFAULT_PORTS = {"smtp": 587, "smtps": 465}


class MailAddressError(ValueError):
    """`TENURE_SMTP_URL` is not an address of a mail server."""


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over; the host is empty where there is none."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    is_tls_first: bool = False


def mail_server(*, address: str | None) -> MailServer:
    """The mail server at this address.

    With `smtp`, STARTTLS is used wherever the server offers it; a password is never sent without TLS, except to the
    machine itself. Raises `MailAddressError`.
    """
    if not address:
        return MailServer()
    parts = urlsplit(address)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise MailAddressError("TENURE_SMTP_URL must read smtp://user:password@host:587 or smtps://…@host:465.")
    try:
        port = parts.port
    except ValueError as error:
        raise MailAddressError("TENURE_SMTP_URL has a port that is not a number up to 65535.") from error
    return MailServer(
        host=parts.hostname,
        port=port or DEFAULT_PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls_first=parts.scheme == "smtps",
    )

"""One conversation with the mail server, told apart by what is known about the message's fate."""

from __future__ import annotations

import smtplib
import ssl
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from django.conf import settings

from tenure.foundation.mail.models import Mail

TIMEOUT_SECONDS = 20
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
FIRST_PERMANENT = 500


class NotSentError(Exception):
    """The message was certainly not sent; another try may succeed."""


class RefusedError(Exception):
    """The server refuses this message for good."""


class UnknownFateError(Exception):
    """The message was handed over, and the server did not say whether it took it."""


def deliver(*, mail: Mail) -> None:
    """Hands a mail to the server. Raises `NotSentError`, `RefusedError` or `UnknownFateError`, each with the reason."""
    try:
        client = _connected()
    except (OSError, smtplib.SMTPException) as error:
        raise NotSentError(f"The mail server could not be used: {_reason(error)}") from error
    try:
        _envelope(client, mail)
        _hand_over(client, mail)
    finally:
        _leave(client)


def reach() -> None:
    """Signs in at the mail server and leaves again. Raises `OSError` or `SMTPException`."""
    _leave(_connected())


def _connected() -> smtplib.SMTP:
    host, port = settings.EMAIL_HOST, settings.EMAIL_PORT
    if settings.EMAIL_USE_SSL:
        client: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    else:
        client = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    try:
        _introduce(client, host)
    except (OSError, smtplib.SMTPException):
        client.close()
        raise
    return client


def _introduce(client: smtplib.SMTP, host: str) -> None:
    client.ehlo_or_helo_if_needed()
    is_private = settings.EMAIL_USE_SSL
    if not is_private and client.has_extn("starttls"):
        client.starttls(context=ssl.create_default_context())
        client.ehlo()
        is_private = True
    if not settings.EMAIL_HOST_USER:
        return
    if not is_private and host not in LOOPBACK:
        raise smtplib.SMTPNotSupportedError(f"{host} offers no TLS, and a password is not sent in the clear.")
    client.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)


def _envelope(client: smtplib.SMTP, mail: Mail) -> None:
    try:
        _expect_acceptance(*client.mail(parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
        _expect_acceptance(*client.rcpt(mail.to))
    except (OSError, smtplib.SMTPException) as error:
        raise NotSentError(f"The mail server broke off: {_reason(error)}") from error


def _hand_over(client: smtplib.SMTP, mail: Mail) -> None:
    try:
        code, answer = client.data(_message(mail).as_bytes(policy=policy.SMTP))
    except smtplib.SMTPDataError as error:
        code, answer = error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else b""
    except (OSError, smtplib.SMTPException) as error:
        raise UnknownFateError(
            f"The mail server broke off after it was given the message ({_reason(error)}); it may have sent it."
        ) from error
    _expect_acceptance(code, answer)


def _message(mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    return message


def _expect_acceptance(code: int, answer: bytes) -> None:
    if 200 <= code < 300:
        return
    told = f"{code} {answer.decode(errors='replace')}"
    if code >= FIRST_PERMANENT:
        raise RefusedError(f"The mail server refused it: {told}")
    raise NotSentError(f"The mail server put it off: {told}")


def _leave(client: smtplib.SMTP) -> None:
    try:
        client.quit()
    except (OSError, smtplib.SMTPException):
        client.close()  # what was accepted stays accepted


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        told = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"{error.smtp_code} {told}"
    return str(error) or type(error).__name__

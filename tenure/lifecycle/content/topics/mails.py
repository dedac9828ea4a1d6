"""Prepared mails."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import field_validator

from tenure.business.accounts.choices import MailAudience, MailPurpose
from tenure.lifecycle.content.merge_values import MergeValueError, filled, require_known, values_in
from tenure.lifecycle.content.pieces import LANGUAGE, Piece, Prose, Topic, Written

TOO_MANY_WORDS = 120


class Mail(Written):
    """One mail; its values stand in braces, each with a fallback."""

    key: str
    name: str
    purpose: MailPurpose
    audience: MailAudience = MailAudience.CUSTOMER
    needs_consent: bool = False
    when: str
    subject: str
    body: Prose

    @field_validator("subject", "body")
    @classmethod
    def values_can_be_filled(cls, text: str) -> str:
        """Every value has a fallback and leads to a field."""
        try:
            for value in values_in(text):
                require_known(value)
        except MergeValueError as error:
            raise ValueError(str(error)) from error
        return text

    @field_validator("body")
    @classmethod
    def is_short(cls, text: str) -> str:
        """Mails that are read are short."""
        words = len(filled(text, records={}).split())
        if words >= TOO_MANY_WORDS:
            raise ValueError(f"the mail has {words} words; stay under {TOO_MANY_WORDS}")
        return text


class Mails(Written):
    """The file."""

    mails: list[Mail]


def _pieces(document: Mails) -> Iterator[Piece]:
    for mail in document.mails:
        values = {
            "name": mail.name,
            "purpose": mail.purpose.value,
            "audience": mail.audience.value,
            "subject": mail.subject,
            "body": mail.body + "\n",
            "language": LANGUAGE,
            "is_marketing": mail.needs_consent,
            "notes": mail.when,
        }
        yield Piece(key=f"mails/{mail.key}", kind="email_template", values=values, same=("name", "language"))


TOPIC = Topic(
    key="mails",
    title="Mails",
    about="Short mails from the first hello to the farewell; every value reads well even when it is unknown.",
    position=40,
    document=Mails,
    pieces=_pieces,
)

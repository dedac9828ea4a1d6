"""The outbox."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

FORGOTTEN = "This text carried a link that let somebody in; it was forgotten once it had been sent or had expired."


class MailState(models.TextChoices):
    """What became of a mail. `UNCERTAIN`: it may have been sent, and a person decides."""

    QUEUED = "queued", "Waiting"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    UNCERTAIN = "uncertain", "Uncertain"
    FAILED = "failed", "Failed"


class Mail(models.Model):
    """One message to one address, recorded once per key and never sent twice by the product itself.

    `secret_until`: it carries a link that lets somebody in, which works until then. Its text is forgotten once the
    mail is sent, and at that instant at the latest; `FORGOTTEN` stands in its place.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=200, unique=True)
    to = models.CharField(max_length=320)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True, default="")
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    message_id = models.CharField(max_length=200)
    error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    sending_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    secret_until = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "next_try_at", "id"], name="mail_waiting")]

    def __str__(self) -> str:
        return f"{self.subject} ({self.to})"

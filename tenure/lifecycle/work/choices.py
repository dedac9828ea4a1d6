"""The choices of the work room."""

from __future__ import annotations

from django.db import models


class Priority(models.TextChoices):
    """How soon a task wants doing."""

    LOW = "low", "Low"
    NORMAL = "normal", "Normal"
    HIGH = "high", "High"
    URGENT = "urgent", "Urgent"


class NotificationKind(models.TextChoices):
    """Why somebody is told something."""

    MENTION = "mention", "You were mentioned"
    TASK = "task", "A task for you"
    JOB = "job", "Work that you asked for"
    MAIL = "mail", "Mail that needs a decision"
    ALERT = "alert", "Something needs attention"

"""The vocabularies of cases and the knowledge base."""

from __future__ import annotations

from django.db.models import TextChoices


class CaseStatus(TextChoices):
    """Where a case stands; the clocks of service levels stop while we wait for others."""

    NEW = "new", "New"
    OPEN = "open", "In work"
    WAITING_CUSTOMER = "waiting_customer", "Waiting for the customer"
    WAITING_THIRD_PARTY = "waiting_third_party", "Waiting for a third party"
    RESOLVED = "resolved", "Resolved"
    CLOSED = "closed", "Closed"


class Severity(TextChoices):
    """How much a case hurts the customer's work."""

    SEV1 = "1", "1 · Work has stopped"
    SEV2 = "2", "2 · Badly hindered"
    SEV3 = "3", "3 · Hindered"
    SEV4 = "4", "4 · Question"


class CaseChannel(TextChoices):
    """By which way a case came in."""

    EMAIL = "email", "E-mail"
    PORTAL = "portal", "Portal"
    PHONE = "phone", "Phone"
    CHAT = "chat", "Chat"
    API = "api", "API"
    MANUAL = "manual", "By hand"


class CaseType(TextChoices):
    """What a case is about."""

    QUESTION = "question", "Question"
    INCIDENT = "incident", "Incident"
    PROBLEM = "problem", "Problem"
    REQUEST = "request", "Request"


class CaseEventType(TextChoices):
    """What happened to a case."""

    OPENED = "opened", "Opened"
    STATUS = "status", "Status changed"
    REPLY = "reply", "Reply"
    NOTE = "note", "Note"
    ASSIGNED = "assigned", "Assigned"
    ESCALATED = "escalated", "Escalated"
    SEVERITY = "severity", "Severity changed"
    RESOLVED = "resolved", "Resolved"
    REOPENED = "reopened", "Reopened"
    CLOSED = "closed", "Closed"


class Actor(TextChoices):
    """Who did something to a case."""

    AGENT = "agent", "Agent"
    CUSTOMER = "customer", "Customer"
    SYSTEM = "system", "System"


class ArticleStatus(TextChoices):
    """Where an article stands."""

    DRAFT = "draft", "Draft"
    REVIEW = "review", "In review"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "Retired"

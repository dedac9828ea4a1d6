"""The vocabularies of accounts, contacts and activities."""

from __future__ import annotations

from django.db.models import TextChoices


class AccountStatus(TextChoices):
    """What an account is to us today, as a person judges it; the journey decides stages by itself."""

    PROSPECT = "prospect", "Prospect"
    CUSTOMER = "customer", "Customer"
    FORMER = "former", "Former customer"
    PARTNER = "partner", "Partner"
    OTHER = "other", "Other"


class TouchModel(TextChoices):
    """Who looks after the account."""

    HUMAN = "human", "A named person"
    POOLED = "pooled", "A team"
    DIGITAL = "digital", "Digital only"


class ContactRole(TextChoices):
    """What a contact means to the relationship."""

    EXEC_SPONSOR = "exec_sponsor", "Executive sponsor"
    ECONOMIC_BUYER = "economic_buyer", "Economic buyer"
    CHAMPION = "champion", "Champion"
    ADMIN = "admin", "Administrator"
    USER_LEAD = "user_lead", "Leads the users"
    FINANCE = "finance", "Finance"


class ActivityType(TextChoices):
    """By what means we were in contact."""

    CALL = "call", "Call"
    EMAIL = "email", "E-mail"
    SOCIAL = "social", "Social message"
    MEETING = "meeting", "Meeting"
    DEMO = "demo", "Demo"


class Direction(TextChoices):
    """Who reached out to whom."""

    OUTBOUND = "outbound", "From us"
    INBOUND = "inbound", "From them"


class ActivityOutcome(TextChoices):
    """What came of an activity."""

    ANSWERED = "answered", "Answered"
    NO_ANSWER = "no_answer", "No answer"
    REPLIED = "replied", "Replied"
    BOUNCED = "bounced", "Bounced"
    HELD = "held", "Held"
    NO_SHOW = "no_show", "They did not come"
    CANCELLED = "cancelled", "Cancelled"
    RESCHEDULED = "rescheduled", "Moved to another time"


class MailPurpose(TextChoices):
    """What a prepared mail is for."""

    WELCOME = "welcome", "Welcome"
    ONBOARDING = "onboarding", "Onboarding"
    ADOPTION = "adoption", "Nudge or tip"
    CHECK_IN = "check_in", "Check-in"
    REVIEW = "review", "Business review"
    RENEWAL = "renewal", "Renewal"
    EXPANSION = "expansion", "Expansion"
    SURVEY = "survey", "Survey"
    OVERDUE = "overdue", "Overdue invoice"
    ADVOCACY = "advocacy", "Reference request"
    WIN_BACK = "win_back", "Win-back"
    EXIT = "exit", "Farewell"
    DISCOVERY = "discovery", "Discovery follow-up"
    ALIGNMENT = "alignment", "Alignment letter"
    PROPOSAL = "proposal", "Proposal"
    OUTBOUND = "outbound", "Outbound"
    NURTURE = "nurture", "Nurture"
    EVENT = "event", "Event"
    OTHER = "other", "Other"


class MailAudience(TextChoices):
    """Whom a prepared mail is written for."""

    PROSPECT = "prospect", "Prospects"
    CUSTOMER = "customer", "Customers"
    PARTNER = "partner", "Partners"

"""The vocabularies of deals, forecasts, quotes and partners."""

from __future__ import annotations

from django.db.models import TextChoices


class OpportunityType(TextChoices):
    """What a deal would bring."""

    NEW = "new", "New customer"
    EXPANSION = "expansion", "Expansion"
    RENEWAL = "renewal", "Renewal"
    SERVICES = "services", "Services"


class OpportunityOutcome(TextChoices):
    """How a deal ended; empty while it is open."""

    WON = "won", "Won"
    LOST = "lost", "Lost"


class ForecastCategory(TextChoices):
    """How firmly the owner expects a deal in its period."""

    OMITTED = "omitted", "Left out"
    PIPELINE = "pipeline", "Pipeline"
    BEST_CASE = "best_case", "Best case"
    COMMIT = "commit", "Commit"
    CLOSED = "closed", "Closed"


class PartnerRole(TextChoices):
    """What a partner did for a deal."""

    SOURCED = "sourced", "Brought it"
    INFLUENCED = "influenced", "Helped"
    RESELLER = "reseller", "Resells it"


class PartnerType(TextChoices):
    """What a partner is to us."""

    REFERRAL = "referral", "Referral"
    RESELLER = "reseller", "Reseller"
    CONSULTING = "consulting", "Consulting"
    TECHNOLOGY = "technology", "Technology"


class BuyingRole(TextChoices):
    """What a person means to a deal."""

    ECONOMIC_BUYER = "economic_buyer", "Economic buyer"
    DECISION_MAKER = "decision_maker", "Decides"
    CHAMPION = "champion", "Champion"
    INFLUENCER = "influencer", "Influences"
    TECHNICAL = "technical", "Checks the technology"
    LEGAL = "legal", "Legal or purchasing"
    USER = "user", "Will use it"
    BLOCKER = "blocker", "Against it"


class QuotaMeasure(TextChoices):
    """What a quota counts."""

    ARR = "arr", "ARR won"
    BOOKINGS = "bookings", "Bookings"
    SERVICES = "services", "Services won"
    MEETINGS = "meetings", "Meetings held"
    QUALIFIED = "qualified", "Opportunities qualified"
    RETENTION = "retention", "ARR renewed"


class QuoteStatus(TextChoices):
    """Where a quote stands."""

    DRAFT = "draft", "Draft"
    APPROVAL = "approval", "Waiting for approval"
    APPROVED = "approved", "Approved"
    SENT = "sent", "Sent"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    EXPIRED = "expired", "Expired"


class BillingPeriod(TextChoices):
    """The time that the amount of a quoted line pays for; as in contract lines."""

    DAY = "day", "Day"
    WEEK = "week", "Week"
    MONTH = "month", "Month"
    QUARTER = "quarter", "Quarter"
    YEAR = "year", "Year"

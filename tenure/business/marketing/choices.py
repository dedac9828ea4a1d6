"""The vocabularies of leads, campaigns and touches."""

from __future__ import annotations

from django.db.models import TextChoices


class LeadStatus(TextChoices):
    """Where a lead stands in a person's hands; MQL and SQL are dates of their own."""

    NEW = "new", "New"
    WORKING = "working", "Being worked"
    NURTURE = "nurture", "Nurtured"
    CONVERTED = "converted", "Converted"
    DISQUALIFIED = "disqualified", "Disqualified"


class Channel(TextChoices):
    """By which way people meet us."""

    ORGANIC_SEARCH = "organic_search", "Organic search"
    PAID_SEARCH = "paid_search", "Paid search"
    SOCIAL = "social", "Social"
    PAID_SOCIAL = "paid_social", "Paid social"
    EMAIL = "email", "E-mail"
    EVENT = "event", "Event"
    WEBCAST = "webcast", "Webcast"
    CONTENT = "content", "Content"
    REFERRAL = "referral", "Referral"
    PARTNER = "partner", "Partner"
    OUTBOUND = "outbound", "Outbound"
    DIRECT = "direct", "Direct"
    OTHER = "other", "Other"


class Audience(TextChoices):
    """Whom a campaign speaks to."""

    PROSPECT = "prospect", "Prospects"
    CUSTOMER = "customer", "Customers"


class CampaignStatus(TextChoices):
    """Where a campaign stands."""

    PLANNED = "planned", "Planned"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    CANCELLED = "cancelled", "Cancelled"


class SpendCategory(TextChoices):
    """What marketing money went for."""

    MEDIA = "media", "Media"
    EVENT = "event", "Events"
    CONTENT = "content", "Content"
    TOOLS = "tools", "Tools"
    AGENCY = "agency", "Agencies"
    PEOPLE = "people", "People"
    OTHER = "other", "Other"


class TouchType(TextChoices):
    """What happened between a person and our marketing."""

    IMPRESSION = "impression", "Saw"
    DELIVERED = "delivered", "Got the mail"
    OPEN = "open", "Opened"
    CLICK = "click", "Clicked"
    VISIT = "visit", "Visited"
    FORM = "form", "Filled in a form"
    EVENT = "event", "Attended"
    REPLY = "reply", "Replied"


class MemberStatus(TextChoices):
    """How far a member of a campaign went."""

    TARGETED = "targeted", "Targeted"
    INVITED = "invited", "Invited"
    REGISTERED = "registered", "Registered"
    ATTENDED = "attended", "Attended"
    NO_SHOW = "no_show", "Did not come"
    RESPONDED = "responded", "Responded"
    UNSUBSCRIBED = "unsubscribed", "Unsubscribed"


class ContentType(TextChoices):
    """What a piece of content is."""

    ARTICLE = "article", "Article"
    GUIDE = "guide", "Guide"
    VIDEO = "video", "Video"
    CASE_STUDY = "case_study", "Customer story"
    DECK = "deck", "Deck"
    DATASHEET = "datasheet", "Data sheet"
    TEMPLATE = "template", "Template"
    OTHER = "other", "Other"

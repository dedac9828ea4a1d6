"""The vocabularies of customer success."""

from __future__ import annotations

from django.db.models import TextChoices


class SurveyType(TextChoices):
    """What a survey asks."""

    NPS = "nps", "NPS (0–10)"
    CSAT = "csat", "CSAT (1–5)"


class ReviewStatus(TextChoices):
    """Where a business review stands."""

    PLANNED = "planned", "Planned"
    INVITED = "invited", "Invited"
    HELD = "held", "Held"
    DECLINED = "declined", "Declined"
    CANCELLED = "cancelled", "Cancelled"


class EscalationTier(TextChoices):
    """How high an escalation went."""

    CSM = "csm", "CSM"
    MANAGER = "manager", "Manager"
    DIRECTOR = "director", "Director"
    EXECUTIVE = "executive", "Executive sponsor"


class EscalationOutcome(TextChoices):
    """How an escalation ended."""

    SAVED = "saved", "Saved"
    PARTLY_SAVED = "partly_saved", "Partly saved"
    LOST = "lost", "Lost"
    WITHDRAWN = "withdrawn", "Withdrawn"


class PlayOutcome(TextChoices):
    """How a step of a play ended; empty while it is open."""

    DONE = "done", "Done"
    SKIPPED = "skipped", "Skipped"
    NO_LONGER_NEEDED = "no_longer_needed", "No longer needed"


class GoalStatus(TextChoices):
    """Where a customer's goal stands."""

    DRAFT = "draft", "Draft"
    AGREED = "agreed", "Agreed"
    REACHED = "reached", "Reached"
    MISSED = "missed", "Missed"
    DROPPED = "dropped", "Dropped"


class AdvocacyType(TextChoices):
    """What a happy customer does for us."""

    REFERENCE = "reference", "Reference call"
    REVIEW = "review", "Public review"
    STORY = "story", "Customer story"
    REFERRAL = "referral", "Referral"
    SPEAKER = "speaker", "Speaks at an event"
    QUOTE = "quote", "Quotation"


class AdvocacyStatus(TextChoices):
    """Where a favour stands."""

    CANDIDATE = "candidate", "Candidate"
    ASKED = "asked", "Asked"
    AGREED = "agreed", "Agreed"
    GIVEN = "given", "Given"
    DECLINED = "declined", "Declined"


class FeedbackSource(TextChoices):
    """Where a piece of feedback came from."""

    INTERVIEW = "interview", "Interview"
    SURVEY = "survey", "Survey"
    CASE = "case", "Case"
    MEETING = "meeting", "Meeting"
    EXIT = "exit", "Exit interview"
    OTHER = "other", "Other"

"""The vocabularies of projects and the work on them."""

from __future__ import annotations

from django.db.models import TextChoices


class ProjectStatus(TextChoices):
    """Where a project stands."""

    PLANNED = "planned", "Planned"
    RUNNING = "running", "Running"
    ON_HOLD = "on_hold", "On hold"
    LIVE = "live", "Live"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Cancelled"


class ProjectBilling(TextChoices):
    """How a project is paid for."""

    FIXED = "fixed", "Fixed fee"
    TIME_AND_MATERIALS = "tm", "By time and materials"


class TemplateItemType(TextChoices):
    """What an item of a project template becomes."""

    PHASE = "phase", "Phase"
    MILESTONE = "milestone", "Milestone"
    TASK = "task", "Task"


class TaskStatus(TextChoices):
    """Where a task of a project stands."""

    TODO = "todo", "To do"
    DOING = "doing", "In work"
    BLOCKED = "blocked", "Blocked"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


class ChangeStatus(TextChoices):
    """Where a change request stands."""

    PROPOSED = "proposed", "Proposed"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


class RaidType(TextChoices):
    """What a point on a project's watch list is."""

    RISK = "risk", "Risk"
    ACTION = "action", "Action"
    ISSUE = "issue", "Issue"
    DECISION = "decision", "Decision"


class RaidSeverity(TextChoices):
    """How much a point on the watch list matters."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    CRITICAL = "critical", "Critical"


class ExpenseCategory(TextChoices):
    """What project money went for."""

    TRAVEL = "travel", "Travel"
    SUBCONTRACTOR = "subcontractor", "Subcontractors"
    LICENCE = "licence", "Licences"
    MATERIAL = "material", "Material"
    OTHER = "other", "Other"


class LeaveType(TextChoices):
    """Why someone is away."""

    HOLIDAY = "holiday", "Holiday"
    SICK = "sick", "Sick"
    TRAINING = "training", "Training"
    OTHER = "other", "Other"

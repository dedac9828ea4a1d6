"""What is odd about projects and the work on them."""

from __future__ import annotations

from django.db.models import Q

from tenure.business.delivery.choices import ChangeStatus, ProjectStatus
from tenure.foundation.records.quality import QualityRule, out_of_order

RULES = (
    out_of_order(
        kind="project",
        earlier="planned_start",
        later="planned_go_live",
        title="Planned to be live before it starts",
        effect="The planned length would be negative.",
    ),
    out_of_order(
        kind="project",
        earlier="started_on",
        later="went_live_on",
        title="Live before it started",
        effect="The length would be negative; the project is left out of it.",
    ),
    out_of_order(
        kind="project",
        earlier="started_on",
        later="closed_on",
        title="Closed before it started",
        effect="The length would be negative; the project is left out of it.",
    ),
    QualityRule(
        key="project_live_without_date",
        kind="project",
        title="Live without a date",
        explanation="The project is called live, but nobody says since when; time to value leaves it out.",
        fix="Enter when it went live.",
        fields=("status", "went_live_on"),
        broken=Q(status=ProjectStatus.LIVE, went_live_on__isnull=True),
    ),
    QualityRule(
        key="project_closed_without_date",
        kind="project",
        title="Closed without a date",
        explanation="The project is called closed, but nobody says since when.",
        fix="Enter when it was closed.",
        fields=("status", "closed_on"),
        broken=Q(status=ProjectStatus.CLOSED, closed_on__isnull=True),
    ),
    out_of_order(
        kind="project_task",
        earlier="planned_start",
        later="due_on",
        title="Due before it starts",
        effect="The planned length would be negative.",
    ),
    out_of_order(
        kind="raid_item",
        earlier="opened_on",
        later="closed_on",
        title="Closed before it was opened",
        effect="Its age would be negative.",
    ),
    out_of_order(
        kind="change_request",
        earlier="requested_on",
        later="approved_on",
        title="Approved before it was requested",
        effect="The budget grows on the day of approval.",
    ),
    QualityRule(
        key="change_request_approved_without_date",
        kind="change_request",
        title="Approved without a date",
        explanation="The change is approved, but nobody says when; the budget does not include it.",
        fix="Enter when it was approved.",
        fields=("status", "approved_on"),
        broken=Q(status=ChangeStatus.APPROVED, approved_on__isnull=True),
    ),
    QualityRule(
        key="time_entry_longer_than_a_day",
        kind="time_entry",
        title="More than 24 hours in a day",
        explanation="Nobody works longer than the day; utilisation would be too high.",
        fix="Correct the hours, or split them over the days.",
        fields=("hours",),
        broken=Q(hours__gt=24),
    ),
    QualityRule(
        key="time_entry_for_nobody",
        kind="time_entry",
        title="Billable time for nobody",
        explanation="The time is billable, but names neither a project, a case nor an account.",
        fix="Say for what the time was, or that it is not billable.",
        fields=("billable", "project", "case", "account"),
        broken=Q(billable=True, project__isnull=True, case__isnull=True, account__isnull=True),
    ),
    QualityRule(
        key="resource_longer_than_a_week",
        kind="resource",
        title="More than 80 hours a week",
        explanation="Capacity would be too high, and utilisation too low.",
        fix="Correct the weekly hours.",
        fields=("weekly_hours",),
        broken=Q(weekly_hours__gt=80),
    ),
)

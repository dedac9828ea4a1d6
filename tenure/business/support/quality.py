"""What is odd about cases."""

from __future__ import annotations

from django.db.models import Q

from tenure.business.support.choices import CaseStatus
from tenure.foundation.records.quality import QualityRule, out_of_order

_LEFT_OUT = "The time between the two would be negative; the case is left out of it."

RULES = (
    out_of_order(
        kind="case",
        earlier="opened_at",
        later="first_response_at",
        title="Answered before it was opened",
        effect=_LEFT_OUT,
    ),
    out_of_order(
        kind="case", earlier="opened_at", later="resolved_at", title="Resolved before it was opened", effect=_LEFT_OUT
    ),
    out_of_order(
        kind="case", earlier="opened_at", later="closed_at", title="Closed before it was opened", effect=_LEFT_OUT
    ),
    out_of_order(
        kind="case", earlier="resolved_at", later="closed_at", title="Closed before it was resolved", effect=_LEFT_OUT
    ),
    out_of_order(
        kind="case",
        earlier="opened_at",
        later="escalated_at",
        title="Escalated before it was opened",
        effect=_LEFT_OUT,
    ),
    QualityRule(
        key="case_done_without_date",
        kind="case",
        title="Resolved or closed without a date",
        explanation="The case is done, but nobody says since when; the time to resolve leaves it out.",
        fix="Enter when it was resolved.",
        fields=("status", "resolved_at"),
        broken=Q(status__in=[CaseStatus.RESOLVED, CaseStatus.CLOSED], resolved_at__isnull=True),
    ),
    QualityRule(
        key="case_without_account",
        kind="case",
        title="Case without an account",
        explanation="Nobody knows which customer has this trouble; no number about a customer includes it.",
        fix="Choose the account.",
        fields=("account",),
        broken=Q(account__isnull=True),
    ),
)

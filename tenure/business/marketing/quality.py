"""What is odd about leads, campaigns and spend."""

from __future__ import annotations

from django.db.models import Q

from tenure.business.marketing.choices import LeadStatus
from tenure.foundation.records.quality import QualityRule, out_of_order

_LEFT_OUT = "The time between the two would be negative; the lead is left out of it."

RULES = (
    out_of_order(
        kind="lead", earlier="created_at", later="mql_at", title="MQL before it was created", effect=_LEFT_OUT
    ),
    out_of_order(
        kind="lead",
        earlier="mql_at",
        later="sql_at",
        title="SQL before MQL",
        effect="It counts as an MQL that sales did not accept.",
    ),
    out_of_order(
        kind="lead", earlier="created_at", later="sql_at", title="SQL before it was created", effect=_LEFT_OUT
    ),
    out_of_order(kind="lead", earlier="sql_at", later="converted_at", title="Converted before SQL", effect=_LEFT_OUT),
    out_of_order(
        kind="lead",
        earlier="created_at",
        later="converted_at",
        title="Converted before it was created",
        effect=_LEFT_OUT,
    ),
    out_of_order(
        kind="lead",
        earlier="created_at",
        later="first_contacted_at",
        title="Contacted before it was created",
        effect="The speed of the first answer would be negative; the lead is left out of it.",
    ),
    out_of_order(
        kind="lead",
        earlier="created_at",
        later="disqualified_at",
        title="Disqualified before it was created",
        effect=_LEFT_OUT,
    ),
    QualityRule(
        key="lead_converted_and_disqualified",
        kind="lead",
        title="Both converted and disqualified",
        explanation="The lead became a deal and was let go; conversion counts it as converted.",
        fix="Remove the date of what did not happen.",
        fields=("converted_at", "disqualified_at"),
        broken=Q(converted_at__isnull=False, disqualified_at__isnull=False),
    ),
    QualityRule(
        key="lead_converted_without_date",
        kind="lead",
        title="Converted without a date",
        explanation="The lead is called converted, but nobody says when; it counts in no period.",
        fix="Enter when it was converted, or correct the status.",
        fields=("status", "converted_at"),
        broken=Q(status=LeadStatus.CONVERTED, converted_at__isnull=True),
    ),
    QualityRule(
        key="lead_disqualified_without_date",
        kind="lead",
        title="Disqualified without a date",
        explanation="The lead is called disqualified, but nobody says when.",
        fix="Enter when it was let go, or correct the status.",
        fields=("status", "disqualified_at"),
        broken=Q(status=LeadStatus.DISQUALIFIED, disqualified_at__isnull=True),
    ),
    QualityRule(
        key="lead_without_source",
        kind="lead",
        title="Lead without a source",
        explanation="Nobody says where the lead came from; every number by lead source shows it as unknown.",
        fix="Choose the lead source.",
        fields=("lead_source",),
        broken=Q(lead_source=""),
    ),
    out_of_order(
        kind="campaign",
        earlier="starts_on",
        later="ends_on",
        title="Campaign ends before it starts",
        effect="It ran on no day.",
    ),
    out_of_order(
        kind="campaign_member",
        earlier="registered_at",
        later="attended_at",
        title="Attended before registering",
        effect="Both are counted, each on its own day.",
    ),
    QualityRule(
        key="spend_negative",
        kind="spend",
        title="Negative spend",
        explanation="Money spent is a positive number; a refund lowers the cost of the day on which it came.",
        fix="Correct the sign, unless it is a refund.",
        fields=("amount",),
        broken=Q(amount__lt=0),
    ),
    QualityRule(
        key="spend_without_date",
        kind="spend",
        title="Spend without a date",
        explanation="The money counts in no period.",
        fix="Enter when it was spent.",
        fields=("spent_on",),
        broken=Q(spent_on__isnull=True),
    ),
    out_of_order(
        kind="target_list",
        earlier="from_on",
        later="to_on",
        title="List ends before it starts",
        effect="It holds on no day.",
    ),
)

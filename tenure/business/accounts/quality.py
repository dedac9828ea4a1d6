"""What is odd about accounts, contacts and activities."""

from __future__ import annotations

from django.db.models import Q

from tenure.business.accounts.choices import AccountStatus, ActivityType
from tenure.foundation.records.quality import QualityRule, out_of_order

RULES = (
    out_of_order(
        kind="account",
        earlier="created_on",
        later="customer_since",
        title="Customer before it was known",
        effect="The account would count as a customer on days on which it does not exist yet.",
    ),
    QualityRule(
        key="account_customer_without_since",
        kind="account",
        title="Customer without a date",
        explanation="The account is called a customer, but nobody says since when.",
        fix="Enter since when it is a customer, or correct its status.",
        fields=("status", "customer_since"),
        broken=Q(status=AccountStatus.CUSTOMER, customer_since__isnull=True),
    ),
    out_of_order(
        kind="contact",
        earlier="active_from",
        later="active_to",
        title="Contact left before they came",
        effect="The contact counts on no day at all.",
    ),
    out_of_order(
        kind="contact",
        earlier="consent_marketing_at",
        later="unsubscribed_at",
        title="Unsubscribed before agreeing",
        effect="Marketing mail goes by the later of the two.",
    ),
    QualityRule(
        key="contact_consent_without_date",
        kind="contact",
        title="Consent without a date",
        explanation="The contact agreed to marketing mail, but nobody says when; consent must be provable.",
        fix="Enter when and where they agreed, or take the consent back.",
        fields=("consent_marketing", "consent_marketing_at"),
        broken=Q(consent_marketing=True, consent_marketing_at__isnull=True),
    ),
    QualityRule(
        key="contact_without_account",
        kind="contact",
        title="Contact without an account",
        explanation="The person belongs to no account, so no number about an account includes them.",
        fix="Choose their account.",
        fields=("account",),
        broken=Q(account__isnull=True),
    ),
    out_of_order(
        kind="activity",
        earlier="booked_at",
        later="held_at",
        title="Held before it was booked",
        effect="The meeting counts as held in a period before it counts as booked.",
    ),
    QualityRule(
        key="activity_meeting_without_date",
        kind="activity",
        title="Meeting without a date",
        explanation="A meeting or demo with neither a booking nor a date held counts in no period.",
        fix="Enter when it was booked or held.",
        fields=("type", "booked_at", "held_at"),
        broken=Q(
            type__in=[ActivityType.MEETING, ActivityType.DEMO],
            at__isnull=True,
            booked_at__isnull=True,
            held_at__isnull=True,
        ),
    ),
)

"""What we promised an account about support."""

from __future__ import annotations

from typing import ClassVar

from tenure.foundation.records.columns import day, flag, link, long_text, text, whole_number
from tenure.foundation.records.constraints import interval, not_negative
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record


class SupportAgreement(Record):
    """The support an account is entitled to between two days; targets per severity come from the named policy."""

    name = text(required=True)
    account = link("accounts.Account", required=True)
    contract = link("billing.Contract")
    policy = text(length=100, label="Service-level policy", help_text="The name of the policy in Processes.")
    calendar = link("organisation.BusinessCalendar", label="Business hours")
    is_sev1_around_the_clock = flag(label="Severity 1 around the clock")
    case_limit = whole_number(label="Cases a year", help_text="Empty for any number.")
    from_on = day(label="First day")
    to_on = day(label="Last day")
    notes = long_text()

    kind = Kind(
        key="support_agreement",
        prefix="sag",
        label="Support agreement",
        plural="Support agreements",
        function=Function.SUPPORT,
        title="name",
        columns=("name", "account", "policy", "calendar", "from_on", "to_on"),
        sections=(
            Section("Agreement", ("name", "account", "contract", "from_on", "to_on")),
            Section("What it promises", ("policy", "calendar", "is_sev1_around_the_clock", "case_limit", "notes")),
        ),
        planned=("from_on", "to_on"),
        search=("name", "policy"),
        account="account",
        asks=("policy", "from_on"),
        icon="shield-check",
    )

    class Meta:
        constraints: ClassVar = [
            interval("support_agreement", "from_on", "to_on"),
            not_negative("support_agreement", "case_limit"),
        ]

"""Who stands for the relationship on both sides, and what happy customers do for us."""

from __future__ import annotations

from tenure.business.success.choices import AdvocacyStatus, AdvocacyType
from tenure.foundation.records.columns import colleague, day, flag, link, long_text, text, whole_number
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record

ACCOUNT = "accounts.Account"
CONTACT = "accounts.Contact"


class ExecutiveSponsor(Record):
    """One of our executives who looks after an account, and their counterpart there."""

    account = link(ACCOUNT, required=True)
    sponsor = colleague(required=True, label="Our sponsor")
    contact = link(CONTACT, label="Their sponsor")
    from_on = day(label="Since")
    to_on = day(label="Until")
    cadence_days = whole_number(label="Speak every (days)")
    is_active = flag(default=True)
    notes = long_text()

    kind = Kind(
        key="executive_sponsor",
        prefix="spo",
        label="Executive sponsor",
        plural="Executive sponsors",
        function=Function.SUCCESS,
        title="sponsor",
        columns=("sponsor", "account", "contact", "cadence_days", "from_on", "to_on"),
        sections=(
            Section("Sponsors", ("account", "sponsor", "contact", "cadence_days", "is_active")),
            Section("When", ("from_on", "to_on", "notes")),
        ),
        born="from_on",
        happened={"from_on": (), "to_on": ()},
        owner="sponsor",
        account="account",
        asks=("contact", "from_on"),
        icon="crown",
    )


class Advocacy(Record):
    """A favour that a happy customer did, or may do: a reference, a review, a story, a referral."""

    name = text(required=True)
    account = link(ACCOUNT, required=True)
    contact = link(CONTACT)
    type = text(length=20, choices=AdvocacyType, required=True)
    status = text(length=20, choices=AdvocacyStatus, default=AdvocacyStatus.CANDIDATE)
    opp = link("sales.Opportunity", label="Helped the deal")
    owner = colleague()
    url = text(length=500, label="Address")
    asked_on = day()
    given_on = day()
    valid_until = day(label="May be used until")
    notes = long_text()

    kind = Kind(
        key="advocacy",
        prefix="adv",
        label="Advocacy",
        plural="Advocacies",
        function=Function.SUCCESS,
        title="name",
        columns=("name", "account", "contact", "type", "status", "owner", "given_on"),
        sections=(
            Section("Favour", ("name", "type", "account", "contact", "status", "owner")),
            Section("When", ("asked_on", "given_on", "valid_until")),
            Section("Use", ("opp", "url", "notes")),
        ),
        happened={"asked_on": (), "given_on": ()},
        planned=("valid_until",),
        search=("name", "notes"),
        owner="owner",
        account="account",
        stage="status",
        asks=("contact", "owner"),
        icon="star",
    )

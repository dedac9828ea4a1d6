"""What we write to customers again and again."""

from __future__ import annotations

from typing import ClassVar

from tenure.business.accounts.choices import MailAudience, MailPurpose
from tenure.foundation.records.columns import colleague, day, flag, long_text, text
from tenure.foundation.records.constraints import unique_while_live
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record


class EmailTemplate(Record):
    """A prepared mail that people and plays fill in for a customer; every value has a fallback that reads well."""

    name = text(length=100, required=True)
    purpose = text(length=20, choices=MailPurpose)
    audience = text(length=20, choices=MailAudience, default=MailAudience.CUSTOMER)
    subject = text(length=300, required=True)
    body = long_text(required=True, help_text="Values stand in braces: {contact.name|there} writes “there” if unknown.")
    language = text(length=20)
    owner = colleague()
    is_marketing = flag(label="Needs consent", help_text="Goes only to people who agreed to marketing mail.")
    is_active = flag(default=True)
    review_on = day(label="To be reviewed")
    notes = long_text(label="When to use it")

    kind = Kind(
        key="email_template",
        prefix="emt",
        label="E-mail template",
        plural="E-mail templates",
        function=Function.COMPANY,
        title="name",
        columns=("name", "purpose", "audience", "subject", "language", "owner", "is_active"),
        sections=(
            Section("Mail", ("name", "subject", "body")),
            Section("Use", ("purpose", "audience", "language", "is_marketing", "is_active", "notes")),
            Section("Care", ("owner", "review_on")),
        ),
        planned=("review_on",),
        search=("name", "subject", "body"),
        owner="owner",
        asks=("purpose", "owner"),
        icon="mail",
    )

    class Meta:
        constraints: ClassVar = [unique_while_live("email_template_name", "name", "language")]

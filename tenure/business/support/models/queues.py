"""Where cases wait for an agent."""

from __future__ import annotations

from typing import ClassVar

from tenure.foundation.records.columns import colleague, flag, link, long_text, text, whole_number
from tenure.foundation.records.constraints import unique_while_live
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record


class SupportQueue(Record):
    """A line of cases that one team works, with the tier and the business hours by which it does."""

    name = text(length=100, required=True)
    description = long_text()
    team = link("organisation.Team")
    owner = colleague(label="Looked after by")
    tier = text(length=20, label="Support tier")
    calendar = link("organisation.BusinessCalendar", label="Business hours")
    email = text(length=320, label="Address", help_text="Mail to this address becomes a case of this queue.")
    is_active = flag(default=True)
    position = whole_number()

    kind = Kind(
        key="support_queue",
        prefix="sqe",
        label="Support queue",
        plural="Support queues",
        function=Function.SUPPORT,
        title="name",
        columns=("name", "team", "tier", "calendar", "email", "owner", "is_active"),
        sections=(
            Section("Queue", ("name", "description", "is_active", "position")),
            Section("Who works it", ("team", "owner", "tier", "calendar", "email")),
        ),
        search=("name", "email"),
        owner="owner",
        asks=("team",),
        icon="stack-front",
    )

    class Meta:
        constraints: ClassVar = [
            unique_while_live("support_queue_name", "name"),
            unique_while_live("support_queue_email", "email", filled="email"),
        ]

"""Lists of accounts that marketing and sales go after together."""

from __future__ import annotations

from typing import ClassVar

from tenure.foundation.records.columns import colleague, day, flag, link, long_text, text
from tenure.foundation.records.constraints import unique_while_live
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record


class TargetList(Record):
    """A list of accounts that we want to win or grow, with the reason for it."""

    name = text(required=True)
    purpose = long_text()
    owner = colleague()
    from_on = day(label="First day")
    to_on = day(label="Last day")
    is_active = flag(default=True)

    kind = Kind(
        key="target_list",
        prefix="tgl",
        label="Target list",
        plural="Target lists",
        function=Function.MARKETING,
        title="name",
        columns=("name", "owner", "from_on", "to_on", "is_active"),
        sections=(Section("List", ("name", "purpose", "owner", "from_on", "to_on", "is_active")),),
        planned=("from_on", "to_on"),
        search=("name", "purpose"),
        owner="owner",
        icon="list-check",
    )

    class Meta:
        constraints: ClassVar = [unique_while_live("target_list_name", "name")]


class TargetListMember(Record):
    """An account on a target list."""

    target_list = link("marketing.TargetList", required=True)
    account = link("accounts.Account", required=True)
    added_on = day()
    reason = text()

    kind = Kind(
        key="target_list_member",
        prefix="tgm",
        label="Target account",
        plural="Target accounts",
        function=Function.MARKETING,
        title="account",
        columns=("account", "target_list", "added_on", "reason"),
        sections=(Section("Account", ("target_list", "account", "added_on", "reason")),),
        born="added_on",
        happened={"added_on": ()},
        account="account",
        part_of="target_list",
        icon="building",
    )

    class Meta:
        constraints: ClassVar = [unique_while_live("target_list_member", "target_list", "account")]

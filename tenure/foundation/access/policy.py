"""What each role may do before any exception: a pure table of roles, functions and kinds.

Everyone with a role views every kind but the sensitive ones (ledger and bank). Members write the kinds of their
function, the customer's (account, contact, activity) and those that their day's work takes them to in another function
(a seller works leads and writes the contract); finance works what billing works. Managers also delete, merge and change
in bulk. People, teams and business calendars are the administrators'. Tasks and notes are for every member of any
function, to take back as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from tenure.foundation.access.roles import Role
from tenure.foundation.records.kinds import Function, Kind

ASSIGNABLE = tuple(function for function in Function if function is not Function.COMPANY)
OFFICE_KINDS = frozenset({"person", "team", "calendar"})
CUSTOMER_KINDS = frozenset({"account", "contact", "activity"})
ALSO_WORKED_BY = {
    **dict.fromkeys(("lead",), frozenset({Function.SALES})),
    **dict.fromkeys(("opportunity", "opp_line", "opp_contact"), frozenset({Function.SUCCESS})),
    **dict.fromkeys(("contract", "contract_line"), frozenset({Function.SALES})),
    **dict.fromkeys(("case", "case_event", "case_message"), frozenset({Function.SUCCESS, Function.DELIVERY})),
    **dict.fromkeys(("escalation", "feedback"), frozenset({Function.SALES, Function.DELIVERY, Function.SUPPORT})),
}


class Standing(IntEnum):
    """How far somebody's say over a kind of record goes; each includes those before it."""

    NOTHING = 0
    VIEW = 1
    EDIT = 2
    MANAGE = 3


@dataclass(frozen=True)
class Grant:
    """A role, within a function unless it is of the whole company."""

    role: Role
    function: Function | None = None


def standing(*, grant: Grant, kind: Kind) -> Standing:
    """How far this role's say over the kind goes."""
    if grant.role is Role.ADMINISTRATOR:
        return Standing.MANAGE
    if not _works_on(grant, kind):
        if _is_taken_to(grant, kind):
            return Standing.EDIT
        return Standing.NOTHING if is_sensitive(kind) else Standing.VIEW
    return Standing.MANAGE if grant.role is Role.MANAGER or _is_shared_work(kind) else Standing.EDIT


def sees_sensitive_fields(*, grant: Grant, kind: Kind) -> bool:
    """Whether this role sees the kind's sensitive fields: administrators, finance, managers who work on the kind."""
    if grant.role is Role.ADMINISTRATOR or grant.function is Function.FINANCE:
        return True
    return grant.role is Role.MANAGER and _works_on(grant, kind)


def is_sensitive(kind: Kind) -> bool:
    """Whether the kind as a whole is for finance only: one of finance with sensitive fields."""
    return kind.function is Function.FINANCE and bool(kind.sensitive)


def _works_on(grant: Grant, kind: Kind) -> bool:
    if grant.function is None or kind.key in OFFICE_KINDS:
        return False
    if kind.key in CUSTOMER_KINDS:
        return grant.function is not Function.FINANCE
    if grant.function is Function.FINANCE and kind.function is Function.BILLING:
        return True
    return kind.function in (grant.function, Function.COMPANY)


def _is_taken_to(grant: Grant, kind: Kind) -> bool:
    return grant.function in ALSO_WORKED_BY.get(kind.key, frozenset())


def _is_shared_work(kind: Kind) -> bool:
    return kind.function is Function.COMPANY and kind.key not in CUSTOMER_KINDS

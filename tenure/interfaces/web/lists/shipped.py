"""The views that every list starts with, as conditions that a person may read and change."""

from __future__ import annotations

from dataclasses import dataclass

from tenure.engine.conditions.reading import read
from tenure.engine.conditions.syntax import fields_of
from tenure.foundation.records.kinds import Kind
from tenure.interfaces.listing.fields import CHANGED

_OPEN_DEAL = "closed_at is unknown"
_OPEN_CASE = "closed_at is unknown and resolved_at is unknown"
_UNPAID = "status = 'issued'"
_RUNNING = "status = 'signed'"
_UNDONE = "done_on is unknown"
_NOT_LIVE = "went_live_on is unknown and closed_on is unknown"

# By kind: the name, the condition, and the order where another than the newest first helps.
_BY_KIND: dict[str, tuple[tuple[str, str, str], ...]] = {
    "account": (
        ("Customers", "status = 'customer'", "name"),
        ("Prospects", "status = 'prospect'", "name"),
        ("Without an owner", "owner is unknown", "name"),
        ("Customers without a CSM", "status = 'customer' and csm is unknown", "name"),
    ),
    "contact": (
        ("Left the company", "active_to < today", "-active_to"),
        ("Bounced", "is_bounced = true", "name"),
        ("Without an account", "account is unknown", "name"),
    ),
    "activity": (
        ("Held within 7 days", "held_at >= today - 7 days", "-held_at"),
        ("Coming up", "scheduled_at >= today and held_at is unknown", "scheduled_at"),
    ),
    "lead": (
        ("Not yet converted", "converted_at is unknown and disqualified_at is unknown", "-created_at"),
        ("Not yet contacted", "first_contacted_at is unknown and disqualified_at is unknown", "created_at"),
        ("Created within 7 days", "created_at >= today - 7 days", "-created_at"),
    ),
    "campaign": (
        ("Running", "starts_on <= today and (ends_on is unknown or ends_on >= today)", "ends_on"),
        ("Coming up", "starts_on > today", "starts_on"),
    ),
    "opportunity": (
        ("Open", _OPEN_DEAL, "close_date"),
        ("Closing within 30 days", f"{_OPEN_DEAL} and close_date between today and today + 30 days", "close_date"),
        ("Past their close date", f"{_OPEN_DEAL} and close_date < today", "close_date"),
        ("Without a next step", f"{_OPEN_DEAL} and next_step is unknown", "close_date"),
        ("Won within 90 days", "outcome = 'won' and closed_at >= today - 90 days", "-closed_at"),
        ("Lost within 90 days", "outcome = 'lost' and closed_at >= today - 90 days", "-closed_at"),
    ),
    "quote": (
        ("Waiting for an answer", "status = 'sent'", "valid_until"),
        ("Waiting for approval", "is_approval_needed = true and approved_at is unknown", "issued_on"),
        ("Past their last day", "status = 'sent' and valid_until < today", "valid_until"),
    ),
    "contract": (
        ("Active", _RUNNING, "end_on"),
        ("Ending within 90 days", f"{_RUNNING} and end_on between today and today + 90 days", "end_on"),
        ("Ended, still active", f"{_RUNNING} and end_on < today", "end_on"),
        ("Renewing by themselves", f"{_RUNNING} and auto_renew = true", "end_on"),
    ),
    "invoice": (
        ("Overdue", f"{_UNPAID} and due_on < today", "due_on"),
        ("Overdue by 30 days", f"{_UNPAID} and due_on < today - 30 days", "due_on"),
        ("Due within 30 days", f"{_UNPAID} and due_on between today and today + 30 days", "due_on"),
        ("Drafts", "status = 'draft'", ""),
        ("Issued within 30 days", "issued_on >= today - 30 days", "-issued_on"),
    ),
    "payment": (("Received within 30 days", "received_on >= today - 30 days", "-received_on"),),
    "project": (
        ("Under way", "started_on is known and closed_on is unknown", "planned_go_live"),
        ("Not yet live", _NOT_LIVE, "planned_go_live"),
        (
            "Past their go-live",
            f"{_NOT_LIVE} and planned_go_live < today",
            "planned_go_live",
        ),
    ),
    "milestone": (
        ("Overdue", f"{_UNDONE} and planned_on < today", "planned_on"),
        ("Due within 14 days", f"{_UNDONE} and planned_on between today and today + 14 days", "planned_on"),
    ),
    "project_task": (
        ("Open", _UNDONE, "due_on"),
        ("Overdue", f"{_UNDONE} and due_on < today", "due_on"),
    ),
    "raid_item": (
        ("Open", "closed_on is unknown", "due_on"),
        ("Overdue", "closed_on is unknown and due_on < today", "due_on"),
    ),
    "time_entry": (("Last 7 days", "on >= today - 7 days", "-on"), ("Billable", "billable = true", "-on")),
    "case": (
        ("Open", _OPEN_CASE, "opened_at"),
        ("Not yet assigned", f"{_OPEN_CASE} and owner is unknown", "opened_at"),
        ("Not yet answered", f"{_OPEN_CASE} and first_response_at is unknown", "opened_at"),
        ("Escalated", f"{_OPEN_CASE} and escalated_at is known", "escalated_at"),
        ("Opened within 7 days", "opened_at >= today - 7 days", "-opened_at"),
    ),
    "kb_article": (("Due for review", "review_on <= today", "review_on"),),
    "qbr": (
        ("Coming up", "held_on is unknown and scheduled_at >= today", "scheduled_at"),
        ("Overdue", "held_on is unknown and due_on < today", "due_on"),
    ),
    "escalation": (("Open", "resolved_at is unknown", "opened_at"),),
    "play_run": (
        ("Open", "done_on is unknown", "due_on"),
        ("Overdue", "done_on is unknown and due_on < today", "due_on"),
    ),
    "success_goal": (
        ("Not yet reached", "reached_on is unknown", "due_on"),
        ("Overdue", "reached_on is unknown and due_on < today", "due_on"),
    ),
    "survey_response": (
        ("Loop not yet closed", "responded_at is known and closed_loop_at is unknown", "responded_at"),
        ("Answered within 30 days", "responded_at >= today - 30 days", "-responded_at"),
    ),
    "task": (
        ("Open", "done_at is unknown", "due_on"),
        ("Due today", "done_at is unknown and due_on <= today", "due_on"),
        ("Overdue", "done_at is unknown and due_on < today", "due_on"),
    ),
}
_RECENT = ("Recently changed", f"{CHANGED} >= today - 7 days", f"-{CHANGED}")


@dataclass(frozen=True)
class ShippedView:
    """A named condition, and the order that suits it (empty: the newest first)."""

    name: str
    condition: str
    order: str = ""


def shipped_views(*, kind: Kind, names: frozenset[str]) -> list[ShippedView]:
    """The views of a kind that only use fields among `names`: the plain list first, what changed lately last."""
    own = [("Mine", f"{kind.owner} = me", "")] if kind.owner else []
    views = [ShippedView(*view) for view in [*own, *_BY_KIND.get(kind.key, ()), _RECENT]]
    return [ShippedView("All", ""), *(view for view in views if _used_by(view) <= names)]


def _used_by(view: ShippedView) -> set[str]:
    ordered = {view.order.removeprefix("-")} - {""}
    return ordered | fields_of(read(view.condition))

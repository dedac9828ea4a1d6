"""How we look after customers: reviews, escalations, plays that were run, and farewells."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tenure.business.success.choices import EscalationOutcome, EscalationTier, PlayOutcome, ReviewStatus
from tenure.foundation.records.columns import (
    colleague,
    currency_code,
    day,
    flag,
    instant,
    link,
    long_text,
    money,
    text,
)
from tenure.foundation.records.constraints import amounts_have_currency
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record

ACCOUNT = "accounts.Account"


class Qbr(Record):
    """A business review with a customer: when it is due, whether it was held, and what was decided."""

    name = text(required=True)
    account = link(ACCOUNT, required=True)
    owner = colleague()
    status = text(length=20, choices=ReviewStatus, default=ReviewStatus.PLANNED)
    is_executive = flag(label="With executives")
    due_on = day()
    scheduled_at = instant()
    held_on = day()
    attendees = long_text()
    summary = long_text()
    decisions = long_text()

    kind = Kind(
        key="qbr",
        prefix="qbr",
        label="Business review",
        plural="Business reviews",
        function=Function.SUCCESS,
        title="name",
        columns=("name", "account", "status", "due_on", "held_on", "is_executive", "owner"),
        sections=(
            Section("Review", ("name", "account", "owner", "status", "is_executive")),
            Section("When", ("due_on", "scheduled_at", "held_on")),
            Section("What came of it", ("attendees", "summary", "decisions")),
        ),
        happened={"held_on": ("attendees", "summary", "decisions")},
        planned=("due_on", "scheduled_at"),
        search=("name", "summary", "decisions"),
        owner="owner",
        account="account",
        stage="status",
        asks=("due_on", "owner"),
        personal=("attendees",),
        icon="presentation",
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["due_on"], name="qbr_due_on")]


class Escalation(Record):
    """A customer in danger, raised to someone who can help, until it is settled."""

    subject = text(required=True)
    account = link(ACCOUNT, required=True)
    case = link("support.Case")
    tier = text(length=20, choices=EscalationTier, default=EscalationTier.CSM)
    cause = text(length=100)
    owner = colleague()
    raised_by = colleague()
    arr_at_risk = money(label="ARR at risk")
    currency = currency_code()
    plan = long_text(label="What we do")
    opened_at = instant()
    acknowledged_at = instant()
    resolved_at = instant()
    outcome = text(length=20, choices=EscalationOutcome)
    lesson = long_text()

    kind = Kind(
        key="escalation",
        prefix="esc",
        label="Escalation",
        plural="Escalations",
        function=Function.SUCCESS,
        title="subject",
        columns=("subject", "account", "tier", "arr_at_risk", "currency", "owner", "opened_at", "outcome"),
        sections=(
            Section("Escalation", ("subject", "account", "case", "cause", "tier")),
            Section("Who acts", ("owner", "raised_by", "plan")),
            Section("At stake", ("arr_at_risk", "currency")),
            Section("Times", ("opened_at", "acknowledged_at", "resolved_at")),
            Section("How it ended", ("outcome", "lesson")),
        ),
        born="opened_at",
        happened={"opened_at": (), "acknowledged_at": (), "resolved_at": ("outcome", "lesson")},
        money={"arr_at_risk": "currency"},
        search=("subject", "cause", "plan"),
        owner="owner",
        account="account",
        stage="tier",
        asks=("owner", "arr_at_risk", "cause"),
        icon="urgent",
    )

    class Meta:
        constraints: ClassVar = [amounts_have_currency("escalation", "arr_at_risk")]


class PlayRun(Record):
    """One step of a play for an account: when it was due, when it was done, and what came of it."""

    playbook = text(length=100, required=True)
    account = link(ACCOUNT, required=True)
    contract = link("billing.Contract")
    step = text(required=True)
    owner = colleague()
    due_on = day()
    done_on = day()
    outcome = text(length=30, choices=PlayOutcome)
    notes = long_text()

    kind = Kind(
        key="play_run",
        prefix="plr",
        label="Play step",
        plural="Play steps",
        function=Function.SUCCESS,
        title="step",
        columns=("step", "playbook", "account", "owner", "due_on", "done_on", "outcome"),
        sections=(
            Section("Step", ("playbook", "step", "account", "contract", "owner")),
            Section("When", ("due_on", "done_on", "outcome", "notes")),
        ),
        happened={"done_on": ("outcome",)},
        planned=("due_on",),
        search=("playbook", "step"),
        owner="owner",
        account="account",
        asks=("due_on", "owner"),
        icon="player-play",
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["due_on"], name="play_run_due_on")]


class Offboarding(Record):
    """A customer's farewell: notice, end of service, exit interview and the return of their data."""

    reason = text(length=100, required=True)
    account = link(ACCOUNT, required=True)
    contract = link("billing.Contract")
    owner = colleague()
    reason_note = long_text(label="What led to it")
    competitor = link("sales.Competitor", label="Went to")
    notified_on = day(label="Notice given")
    ended_on = day(label="Service ended")
    access_ended_on = day()
    exit_interview_on = day()
    exit_notes = long_text(label="What they said")
    data_returned_on = day()
    final_invoice = link("billing.Invoice")
    win_back_on = day(label="To be asked again")

    kind = Kind(
        key="offboarding",
        prefix="off",
        label="Off-boarding",
        plural="Off-boardings",
        function=Function.SUCCESS,
        title="reason",
        columns=("account", "reason", "owner", "notified_on", "ended_on", "exit_interview_on", "data_returned_on"),
        sections=(
            Section("Farewell", ("account", "contract", "owner", "reason", "reason_note", "competitor")),
            Section("Steps", ("notified_on", "ended_on", "access_ended_on", "data_returned_on", "final_invoice")),
            Section("Exit interview", ("exit_interview_on", "exit_notes")),
            Section("Afterwards", ("win_back_on",)),
        ),
        born="notified_on",
        happened={
            "notified_on": (),
            "ended_on": (),
            "access_ended_on": (),
            "exit_interview_on": ("exit_notes",),
            "data_returned_on": (),
        },
        planned=("win_back_on",),
        search=("reason", "reason_note", "exit_notes"),
        owner="owner",
        account="account",
        asks=("notified_on", "owner", "exit_interview_on"),
        personal=("exit_notes",),
        icon="door-exit",
    )

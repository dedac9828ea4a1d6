"""What customers want to reach, what they reached, and what they learned for it."""

from __future__ import annotations

from tenure.business.success.choices import GoalStatus
from tenure.foundation.records.columns import (
    colleague,
    day,
    decimal_number,
    flag,
    link,
    long_text,
    text,
)
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record

ACCOUNT = "accounts.Account"
CONTACT = "accounts.Contact"


class SuccessGoal(Record):
    """A goal in a customer's success plan: from where, to where, by when, and who answers for it on both sides."""

    name = text(required=True)
    account = link(ACCOUNT, required=True)
    measure = text(help_text="What is counted, and where it is read.")
    unit = text(length=50)
    baseline = decimal_number(digits=18)
    target = decimal_number(digits=18)
    status = text(length=20, choices=GoalStatus, default=GoalStatus.DRAFT)
    owner = colleague(label="Our owner")
    contact = link(CONTACT, label="Their owner")
    agreed_on = day()
    due_on = day()
    reached_on = day()
    why = long_text(label="Why it matters to them")

    kind = Kind(
        key="success_goal",
        prefix="sgl",
        label="Success goal",
        plural="Success goals",
        function=Function.SUCCESS,
        title="name",
        columns=("name", "account", "status", "baseline", "target", "unit", "due_on", "owner"),
        sections=(
            Section("Goal", ("name", "account", "why", "status")),
            Section("Measure", ("measure", "unit", "baseline", "target")),
            Section("Who and when", ("owner", "contact", "agreed_on", "due_on", "reached_on")),
        ),
        happened={"agreed_on": (), "reached_on": ()},
        planned=("due_on",),
        search=("name", "measure", "why"),
        owner="owner",
        account="account",
        stage="status",
        asks=("baseline", "target", "due_on", "contact"),
        icon="flag",
    )


class Outcome(Record):
    """A result that a customer reached with us on a day, measured against the goal."""

    name = text(required=True)
    account = link(ACCOUNT, required=True)
    goal = link("success.SuccessGoal")
    baseline = decimal_number(digits=18)
    target = decimal_number(digits=18)
    value = decimal_number(digits=18)
    unit = text(length=50)
    is_first_value = flag(label="First value", help_text="The first result that mattered to the customer.")
    verified = flag(label="Confirmed by the customer")
    verified_by = link(CONTACT, label="Confirmed by")
    evidence = long_text()
    on = day(label="Day")

    kind = Kind(
        key="outcome",
        prefix="out",
        label="Outcome",
        plural="Outcomes",
        function=Function.SUCCESS,
        title="name",
        columns=("name", "account", "value", "target", "unit", "verified", "is_first_value", "on"),
        sections=(
            Section("Outcome", ("name", "account", "goal", "on", "is_first_value")),
            Section("Measure", ("baseline", "target", "value", "unit")),
            Section("Proof", ("verified", "verified_by", "evidence")),
        ),
        born="on",
        happened={"on": ()},
        search=("name", "evidence"),
        account="account",
        asks=("value", "target", "on"),
        icon="trophy",
    )


class Training(Record):
    """A person at a customer on a course, with the result."""

    contact = link(CONTACT)
    account = link(ACCOUNT, required=True)
    course = text(required=True)
    project = link("delivery.Project")
    trainer = colleague()
    score = decimal_number(digits=8, places=2)
    passed = flag()
    enrolled_on = day()
    completed_on = day()

    kind = Kind(
        key="training",
        prefix="trn",
        label="Training",
        plural="Trainings",
        function=Function.SUCCESS,
        title="course",
        columns=("course", "account", "contact", "enrolled_on", "completed_on", "passed", "score"),
        sections=(
            Section("Course", ("course", "account", "contact", "project", "trainer", "enrolled_on")),
            Section("Result", ("completed_on", "passed", "score")),
        ),
        born="enrolled_on",
        happened={"enrolled_on": (), "completed_on": ("passed", "score")},
        search=("course",),
        owner="trainer",
        account="account",
        asks=("contact", "enrolled_on"),
        icon="school",
    )

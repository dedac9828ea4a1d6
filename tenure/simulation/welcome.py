"""What makes the demo company ready to be looked at: logins for every role, own fields, files, what waits today."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from tenure.business.accounts.models import Account
from tenure.business.billing.models import Contract
from tenure.foundation.access.models import User
from tenure.foundation.access.policy import Grant
from tenure.foundation.access.roles import Role
from tenure.foundation.access.users import create_user
from tenure.foundation.files.files import attach
from tenure.foundation.organisation.demo import DEMO_PATH
from tenure.foundation.organisation.set_up import Administrator, CompanyFacts, set_up_company
from tenure.foundation.records.kinds import Function
from tenure.foundation.records.models import CustomField, CustomFieldType
from tenure.foundation.records.recording import recording
from tenure.lifecycle.work.choices import NotificationKind
from tenure.lifecycle.work.models import Task
from tenure.lifecycle.work.notifications import notify
from tenure.simulation.people import Staff
from tenure.simulation.plan import Plan

NAME = "Demo: Kestrel Works"
PASSWORD = "walk-right-in"  # noqa: S105 - shown to everybody who opens the demo
ROLES = {
    "seller": (Role.ADMINISTRATOR, None),
    "chief": (Role.VIEWER, None),
    "revenue": (Role.MANAGER, Function.SALES),
    "developer": (Role.MEMBER, Function.SALES),
    "marketer": (Role.MANAGER, Function.MARKETING),
    "csm": (Role.MANAGER, Function.SUCCESS),
    "agent": (Role.MEMBER, Function.SUPPORT),
    "consultant": (Role.MEMBER, Function.DELIVERY),
    "accountant": (Role.MANAGER, Function.BILLING),
    "controller": (Role.MANAGER, Function.FINANCE),
}
FIELDS: tuple[tuple[str, str, CustomFieldType, list[str]], ...] = (
    ("technicians", "Technicians", CustomFieldType.NUMBER, []),
    ("depots", "Depots", CustomFieldType.NUMBER, []),
    ("planning_before", "Planned before with", CustomFieldType.CHOICE,
     ["Spreadsheet", "Whiteboard", "Another product", "ERP module"]),
)  # fmt: skip
FILES = 6


def add_own_fields() -> None:
    """The fields that the demo company added to accounts. Inside `recording`."""
    for place, (key, label, type_, options) in enumerate(FIELDS):
        CustomField.objects.create(
            kind_key="account", key=key, label=label, type=type_, options=options, position=place
        )


def open_doors(*, staff: Staff, now: datetime) -> User:
    """The company's own facts and a login for each role, all with the same password; gives the administrator."""
    first = staff.by_job["seller"][0]
    facts = CompanyFacts(name=NAME, currency="EUR", zone="Europe/Berlin")
    administrator = Administrator(name=first.name, email=first.email, password=PASSWORD)
    _, user = set_up_company(facts=facts, administrator=administrator, now=now, path=DEMO_PATH)
    with recording(
        actor=None, actor_label="Demo company", path=DEMO_PATH, now=now, reason="Logins to look around with"
    ):
        for job, (role, function) in ROLES.items():
            if job != "seller":
                person = staff.by_job[job][0]
                other = create_user(name=person.name, email=person.email, password=None, grants=[Grant(role, function)])
                # A password is made slow to check. All of them share this one, which is no secret, so it is made once.
                other.password = user.password
                other.save(update_fields=["password"])
    return user


def logins() -> list[tuple[str, str]]:
    """E-mail and role of everybody who may sign in."""
    users = User.objects.prefetch_related("roles").order_by("pk")
    return [(user.email, ", ".join(str(role) for role in user.roles.all())) for user in users]


def lay_out_today(*, plan: Plan, now: datetime) -> None:
    """Tells everybody who can sign in of their tasks that are due, once a day of the story."""
    due = Task.objects.filter(done_at=None, due_on__lte=plan.until).exclude(assignee__user=None)
    for task in due.select_related("assignee__user").order_by("pk"):
        notify(user=task.assignee.user, kind=NotificationKind.TASK, text=f"Due: {task.title}", now=now, about=task,
               key=f"demo:{task.public_id}")  # fmt: skip


def hang_files(*, by: User, now: datetime) -> None:
    """A few files where one would look for them."""
    for contract in Contract.objects.filter(~Q(purchase_order="")).order_by("pk")[:FILES]:
        text = f"Order {contract.purchase_order}\n\nWe order as quoted. Please name this number on every invoice.\n"
        attach(
            by=by,
            record=contract,
            name=f"Order {contract.number}.txt",
            content=[text.encode()],
            now=now,
            path=DEMO_PATH,
        )
    for account in Account.objects.filter(status="customer").order_by("pk")[:FILES]:
        text = "depot,technicians,planners\nNorth,24,3\nSouth,31,4\n"
        attach(by=by, record=account, name="Depots and planners.csv", content=[text.encode()], now=now, path=DEMO_PATH)

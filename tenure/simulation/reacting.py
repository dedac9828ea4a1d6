"""Simulated people act on what the product and its user asked of them: tasks, cases and invoices made by hand.

Whatever the story itself holds is told as it would have been anyway; this is for the rest. Nothing that a person did is
taken back: a task gets a day on which it was done, a case an answer and a solution, an invoice its money.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from random import Random

from django.db.models import QuerySet

from tenure.business.billing.models import Invoice, Payment
from tenure.business.support.models import Case, CaseEvent, CaseMessage
from tenure.foundation.records.model import Record
from tenure.foundation.records.operations import change, create
from tenure.foundation.records.recording import holding
from tenure.lifecycle.work.models import Task
from tenure.simulation.moments import at_work, workday
from tenure.simulation.plan import Plan
from tenure.simulation.touched import touched_records

ANSWER = "Thank you for writing. I looked into it with a colleague; this is solved now."


def react(*, plan: Plan, since: datetime) -> Counter[str]:
    """Deals with what was open and due before the plan's day; gives how much. Inside `recording`."""
    done: Counter[str] = Counter()
    for task in _by_hand(Task.objects.filter(done_at=None, due_on__lt=plan.until).exclude(assignee=None)):
        rng = plan.random("react", task.public_id)
        at = _moment(plan, rng, since, max(task.due_on, since.date()) + timedelta(days=rng.randrange(0, 3)))
        with holding(known_from=at):
            change(record=task, values={"done_at": at})
        done["task"] += 1
    for case in _by_hand(Case.objects.filter(resolved_at=None, opened_at__lt=plan.cut)):
        _solve(plan, case, since)
        done["case"] += 1
    for invoice in _by_hand(Invoice.objects.filter(status="issued", due_on__lt=plan.until)):
        _pay(plan, invoice, since)
        done["invoice"] += 1
    return done


def _by_hand(rows: QuerySet) -> list:
    found = list(rows.order_by("pk"))
    touched = touched_records(model=rows.model, ids=[row.pk for row in found])
    return [row for row in found if row.pk in touched]


def _moment(plan: Plan, rng: Random, since: datetime, day) -> datetime:  # type: ignore[no-untyped-def]
    """About that day, but after the story stood still and before it stands still again."""
    at = at_work(rng, workday(day))
    return min(max(at, since + timedelta(hours=9)), plan.cut - timedelta(hours=8))


def _solve(plan: Plan, case: Case, since: datetime) -> None:
    rng = plan.random("react", case.public_id)
    opened = case.opened_at or since
    first = _moment(plan, rng, since, max(opened.date(), since.date()) + timedelta(days=1))
    solved = max(_moment(plan, rng, since, first.date() + timedelta(days=rng.randrange(1, 5))), first)
    with holding(known_from=first):
        if case.first_response_at is None:
            change(record=case, values={"first_response_at": first, "status": "open"})
            _write(
                CaseEvent, {"case": case, "type": "reply", "actor": "agent", "status": "open", "public": True}, first
            )
    with holding(known_from=solved):
        _write(CaseMessage, {"case": case, "body": ANSWER, "actor": "agent", "public": True}, solved)
        change(record=case, values={"resolved_at": solved, "status": "resolved", "resolution": ANSWER})
        _write(CaseEvent, {"case": case, "type": "resolved", "actor": "agent", "status": "resolved"}, solved)


def _write(model: type[Record], values: dict[str, object], at: datetime) -> None:
    create(model=model, values={**values, "at": at})


def _pay(plan: Plan, invoice: Invoice, since: datetime) -> None:
    rng = plan.random("react", invoice.public_id)
    at = _moment(plan, rng, since, max(invoice.due_on, since.date()) + timedelta(days=rng.randrange(0, 12)))
    paid = sum((payment.amount for payment in Payment.objects.filter(invoice=invoice, is_refund=False)), start=0)
    rest = (invoice.total or 0) - paid
    with holding(known_from=at):
        if rest > 0:
            create(model=Payment, values={"invoice": invoice, "amount": rest, "currency": invoice.currency,
                                          "method": "transfer", "received_on": at.date()})  # fmt: skip
        change(record=invoice, values={"status": "paid"})

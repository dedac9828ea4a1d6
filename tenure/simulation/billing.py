"""Invoices as contracts ask for them, and how they are paid: on time, late, in parts, or not at all."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from dateutil.relativedelta import relativedelta

from tenure.foundation.records.versions.numbers import NOT_YET
from tenure.simulation.book import Ref
from tenure.simulation.life import SMALL, Deal, Life, Line
from tenure.simulation.moments import workday
from tenure.simulation.words import REGIONS

CENT = Decimal("0.01")
Position = tuple[Line, Decimal, date, date]
REMINDED_AFTER_DAYS = 4
VOIDED_SHARE = 0.008
CREDITS = ("Billed twice", "Seats were reduced", "Goodwill after an outage", "Wrong address of the buyer")


def bill(*, life: Life, deal: Deal, first: date, last: date) -> None:
    """Writes the invoices that fall due between two days of a month."""
    due: dict[date, list[Position]] = defaultdict(list)
    for line in deal.lines:
        while line.billed_to <= last and (line.ends_on is None or line.billed_to <= line.ends_on):
            until = _period_end(deal, line)
            amount = _amount(deal, line, until)
            if amount > 0:
                due[max(line.billed_to, first)].append((line, amount, line.billed_to, until))
            line.billed_to = until + timedelta(days=1)
    for day, positions in sorted(due.items()):
        issue(life=life, deal=deal, day=day, positions=positions)


def issue(*, life: Life, deal: Deal, day: date, positions: list[Position]) -> Ref:
    """One invoice: its total is the sum of its lines and the tax on them."""
    key = life.next_key("invoice")
    rng = life.random("invoice", key)
    known = max(life.book.entries[position[0].ref].states[0].known for position in positions)
    at = max(_hour(day, 6), known + timedelta(minutes=5))
    issued_on = at.date()
    terms = life.book.entries[deal.ref].states[0].values["payment_terms_days"]
    net = sum((position[1] for position in positions), Decimal(0))
    tax = (net * REGIONS[life.region][2] / 100).quantize(CENT, ROUND_HALF_UP)
    invoice = life.book.add(
        "invoice", key, at, number=f"{NOT_YET}{key}", account=life.account, contract=deal.ref, status="issued",
        total=net + tax, tax=tax, currency=life.currency, issued_on=issued_on, due_on=issued_on + timedelta(days=terms),
    )  # fmt: skip
    for place, (line, amount, start, until) in enumerate(positions):
        values = life.book.entries[line.ref].states[0].values
        life.book.add(
            "invoice_line", f"{key}:{place}", at, invoice=invoice, contract_line=line.ref, product=values["product"],
            description=f"{_title(life, line)} · {start:%d %b %Y} to {until:%d %b %Y}", qty=Decimal(line.qty),
            amount=amount, currency=life.currency, tax_rate=life.world.catalogue.taxes[life.region],
            service_from=start, service_to=until,
        )  # fmt: skip
    if rng.random() < VOIDED_SHARE:
        return _again(life, deal, invoice, positions)
    _pay(life, rng, invoice, issued_on, issued_on + timedelta(days=terms), net + tax)
    return invoice


def _again(life: Life, deal: Deal, wrong: Ref, positions: list[Position]) -> Ref:
    """An invoice with the wrong address: it is void, and another takes its place."""
    day = workday(life.book.entries[wrong].states[0].values["issued_on"] + timedelta(days=1))
    life.book.change(wrong, _hour(day, 8), status="void", voided_on=day)
    return issue(life=life, deal=deal, day=workday(day + timedelta(days=1)), positions=positions)


def bill_fee(
    *, life: Life, deal: Deal, project: Ref, fee: Decimal, day: date, product: str = "onboarding",
    title: str = "Guided Onboarding", qty: Decimal = Decimal(1),
) -> None:  # fmt: skip
    """What a project costs: its fee, or the hours of a month."""
    key = life.next_key("invoice")
    rng = life.random("invoice", key)
    at = max(_hour(day, 7), life.book.entries[project].states[0].known + timedelta(minutes=5))
    tax = (fee * REGIONS[life.region][2] / 100).quantize(CENT, ROUND_HALF_UP)
    due_on = at.date() + timedelta(days=30)
    invoice = life.book.add(
        "invoice", key, at, number=f"{NOT_YET}{key}", account=life.account, contract=deal.ref, status="issued",
        total=fee + tax, tax=tax, currency=life.currency, issued_on=at.date(), due_on=due_on,
    )  # fmt: skip
    life.book.add(
        "invoice_line", f"{key}:0", at, invoice=invoice, project=project, amount=fee, currency=life.currency,
        product=life.world.catalogue.products[product], description=title, qty=qty,
        tax_rate=life.world.catalogue.taxes[life.region],
    )  # fmt: skip
    _pay(life, rng, invoice, at.date(), due_on, fee + tax)


def _title(life: Life, line: Line) -> str:
    product = life.book.entries[line.ref].states[0].values["product"]
    return str(life.world.book.entries[product].states[0].values["name"])


def _period_end(deal: Deal, line: Line) -> date:
    """The last day of the billing period that a line is in; periods follow from the contract's first day."""
    months = (line.billed_to.year - deal.starts_on.year) * 12 + line.billed_to.month - deal.starts_on.month
    turn = max(0, months // deal.billing_months)
    start = deal.starts_on + relativedelta(months=turn * deal.billing_months)
    while start <= line.billed_to:
        turn += 1
        start = deal.starts_on + relativedelta(months=turn * deal.billing_months)
    end = start - timedelta(days=1)
    return min(end, line.ends_on) if line.ends_on else end


def _amount(deal: Deal, line: Line, until: date) -> Decimal:
    """Whole periods at their price, parts by the day."""
    months = relativedelta(until + timedelta(days=1), line.billed_to)
    if months.days == 0:
        return line.monthly * (months.years * 12 + months.months)
    days = (until - line.billed_to).days + 1
    return (line.monthly * 12 / 365 * days).quantize(CENT, ROUND_HALF_UP)


def _pay(life: Life, rng: Random, invoice: Ref, issued_on: date, due_on: date, total: Decimal) -> None:
    """When the money comes: cards at once, others about the day it is due, unhappy and slow payers later."""
    fate = rng.random()
    if fate < 0.035:
        total -= _credit(life, rng, invoice, issued_on, total)
    if life.segment == SMALL and life.number % 3:
        _receive(life, rng, invoice, issued_on, total, "card", is_last=True)
        return
    if fate > 0.988:
        life.book.change(invoice, _hour(due_on + timedelta(days=120), 9), status="uncollectible")
        return
    slow = life.pays_late_days - 2.5 * life.value + rng.gauss(0, 5) + (rng.expovariate(1 / 25) if fate > 0.9 else 0)
    paid_on = workday(max(issued_on + timedelta(days=2), due_on + timedelta(days=int(slow))))
    if 0.06 < fate < 0.066:
        _refund(life, rng, invoice, paid_on, total)
        return
    if 0.035 < fate < 0.06:
        half = (total / 2).quantize(CENT)
        _receive(life, rng, invoice, paid_on, half, "transfer", is_last=False)
        _receive(life, rng, invoice, workday(paid_on + timedelta(days=20)), total - half, "transfer", is_last=True)
        return
    _receive(life, rng, invoice, paid_on, total, "transfer", is_last=True)
    if (paid_on - due_on).days > REMINDED_AFTER_DAYS:
        _remind(life, rng, invoice, due_on, paid_on)


def _remind(life: Life, rng: Random, invoice: Ref, due_on: date, paid_on: date) -> None:
    """Somebody asks where the money is, and is done with it when it has come."""
    known = _hour(workday(due_on + timedelta(days=3)), 7)
    task = life.book.add(
        "task", f"due:{invoice.key}", known, about=invoice, priority="high", due_on=workday(due_on + timedelta(days=5)),
        title=f"Ask {life.name} about the invoice that is overdue",
        assignee=life.colleague("accountant", known.date()).ref,
    )  # fmt: skip
    life.book.change(task, _hour(paid_on, 14), done_at=_hour(paid_on, 14))


def _receive(life: Life, rng: Random, invoice: Ref, day: date, amount: Decimal, method: str, *, is_last: bool) -> None:
    """Money arrives; the bank tells us of some of it a few days later."""
    at = max(_hour(day, 8 if method == "transfer" else 6), life.book.entries[invoice].states[0].known)
    at += timedelta(minutes=20)
    known = at + timedelta(days=rng.choice((0, 0, 0, 1, 1, 3)) if method == "transfer" else 0)
    key = f"{invoice.key}:{at:%Y%m%d}"
    life.book.add(
        "payment", key, at, known=known, invoice=invoice, amount=amount, currency=life.currency, method=method,
        received_on=at.date(), reference=f"{'TR' if method == 'transfer' else 'CH'} {rng.randrange(10**6, 10**7)}",
        fee=(amount * Decimal("0.014")).quantize(CENT) if method == "card" else None,
    )  # fmt: skip
    if is_last:
        life.book.change(invoice, known + timedelta(minutes=1), status="paid")


def _refund(life: Life, rng: Random, invoice: Ref, paid_on: date, total: Decimal) -> None:
    """They paid, then found a mistake: a credit note, and the money goes back."""
    _receive(life, rng, invoice, paid_on, total, "transfer", is_last=True)
    day = workday(paid_on + timedelta(days=rng.randrange(4, 12)))
    amount = _credit(life, rng, invoice, day, total)
    at = _hour(workday(day + timedelta(days=14)), 10)
    life.book.add(
        "payment", f"{invoice.key}:back", at, invoice=invoice, amount=amount, currency=life.currency, is_refund=True,
        method="transfer", received_on=at.date(), reference=f"RF {rng.randrange(10**6, 10**7)}",
    )  # fmt: skip


def _credit(life: Life, rng: Random, invoice: Ref, issued_on: date, total: Decimal) -> Decimal:
    day = workday(issued_on + timedelta(days=rng.randrange(2, 9)))
    amount = (total * Decimal(str(round(rng.uniform(0.05, 0.2), 2)))).quantize(CENT)
    at = max(_hour(day, 11), life.book.entries[invoice].states[0].known + timedelta(hours=1))
    life.book.add(
        "credit_note", invoice.key, at, number=f"{NOT_YET}{invoice.key}", invoice=invoice, amount=amount,
        tax=(amount - amount / (1 + Decimal(REGIONS[life.region][2]) / 100)).quantize(CENT), currency=life.currency,
        reason=rng.choice(CREDITS), issued_on=at.date(),
    )  # fmt: skip
    return amount


def _hour(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)

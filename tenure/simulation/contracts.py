"""What is signed: trials, terms, contracts without end, coupons, pauses, and how lines follow one another."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from dateutil.relativedelta import relativedelta

from tenure.foundation.records.versions.numbers import NOT_YET
from tenure.simulation.book import Ref, instant
from tenure.simulation.catalogue import ADD_ONS, COUPONS, CURRENCIES, PLANS, list_price
from tenure.simulation.deals import Course, Offer
from tenure.simulation.life import LARGE, MID, SMALL, Deal, Life, Line
from tenure.simulation.moments import workday

CENT = Decimal("0.01")
TERMS = {SMALL: ((None, 60), (12, 40)), MID: ((None, 10), (12, 70), (24, 20)), LARGE: ((12, 55), (24, 20), (36, 25))}


def offer_for(*, life: Life, rng: Random) -> Offer:
    """What a new customer of this size would buy."""
    technicians = int(life.book.entries[life.account].states[0].values["custom"]["technicians"])
    seats = max(3, int(technicians * rng.uniform(0.35, 0.9)))
    plan = {SMALL: rng.choice(("Starter", "Starter", "Growth")), MID: rng.choice(("Growth", "Scale")), LARGE: "Scale"}
    lines: list[tuple[str, str | None, int, Decimal]] = [
        ("plan", plan[life.segment], seats, seat_amount(life, plan[life.segment], seats))
    ]
    if rng.random() < {SMALL: 0.12, MID: 0.4, LARGE: 0.65}[life.segment]:
        lines.append(("insights", None, seats, add_on_amount(life, "insights", seats)))
    if rng.random() < {SMALL: 0.05, MID: 0.3, LARGE: 0.7}[life.segment]:
        lines.append(("connect", None, 1 + seats // 150, add_on_amount(life, "connect", 1 + seats // 150)))
    if rng.random() < {SMALL: 0.0, MID: 0.1, LARGE: 0.5}[life.segment]:
        lines.append(("premier", None, 1, add_on_amount(life, "premier", 1)))
    fee = {SMALL: 0, MID: 4800, LARGE: 14500}[life.segment]
    arr = sum((line[3] for line in lines), Decimal(0)) * 12
    return Offer(arr, Decimal(list_price(fee, CURRENCIES[life.currency])), tuple(lines))


def seat_amount(life: Life, plan: str, seats: int) -> Decimal:
    """What so many seats cost a month; many are cheaper."""
    share = 1 - min(0.35, max(0, seats - 50) / 2000)
    price = list_price(PLANS[plan], CURRENCIES[life.currency])
    return (price * seats * Decimal(str(round(share, 3)))).quantize(CENT)


def add_on_amount(life: Life, product: str, quantity: int) -> Decimal:
    """What an add-on costs a month."""
    return (list_price(ADD_ONS[product], CURRENCIES[life.currency]) * quantity).quantize(CENT)


def sign(*, life: Life, course: Course, offer: Offer, renews: Deal | None = None) -> Deal:
    """The contract that follows a deal that was won, with its lines; the account is a customer from its first day."""
    number = life.counters.get("contract", 0) + 1
    rng = life.random("contract", number)
    if renews:
        term, starts_on = renews.term_months, (renews.ends_on or course.ended.date()) + timedelta(days=1)
    else:
        term = rng.choices([item[0] for item in TERMS[life.segment]], [item[1] for item in TERMS[life.segment]])[0]
        starts_on = workday(course.ended.date() + timedelta(days=rng.choice((1, 1, 5, 10, 14))))
        starts_on = starts_on if term is None else (starts_on + relativedelta(months=1)).replace(day=1)
    every = 1 if term is None else rng.choices((12, 3, 1), (60, 25, 15))[0]
    deal = _contract(life, rng, course, term, starts_on, every, renews)
    if renews is None and life.customer_since is None and life.segment == SMALL and rng.random() < 0.4:
        _trial(life, course, deal)
    coupon = _coupon(life, rng) if renews is None else None
    for product, plan, qty, monthly in offer.lines:
        replaced = next((item.ref for item in renews.lines if item.product == product), None) if renews else None
        _lines_of(life, deal, product, plan, qty, monthly, coupon if product == "plan" else None, replaced, course)
    life.deal = deal
    life.deals.append(deal)
    return deal


def _contract(
    life: Life, rng: Random, course: Course, term: int | None, starts_on: date, every: int, renews: Deal | None
) -> Deal:
    key = life.next_key("contract")
    ends_on = None if term is None else starts_on + relativedelta(months=term) - timedelta(days=1)
    contract = life.book.add(
        "contract", key, course.ended, number=f"{NOT_YET}{key}", account=life.account, opp=course.ref,
        quote=course.quote,
        renews=renews.ref if renews else None, status="signed", currency=life.currency, signed_on=course.ended.date(),
        owner=life.colleague("csm", course.ended.date()).ref, auto_renew=term is not None and life.segment != LARGE,
        notice_days=30 if term is None else 60, term_months=term, is_month_to_month=term is None, start_on=starts_on,
        end_on=ends_on, payment_terms_days=14 if life.segment == SMALL else 30 if life.segment == MID else 45,
        purchase_order=f"PO {rng.randrange(10000, 99999)}" if life.segment == LARGE else "",
    )  # fmt: skip
    deal = Deal(contract, life.counters["contract"], starts_on, ends_on, term, every)
    if life.segment != SMALL or rng.random() < 0.3:
        life.book.add(
            "support_agreement", key, course.ended, known=course.ended, account=life.account, contract=contract,
            name="Premier" if life.segment == LARGE else "Standard", policy="Standard", from_on=starts_on,
            to_on=ends_on,
            is_sev1_around_the_clock=life.segment == LARGE,
        )  # fmt: skip
    return deal


def _trial(life: Life, course: Course, deal: Deal) -> None:
    """Fourteen free days before the contract begins, as a line without an amount."""
    catalogue = life.world.catalogue
    first = deal.starts_on - timedelta(days=14)
    life.book.add(
        "contract_line", f"{deal.ref.key}:trial", course.ended, contract=deal.ref, account=life.account, qty=Decimal(5),
        product=catalogue.products["plan"], plan=catalogue.plans["Free trial"], amount=Decimal(0), period="month",
        currency=life.currency, fx_rate=life.world.rate(life.currency, course.ended.date()), service_start=first,
        service_end=deal.starts_on - timedelta(days=1), description="Free trial",
    )  # fmt: skip


def _coupon(life: Life, rng: Random) -> str | None:
    if life.source == "Partner":
        return "PARTNER10"
    return "WELCOME3" if life.segment == SMALL and rng.random() < 0.22 else None


def _lines_of(
    life: Life, deal: Deal, product: str, plan: str | None, qty: int, monthly: Decimal, coupon: str | None,
    replaced: Ref | None, course: Course,
) -> None:  # fmt: skip
    if coupon is None or coupon == "PARTNER10":
        lowered = monthly if coupon is None else (monthly * (1 - COUPONS[coupon][1])).quantize(CENT)
        add_line(life=life, deal=deal, product=product, plan=plan, qty=qty, monthly=lowered, known=course.ended.date(),
                 starts_on=deal.starts_on, ends_on=deal.ends_on, coupon=coupon, replaces=replaced)  # fmt: skip
        return
    _, share, _, months = COUPONS[coupon]
    until = deal.starts_on + relativedelta(months=months or 3) - timedelta(days=1)
    first = add_line(
        life=life, deal=deal, product=product, plan=plan, qty=qty, monthly=(monthly * (1 - share)).quantize(CENT),
        known=course.ended.date(), starts_on=deal.starts_on, ends_on=until, coupon=coupon,
    )  # fmt: skip
    add_line(
        life=life, deal=deal, product=product, plan=plan, qty=qty, monthly=monthly, known=course.ended.date(),
        starts_on=until + timedelta(days=1), ends_on=deal.ends_on, replaces=first.ref,
    )  # fmt: skip


def add_line(
    *, life: Life, deal: Deal, product: str, plan: str | None, qty: int, monthly: Decimal, known: date,
    starts_on: date, ends_on: date | None, coupon: str | None = None, replaces: Ref | None = None,
    description: str = "",
) -> Line:  # fmt: skip
    """A line of a contract and what may be used by it. A line of a term is written with its amount for a year."""
    catalogue = life.world.catalogue
    at = max(life.book.entries[deal.ref].states[0].known, _at(known))
    by_year = deal.term_months is not None
    key = life.next_key("line")
    ref = life.book.add(
        "contract_line", key, at, contract=deal.ref, account=life.account, product=catalogue.products[product],
        plan=catalogue.plans[plan] if plan else None, qty=Decimal(qty), amount=monthly * 12 if by_year else monthly,
        period="year" if by_year else "month", currency=life.currency, description=description,
        fx_rate=life.world.rate(life.currency, at.date()), discount=catalogue.discounts[coupon] if coupon else None,
        service_start=starts_on, service_end=ends_on, replaces=replaces,
    )  # fmt: skip
    life.book.add(
        "entitlement", key, at, account=life.account, product=catalogue.products[product], contract_line=ref,
        seats=Decimal(qty), unit="users" if product in ("plan", "insights") else "units", from_on=starts_on,
        to_on=ends_on,
    )  # fmt: skip
    line = Line(ref, product, qty, monthly, starts_on, ends_on, starts_on)
    deal.lines.append(line)
    return line


def end_line(*, life: Life, line: Line, last_day: date, known: date) -> None:
    """A line without an end gets one, and so does what may be used by it."""
    line.ends_on = last_day
    life.book.change(line.ref, _at(known), service_end=last_day)
    life.book.change(Ref("entitlement", line.ref.key), _at(known), to_on=last_day)


def _at(day: date) -> datetime:
    return instant(day) + timedelta(hours=10)

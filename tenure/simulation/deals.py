"""Deals: stages that are gone through, repeated and skipped, dates that slip, quotes, meetings, and how they end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from tenure.foundation.records.versions.numbers import NOT_YET
from tenure.simulation.book import Ref
from tenure.simulation.life import LARGE, MID, SMALL, Life, meet
from tenure.simulation.moments import at_work, later, workday
from tenure.simulation.words import LOST_REASONS, MEETING_NOTES, NEXT_STEPS, RENEWAL_STEPS

STAGES = {
    "Discovery": (0.1, "pipeline"),
    "Demo": (0.3, "pipeline"),
    "Proposal": (0.5, "best_case"),
    "Negotiation": (0.75, "commit"),
}
DAYS = {SMALL: 24, MID: 62, LARGE: 118}
_SAID = {"demo": "Demo", "meeting": "Meeting", "call": "Call", "email": "Letter"}
TITLES = ("Planning board", "Board for all depots", "First depots", "Dispatch and mobile app", "Field service planning")
SPICED = ("Situation", "Pain", "Impact", "Critical event", "Decision")


@dataclass(frozen=True)
class Offer:
    """What is to be sold: yearly and one-time amounts, and the lines."""

    arr: Decimal
    one_time: Decimal
    lines: tuple[tuple[str, str | None, int, Decimal], ...]  # product, plan, quantity, amount a month
    once: str = "onboarding"  # what the one-time amount is for


@dataclass(frozen=True)
class Course:
    """How a deal went: the record, when it ended, whether it was won, and the quote that was on the table."""

    ref: Ref
    ended: datetime
    won: bool
    quote: Ref | None


def run_deal(
    *, life: Life, type: str, opened: datetime, offer: Offer, chance: float, days: float,
    renews: Ref | None = None, close_on: date | None = None, lost_reason: str = "",
) -> Course:  # fmt: skip
    """A deal from its first to its last day. What happens after the story's day is not written."""
    key = life.next_key("opp")
    rng = life.random("deal", key)
    seller = life.colleague(_job_of(type), opened.date())
    words = {"new": rng.choice(TITLES), "expansion": "More users", "renewal": "Renewal", "services": "Consulting"}[type]
    planned = workday(close_on or opened.date() + timedelta(days=int(days * rng.uniform(0.7, 1.1)) + 5))
    is_partner = life.source == "Partner" and type == "new" and _has_partner(life, opened)
    ref = life.book.add(
        "opportunity", key, opened, name=f"{life.name}: {words}", account=life.account, type=type, stage="Discovery",
        contact=life.person("champion", moment=opened).ref, owner=seller.ref, arr=offer.arr, one_time=offer.one_time,
        tcv=offer.arr + offer.one_time, currency=life.currency, probability=Decimal("0.1"), created_at=opened,
        lead_source=life.source if type == "new" else "", close_date=planned, renews=renews,
        forecast_category="commit" if type == "renewal" else "pipeline",
        poc=life.segment == LARGE and rng.random() < 0.4,
        price_book=life.world.catalogue.price_books[life.currency], next_step=rng.choice(_steps_of(type)),
        next_step_on=workday(opened.date() + timedelta(days=rng.randrange(2, 9))),
        partner=life.world.market.partners[life.number % 2] if is_partner else None,
        partner_role="sourced" if is_partner else "",
        campaign=life.campaign if type == "new" else None,
    )  # fmt: skip
    _lines(life, ref, key, offer, opened, type)
    won = rng.random() < chance
    ended, quote = _go(life, rng, ref, key, opened, planned, days, offer, won, type)
    _finish(life, rng, ref, ended, won, offer, lost_reason)
    return Course(ref, ended, won, quote)


def _has_partner(life: Life, moment: datetime) -> bool:
    partner = life.world.market.partners[life.number % 2]
    return life.world.book.entries[partner].states[0].at < moment


def _lines(life: Life, ref: Ref, key: str, offer: Offer, opened: datetime, type: str) -> None:
    catalogue = life.world.catalogue
    for place, (product, plan, qty, monthly) in enumerate(offer.lines):
        life.book.add(
            "opp_line", f"{key}:{place}", opened, opp=ref, product=catalogue.products[product],
            plan=catalogue.plans[plan] if plan else None, qty=Decimal(qty), arr=monthly * 12, currency=life.currency,
        )  # fmt: skip
    life.book.add(
        "opp_contact",
        f"{key}:champion",
        opened,
        opp=ref,
        contact=life.person("champion", moment=opened).ref,
        role="champion",
    )
    if offer.one_time:
        life.book.add(
            "opp_line", f"{key}:once", opened, opp=ref, product=catalogue.products[offer.once], qty=Decimal(1),
            arr=Decimal(0), one_time=offer.one_time, currency=life.currency,
        )  # fmt: skip
    _splits(life, ref, key, opened, type)


def _splits(life: Life, ref: Ref, key: str, opened: datetime, type: str) -> None:
    """Who gets the credit: the owner, and at some customers the colleague who brought it about."""
    rng = life.random("splits", key)
    owner = life.colleague(_job_of(type), opened.date()).ref
    shares = [(owner, Decimal(1))]
    if type == "expansion" and rng.random() < 0.5:
        shares = [(owner, Decimal("0.7")), (life.colleague("csm", opened.date()).ref, Decimal("0.3"))]
    elif type == "new" and life.segment == LARGE and rng.random() < 0.35:
        other = life.world.staff.looking_after("seller", number=life.number + 1, day=opened.date()).ref
        shares = [(owner, Decimal("0.6")), (other, Decimal("0.4"))] if other != owner else shares
    for place, (rep, share) in enumerate(shares):
        life.book.add("opp_split", f"{key}:{place}", opened, opp=ref, rep=rep, split_pct=share)


def _go(
    life: Life, rng: Random, ref: Ref, key: str, opened: datetime, planned: date, days: float, offer: Offer, won: bool,
    type: str,
) -> tuple[datetime, Ref | None]:  # fmt: skip
    """Through the stages, with a step back now and then; lost deals stop anywhere, often long after the plan."""
    path = list(STAGES)
    if type != "new":
        path = ["Discovery", "Proposal", "Negotiation"]
    if rng.random() < 0.14:
        place = path.index("Proposal")
        path[place + 1 : place + 1] = ["Demo" if type == "new" else "Discovery", "Proposal"]
    elif rng.random() < 0.12:
        path.remove(rng.choice(("Demo", "Negotiation")) if type == "new" else "Negotiation")  # some need less
    stop = len(path) if won else rng.randrange(1, len(path) + 1)
    moment, close_on, quote = opened, planned, None
    for place, stage in enumerate(path[:stop]):
        if place:
            moment = later(rng, moment, hours=24 * days * 0.9 / len(path), zone=life.zone)
            probability, category = STAGES[stage]
            life.book.change(
                ref, moment, stage=stage, probability=Decimal(str(probability)), forecast_category=category,
                next_step=rng.choice(_steps_of(type)),
                next_step_on=workday(moment.date() + timedelta(days=rng.randrange(3, 12))),
                **({"qualified_at": moment} if place == 1 else {}),
            )  # fmt: skip
        while close_on <= moment.date():
            close_on = workday(close_on + timedelta(days=rng.choice((14, 21, 30, 45))))
            life.book.change(ref, moment + timedelta(minutes=2), close_date=close_on)
        _meet_in(life, rng, ref, key, place, stage, moment, type)
        _note_next(life, rng, ref, f"{key}:{place}", moment, type)
        if stage == "Proposal" and place and type == "new":
            _learn_of_others(life, rng, ref, moment)
        if stage == "Proposal":
            quote = _quote(life, rng, ref, offer, moment)
    ended = later(rng, moment, hours=24 * days * (0.22 if won else 0.5), zone=life.zone)
    if quote:
        ended = max(ended, life.book.entries[quote].states[-1].known + timedelta(hours=2))
    while close_on < ended.date() and not won:
        life.book.change(ref, at_work(rng, close_on), close_date=close_on + timedelta(days=30))
        close_on += timedelta(days=30)
    if quote:
        _settle(life, rng, quote, ended, won)
    return ended, quote


def _learn_of_others(life: Life, rng: Random, ref: Ref, moment: datetime) -> None:
    """When the offer lies on the table, sales hears who else was asked, and a partner may lend a hand."""
    if rng.random() < 0.3 and life.book.values(ref, "competitor") is None:
        life.book.change(ref, moment + timedelta(minutes=25), competitor=rng.choice(life.world.market.competitors))
    if life.source != "Partner" and rng.random() < 0.06 and _has_partner(life, moment):
        partner = life.world.market.partners[life.number % 2]
        life.book.change(ref, moment + timedelta(minutes=31), partner=partner, partner_role="influenced")


def _meet_in(life: Life, rng: Random, ref: Ref, key: str, place: int, stage: str, moment: datetime, type: str) -> None:
    """Calls, letters and meetings of a stage; new people come to the table as it gets serious."""
    if (
        life.customer_since is None
        and stage in ("Demo", "Negotiation")
        and len(life.people) < (3 if life.segment == SMALL else 6)
    ):
        role = {"Demo": "user_lead", "Negotiation": "economic_buyer"}[stage]
        if not any(someone.role == role for someone in life.people):
            someone = meet(life=life, role=role, moment=moment)
            life.book.add("opp_contact", f"{key}:{role}", moment, opp=ref, contact=someone.ref,
                          role="economic_buyer" if role == "economic_buyer" else "user")  # fmt: skip
    if stage == "Demo" and rng.random() < 0.5 and Ref("qualification", f"{key}:{SPICED[0]}") not in life.book.entries:
        for element in SPICED[: rng.randrange(2, 6)]:
            at = moment + timedelta(minutes=50)
            life.book.add("qualification", f"{key}:{element}", at, opp=ref, framework="SPICED", element=element,
                          score=rng.choice((1, 2, 2, 3)), evidence=rng.choice(MEETING_NOTES), scored_at=at,
                          rep=life.colleague("seller", at.date()).ref)  # fmt: skip
    for number in range(rng.randrange(1, 3)):
        kind = (
            {"Demo": "demo", "Discovery": "meeting"}.get(stage, "call")
            if number == 0
            else rng.choice(("email", "call"))
        )
        booked = later(rng, moment, hours=1 + 20 * number, zone=life.zone)
        held = later(rng, booked, hours=60, zone=life.zone) if kind in ("demo", "meeting") else booked
        known = life.known_people(booked)
        someone = known[(place + number) % len(known)]
        activity = life.book.add(
            "activity", f"{key}:{place}:{number}", booked, type=kind, account=life.account, contact=someone.ref,
            opp=ref,
            subject=f"{_SAID[kind]}: {stage.lower()} with {someone.name.split()[0]}",
            rep=life.colleague(_job_of(type), booked.date()).ref, is_outbound=True, direction="outbound", at=held,
            booked_at=booked if held != booked else None, scheduled_at=held if held != booked else None,
        )  # fmt: skip
        outcome = "held" if kind in ("demo", "meeting") else "answered" if kind == "call" else "replied"
        if kind in ("demo", "meeting") and rng.random() < 0.1:
            life.book.change(activity, held + timedelta(minutes=15), outcome="no_show")
        else:
            life.book.change(
                activity, held + timedelta(minutes=30), outcome=outcome,
                **({"held_at": held} if kind in ("demo", "meeting") else {}),
                duration_minutes=rng.choice((15, 30, 45, 60)) if kind != "email" else None,
                notes=rng.choice(MEETING_NOTES) if kind in ("demo", "meeting") else "",
            )  # fmt: skip


def _note_next(life: Life, rng: Random, ref: Ref, key: str, moment: datetime, type: str) -> None:
    """The seller notes what to do next, and does it about then."""
    if rng.random() < 0.75:
        known = moment + timedelta(minutes=12)
        due = workday(known.date() + timedelta(days=rng.randrange(1, 8)))
        seller = life.colleague(_job_of(type), known.date()).ref
        task = life.book.add("task", f"deal:{key}", known, about=ref, assignee=seller, due_on=due,
                             title=rng.choice(_steps_of(type)), priority=rng.choice(("normal", "normal",
                                                                                "high")))  # fmt: skip
        done = max(
            at_work(rng, workday(due + timedelta(days=rng.choice((-1, 0, 0, 1, 4))))), known + timedelta(hours=2)
        )
        life.book.change(task, done, done_at=done)


def _quote(life: Life, rng: Random, ref: Ref, offer: Offer, moment: datetime) -> Ref:
    key = life.next_key("quote")
    issued = workday(moment.date() + timedelta(days=1))
    at = at_work(rng, issued, life.zone)
    discount = rng.choice((0, 0, 0, 5, 10, 15))
    needs = discount > 10
    seller = life.colleague("seller", at.date()).ref
    quote = life.book.add(
        "quote", key, at, number=f"{NOT_YET}{key}", opp=ref, account=life.account, contact=life.person("economic_buyer",
                                                                                                moment=at).ref,
        owner=seller, status="approval" if needs else "sent", total=offer.arr + offer.one_time, currency=life.currency,
        price_book=life.world.catalogue.price_books[life.currency], term_months=12, payment_terms_days=30,
        issued_on=issued, valid_until=issued + timedelta(days=45), is_approval_needed=needs,
        start_on=issued + timedelta(days=30),
    )  # fmt: skip
    if needs:
        yes = later(rng, at, hours=14)
        life.book.change(quote, yes, status="sent", approved_at=yes, approver=life.world.staff.by_job["revenue"][0].ref)
    for place, (product, plan, qty, monthly) in enumerate(offer.lines):
        life.book.add(
            "quote_line", f"{key}:{place}", at, quote=quote, product=life.world.catalogue.products[product],
            plan=life.world.catalogue.plans[plan] if plan else None, qty=Decimal(qty), amount=monthly * 12,
            unit_price=(monthly * 12 / qty).quantize(Decimal("0.01")), currency=life.currency, period="year",
            discount_pct=Decimal(discount) / 100,
        )  # fmt: skip
    return quote


def _settle(life: Life, rng: Random, quote: Ref, ended: datetime, won: bool) -> None:
    last = life.book.entries[quote].states[-1].known
    at = max(ended - timedelta(minutes=90), last + timedelta(minutes=30))
    expires = life.book.entries[quote].states[0].values["valid_until"]
    if won:
        life.book.change(quote, at, status="accepted", accepted_at=at)
    elif ended.date() > expires:
        life.book.change(quote, at_work(rng, expires + timedelta(days=1)), status="expired")
    else:
        life.book.change(quote, at, status="declined", declined_at=at, decline_reason=rng.choice(LOST_REASONS[:4]))


def _finish(life: Life, rng: Random, ref: Ref, ended: datetime, won: bool, offer: Offer, lost_reason: str) -> None:
    if won:
        life.book.change(ref, ended, stage="Closed", closed_at=ended, outcome="won", probability=Decimal(1),
                         forecast_category="closed", close_date=ended.date(), next_step="",
                         next_step_on=None)  # fmt: skip
        return
    reason = lost_reason or rng.choice(LOST_REASONS)
    rival = life.book.values(ref, "competitor")
    if reason == "Chose a competitor" and rival is None:
        rival = rng.choice(life.world.market.competitors)
    life.book.change(ref, ended, stage="Closed", closed_at=ended, outcome="lost", lost_reason=reason, competitor=rival,
                     probability=Decimal(0), forecast_category="omitted", close_date=ended.date(), next_step="",
                     next_step_on=None,
                     lost_note=f"{_told_by(life, ended)} told us on the telephone.")  # fmt: skip


def _told_by(life: Life, moment: datetime) -> str:
    return life.person("champion", moment=moment).name.split()[0]


def _job_of(type: str) -> str:
    """Renewals are the customer success managers' own."""
    return "csm" if type == "renewal" else "seller"


def _steps_of(type: str) -> tuple[str, ...]:
    return NEXT_STEPS if type == "new" else RENEWAL_STEPS

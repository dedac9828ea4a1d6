"""Telling the story: every account from first sight, month by month, into the product's tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from tenure.simulation.billing import bill
from tenure.simulation.book import Book
from tenure.simulation.contracts import offer_for, sign
from tenure.simulation.deals import DAYS, Course, Offer, run_deal
from tenure.simulation.hidden import Decision, drift
from tenure.simulation.leads import come_as_lead, convert, let_go, others
from tenure.simulation.life import Life, be_born, join_family
from tenure.simulation.markets import SOURCES
from tenure.simulation.moments import at_work, workday
from tenure.simulation.phenomena import happen, start_well
from tenure.simulation.plan import month_start, months_between
from tenure.simulation.renewals import comes_back, decide
from tenure.simulation.usage import note_month
from tenure.simulation.world import World

TIERS = {"Small business": "Standard", "Mid-market": "Focus", "Enterprise": "Key account"}
LOOKAHEAD_MONTHS = 4  # nothing told in a month is dated more than this before it


@dataclass
class Told:
    """Some accounts' records, and the decisions behind them."""

    book: Book
    decisions: list[Decision] = field(default_factory=list)
    lives: list[Life] = field(default_factory=list)


def tell_accounts(*, world: World, numbers: range) -> Told:
    """The story of the accounts with these numbers, a few months past the plan's day; what is later is not written."""
    told = Told(Book())
    for number in numbers:
        others(world=world, book=told.book, number=number)
        life = be_born(world=world, book=told.book, number=number)
        join_family(life=life, earlier=told.lives)
        _live(life, told)
        told.lives.append(life)
    return told


def _horizon(world: World) -> date:
    return month_start(world.plan, world.plan.elapsed_months + LOOKAHEAD_MONTHS) - timedelta(days=1)


def _live(life: Life, told: Told) -> None:
    rng = life.random("course")
    converted = come_as_lead(life=life)
    if rng.random() > 0.86:
        let_go(life=life, moment=converted)
        return
    offer = offer_for(life=life, rng=life.random("offer"))
    days = DAYS[life.segment] * rng.lognormvariate(-0.1, 0.35)
    chance = min(0.92, max(0.06, 0.5 * SOURCES[life.source][4] + 0.17 * life.fit))
    course = run_deal(life=life, type="new", opened=converted, offer=offer, chance=chance, days=days)
    convert(life=life, opportunity=course.ref, moment=converted)
    if not course.won and rng.random() < 0.3:
        again = workday(course.ended.date() + timedelta(days=rng.randrange(150, 420)))
        course = run_deal(life=life, type="new", opened=at_work(rng, again, life.zone), offer=offer,
                          chance=chance * 0.8, days=days * 0.8)  # fmt: skip
    while course.won and course.ended.date() <= _horizon(life.world):
        _be_customer(life, told, course, offer)
        back = comes_back(life=life, rng=life.random("back", life.counters["contract"]))
        if back is None or back > _horizon(life.world):
            return
        life.deal, life.left_on = None, life.leaves_on
        offer = offer_for(life=life, rng=life.random("offer", back))
        course = run_deal(life=life, type="new", opened=at_work(rng, back, life.zone), offer=offer, chance=0.6,
                          days=DAYS[life.segment] * 0.6)  # fmt: skip
        life.value, life.leaves_on = 0.3 + life.fit * 0.5, None


def _be_customer(life: Life, told: Told, course: Course, offer: Offer) -> None:
    """From the signature month by month until they leave or the story ends."""
    deal = sign(life=life, course=course, offer=offer)
    if life.customer_since is None:
        life.customer_since = deal.starts_on
        life.book.change(
            life.account,
            course.ended,
            csm=life.colleague("csm", course.ended.date()).ref,
            touch_model=_touch(life),
            tier=TIERS[life.segment],
        )
    start = max(at_work(life.random("since"), deal.starts_on), course.ended + timedelta(minutes=5))
    life.book.change(life.account, start, status="customer", customer_since=life.customer_since)
    start_well(life=life, deal=deal, offer=offer, signed=course.ended)
    plan = life.world.plan
    month = months_between(plan.started_on, course.ended.date())
    while month_start(plan, month) <= _horizon(life.world):
        first = month_start(plan, month)
        last = first + relativedelta(months=1) - timedelta(days=1)
        _month(life, told, first, last)
        if life.leaves_on is not None and life.leaves_on < last:
            return
        month += 1


def _month(life: Life, told: Told, first: date, last: date) -> None:
    rng = life.random("month", first)
    life.value = drift(value=life.value, fit=life.fit, rng=rng)
    told.decisions += decide(life=life, first=first, last=last)
    happen(life=life, first=first, last=last, rng=rng)
    note_month(life=life, first=first, last=last)
    for deal in life.deals:
        bill(life=life, deal=deal, first=first, last=last)


def _touch(life: Life) -> str:
    return {"Small business": "digital", "Mid-market": "pooled", "Enterprise": "human"}[life.segment]

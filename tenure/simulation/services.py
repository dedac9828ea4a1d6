"""Work that customers ask for once they run: a deal for some hours, a project paid by the hour, an invoice a month."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from dateutil.relativedelta import relativedelta

from tenure.simulation.billing import bill_fee
from tenure.simulation.book import Ref
from tenure.simulation.catalogue import CURRENCIES, list_price
from tenure.simulation.deals import Offer, run_deal
from tenure.simulation.life import LARGE, SMALL, Deal, Life
from tenure.simulation.moments import at_work, workday

ASKED_FROM_DAYS = 150  # who has just gone live has no second wish yet
CHANCE = {LARGE: 0.06, "Mid-market": 0.022, SMALL: 0.0}
COST_OF_AN_HOUR, PRICE_OF_AN_HOUR = Decimal(55), Decimal(140)
WISHES = (
    "Interface to the ERP system", "Planning rules for subcontractors", "Reports for management", "Roll-out in a depot",
)  # fmt: skip


def ask_for_services(*, life: Life, first: date, rng: Random) -> None:
    """Now and then a larger customer wants help beyond what the subscription covers."""
    deal = life.deal
    if deal is None or life.customer_since is None or (first - life.customer_since).days < ASKED_FROM_DAYS:
        return
    if life.leaves_on is not None or rng.random() > CHANCE[life.segment]:
        return
    hours = rng.choice((16, 24, 24, 40, 60, 80))
    price = Decimal(list_price(int(PRICE_OF_AN_HOUR), CURRENCIES[life.currency]))
    opened = at_work(rng, first + timedelta(days=rng.randrange(18)), life.zone)
    offer = Offer(Decimal(0), price * hours, (), "consulting")
    course = run_deal(life=life, type="services", opened=opened, offer=offer, chance=0.7, days=22)
    if course.won:
        # A renewal may be agreed on and not signed yet.
        signed = [one for one in life.deals if life.book.entries[one.ref].states[0].known < course.ended]
        _carry_out(life, rng, signed[-1], course.ref, course.ended.date(), hours, price)


def _carry_out(life: Life, rng: Random, deal: Deal, opp: Ref, won: date, hours: int, price: Decimal) -> None:
    """A project without a fee of its own: what is worked is billed, which is seldom exactly what was thought."""
    consultant = life.colleague("consultant", won).ref
    known = at_work(rng, workday(won + timedelta(days=2)))
    start = workday(known.date() + timedelta(days=rng.randrange(4, 12)))
    ends = workday(start + timedelta(days=hours))
    key = life.next_key("project")
    wish = rng.choice(WISHES)
    project = life.book.add(
        "project", key, known, name=f"{life.name}: {wish[0].lower()}{wish[1:]}", account=life.account, opp=opp,
        contract=deal.ref, status="planned", billing="tm", manager=consultant, currency=life.currency,
        product=life.world.catalogue.products["consulting"], planned_start=start, planned_go_live=ends, goal=wish,
        contact=life.person("champion", moment=known).ref,
    )  # fmt: skip
    life.book.add("project_budget", key, known, project=project, hours=Decimal(hours), cost=hours * COST_OF_AN_HOUR,
                  fee=hours * price, currency=life.currency, effective_on=known.date())  # fmt: skip
    life.book.change(project, at_work(rng, start), status="running", started_on=start, kickoff_on=start)
    worked = _work(life, rng, project, key, consultant, start, ends, hours * rng.uniform(0.85, 1.25))
    life.book.change(project, at_work(rng, ends) + timedelta(hours=1), went_live_on=ends, status="live")
    closed = workday(ends + timedelta(days=10))
    life.book.change(project, at_work(rng, closed), status="closed", closed_on=closed)
    for month, amount in sorted(worked.items()):
        bill_fee(life=life, deal=deal, project=project, fee=(amount * price).quantize(Decimal("0.01")), qty=amount,
                 product="consulting", title=f"Consulting, {month:%B %Y}",
                 day=workday(month + relativedelta(months=1) + timedelta(days=8)))  # fmt: skip


def _work(
    life: Life, rng: Random, project: Ref, key: str, person: Ref, start: date, ends: date, hours: float
) -> dict[date, Decimal]:
    """Hours that are written down within the week; gives them by month."""
    days = [start + timedelta(days=step) for step in range((ends - start).days)]
    working = [day for day in days if day.weekday() < 5] or [start]
    chosen = sorted(rng.sample(working, min(len(working), max(1, round(hours / 4)))))
    worked: dict[date, Decimal] = defaultdict(Decimal)
    for number, day in enumerate(chosen):
        at = at_work(rng, day, life.zone)
        share = Decimal(max(1, round(hours / len(chosen) * rng.uniform(0.7, 1.3) * 4))) / 4
        life.book.add(
            "time_entry", f"{key}:{number}", at, known=at + timedelta(days=rng.choice((0, 0, 1, 3))), project=project,
            account=life.account, person=person, description=rng.choice(("Interface", "Workshop", "Follow-up")),
            billable=True, on=day, hours=share, cost_rate=COST_OF_AN_HOUR, bill_rate=PRICE_OF_AN_HOUR, currency="EUR",
        )  # fmt: skip
        worked[day.replace(day=1)] += share
    return worked

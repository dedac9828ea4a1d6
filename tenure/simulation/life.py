"""One account of the story: who they are, what nobody sees of them, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from tenure.simulation.book import Book, Ref
from tenure.simulation.markets import SOURCES
from tenure.simulation.moments import at_work, workday
from tenure.simulation.names import company_name, mail_address, person_name, phone_number, postal_address, web_domain
from tenure.simulation.people import Colleague
from tenure.simulation.words import DEPARTMENTS, REGION_WEIGHTS, REGIONS, TITLES, TRADES, USE_CASES
from tenure.simulation.world import World

FAMILY_SHARE = 0.22
SMALL, MID, LARGE = "Small business", "Mid-market", "Enterprise"


@dataclass
class Someone:
    """A person at the account."""

    ref: Ref
    name: str
    email: str
    role: str
    is_here: bool = True
    gets_letters: bool = False


@dataclass
class Line:
    """A line of the contract that runs: how much for how long, and the day up to which it is billed."""

    ref: Ref
    product: str
    qty: int
    monthly: Decimal
    starts_on: date
    ends_on: date | None
    billed_to: date
    is_free: bool = False


@dataclass
class Deal:
    """The contract that runs."""

    ref: Ref
    number: int
    starts_on: date
    ends_on: date | None
    term_months: int | None
    billing_months: int
    lines: list[Line] = field(default_factory=list)

    def monthly(self, day: date) -> Decimal:
        """What it brings in a month, as of a day."""
        running = [item for item in self.lines if item.starts_on <= day and (not item.ends_on or day <= item.ends_on)]
        return sum((item.monthly for item in running), Decimal(0))


@dataclass
class Life:
    """An account with what is recorded of it (`book`) and what is not (`fit`, `value`)."""

    world: World
    book: Book
    number: int
    name: str
    domain: str
    region: str
    industry: str
    segment: str
    size: int
    source: str
    arrived_on: date
    fit: float
    account: Ref
    people: list[Someone] = field(default_factory=list)
    campaign: Ref | None = None
    deal: Deal | None = None
    deals: list[Deal] = field(default_factory=list)
    value: float = 0.0
    pays_late_days: float = 0.0
    customer_since: date | None = None
    left_on: date | None = None
    leaves_on: date | None = None
    counters: dict[str, int] = field(default_factory=dict)
    shocks: list[tuple[date, float]] = field(default_factory=list)
    champion_left_on: date | None = None
    in_group: bool = False
    used: dict[int, tuple[float, int]] = field(default_factory=dict)

    @property
    def zone(self) -> str:
        return str(REGIONS[self.region][0])

    @property
    def currency(self) -> str:
        return str(REGIONS[self.region][1])

    def random(self, *names: object) -> Random:
        """Chance of this account under these names."""
        return self.world.plan.random("account", self.number, *names)

    def next_key(self, what: str) -> str:
        """A key for the next record of a sort: the account's number and a count."""
        self.counters[what] = self.counters.get(what, 0) + 1
        return f"{self.number:05d}-{self.counters[what]}"

    def colleague(self, job: str, day: date) -> Colleague:
        """Who of the demo company looks after this account on a day."""
        return self.world.staff.looking_after(job, number=self.number, day=day)

    def known_people(self, moment: datetime) -> list[Someone]:
        """Who of the account was known before a moment; those who are still there if any are."""
        known = [one for one in self.people if self.book.entries[one.ref].states[0].known < moment] or self.people[:1]
        return [one for one in known if one.is_here] or known

    def person(self, *roles: str, moment: datetime) -> Someone:
        """The first of these roles who was known then and is still there, else anybody."""
        here = self.known_people(moment)
        for role in roles:
            for someone in here:
                if someone.role == role:
                    return someone
        return here[0]


def be_born(*, world: World, book: Book, number: int) -> Life:
    """An account comes into view, with who they are and two or three people; the rest is not known yet."""
    plan = world.plan
    rng = plan.random("account", number, "profile")
    arrived_on = workday(plan.started_on + timedelta(days=int(plan.arrival(number) * 30.4375)))
    region = rng.choices(list(REGIONS), REGION_WEIGHTS)[0]
    industry = rng.choice(list(TRADES))
    size = max(9, int(rng.lognormvariate(4.9, 1.25)))
    segment = SMALL if size < 120 else MID if size < 900 else LARGE
    source = rng.choices(list(SOURCES), [facts[3] for facts in SOURCES.values()])[0]
    name = company_name(number=number, industry=industry, region=region, rng=rng)
    domain = web_domain(name=name, number=number)
    seller = world.staff.looking_after("seller", number=number, day=arrived_on)
    known = at_work(rng, arrived_on, REGIONS[region][0])
    # Sales finds out the size of some companies only later.
    account = book.add(
        "account", f"{number:06d}", known, name=name, domain=domain, website=f"https://www.{domain}",
        status="prospect", industry=industry, region=region, segment=segment, size=size, owner=seller.ref,
        use_case=rng.choice(USE_CASES), lead_source=source, currency=REGIONS[region][1], created_on=arrived_on,
        phone=phone_number(rng), address=postal_address(region=region, rng=rng), custom=_own_fields(rng, size),
    )  # fmt: skip
    life = Life(
        world=world, book=book, number=number, name=name, domain=domain, region=region, industry=industry,
        segment=segment, size=size, source=source, arrived_on=arrived_on, fit=rng.gauss(0, 1), account=account,
        pays_late_days=rng.lognormvariate(1.3, 0.9) - 3,
    )  # fmt: skip
    life.value = life.fit
    meet(life=life, role="champion", moment=known)
    if segment != SMALL and rng.random() < 0.25:
        listed = max(known, world.book.entries[world.market.target_list].states[0].known) + timedelta(hours=1)
        book.add("target_list_member", f"{number:06d}", listed, target_list=world.market.target_list, account=account,
                 added_on=listed.date(), reason="More than one depot")  # fmt: skip
    return life


def join_family(*, life: Life, earlier: Sequence[Life]) -> None:
    """Some companies belong to a larger one of their region that was known before."""
    rng = life.random("family")
    if life.segment == SMALL or rng.random() > FAMILY_SHARE:
        return
    heads = [
        other for other in earlier if other.segment == LARGE and other.region == life.region and not other.in_group
    ]
    if heads:
        life.in_group = True
        known = life.book.entries[life.account].states[0].known
        life.book.change(life.account, known + timedelta(minutes=4), parent=rng.choice(heads).account)


def _own_fields(rng: Random, size: int) -> dict[str, object]:
    return {
        "technicians": max(4, int(size * rng.uniform(0.25, 0.6))),
        "depots": 1 + int(rng.paretovariate(1.4)) % 14,
        "planning_before": rng.choice(("Spreadsheet", "Whiteboard", "Another product", "ERP module")),
    }


def meet(*, life: Life, role: str, moment: datetime) -> Someone:
    """A person at the account becomes known."""
    key = life.next_key("contact")
    rng = life.random("contact", key)
    name = person_name(region=life.region, rng=rng)
    while name in life.world.colleagues or any(someone.name == name for someone in life.people):
        name = person_name(region=life.region, rng=rng)
    email = mail_address(name=name, domain=life.domain, taken=None)
    agreed = rng.random() < 0.45
    ref = life.book.add(
        "contact", key, moment, account=life.account, name=name, email=email, phone=phone_number(rng), role=role,
        title=rng.choice(TITLES[role]), department=DEPARTMENTS[role], language=REGIONS[life.region][3],
        time_zone=life.zone, lead_source=life.source, active_from=moment.date(), consent_marketing=agreed,
        consent_marketing_at=moment if agreed else None, consent_source="Form on the website" if agreed else "",
        owner=life.colleague("seller", moment.date()).ref,
    )  # fmt: skip
    someone = Someone(ref, name, email, role, gets_letters=agreed)
    life.people.append(someone)
    return someone

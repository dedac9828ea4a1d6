"""The people of the demo company itself: teams, hiring and leaving, what they can do, when they are away."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from tenure.simulation.book import Book, Ref
from tenure.simulation.moments import workday
from tenure.simulation.names import mail_address, person_name, phone_number
from tenure.simulation.plan import Plan, month_start
from tenure.simulation.words import REGIONS

DOMAIN = "kestrelworks.example"


@dataclass(frozen=True)
class Colleague:
    """Somebody who works at the demo company, from a day until (if they left) another."""

    ref: Ref
    name: str
    email: str
    job: str
    hired_on: date
    left_on: date | None

    def is_here(self, day: date) -> bool:
        """Whether they work here on the day."""
        return self.hired_on <= day and (self.left_on is None or day < self.left_on)


# Job: function, team, title, one more for so many accounts, cost and price of an hour
JOBS = {
    "chief": ("company", "Management", "Chief executive", 0, 0, 0),
    "revenue": ("sales", "Sales", "Head of revenue", 0, 0, 0),
    "seller": ("sales", "Sales", "Account executive", 70, 0, 0),
    "developer": ("sales", "Sales development", "Sales development representative", 130, 0, 0),
    "marketer": ("marketing", "Marketing", "Campaign manager", 200, 0, 0),
    "csm": ("success", "Customer success", "Customer success manager", 65, 0, 0),
    "agent": ("support", "Support desk", "Support specialist", 100, 38, 95),
    "consultant": ("delivery", "Onboarding", "Implementation consultant", 90, 52, 140),
    "accountant": ("billing", "Billing", "Billing specialist", 400, 0, 0),
    "controller": ("finance", "Finance", "Controller", 0, 0, 0),
}
REMEMBERED_DAYS = 2_000
NAMES_OF_THEIR_OWN = 300
SKILLS = ("Data migration", "Interfaces", "Training", "Planning rules", "Reporting", "Mobile roll-out")


@dataclass(frozen=True)
class Staff:
    """Everybody, by job."""

    by_job: dict[str, tuple[Colleague, ...]]
    _here: dict[tuple[str, date], list[Colleague]] = field(default_factory=dict)

    def looking_after(self, job: str, *, number: int, day: date) -> Colleague:
        """Who of a job looks after the account with this number on a day."""
        here = self._here.get((job, day))
        if here is None:
            here = [person for person in self.by_job[job] if person.is_here(day)] or list(self.by_job[job][:1])
            if len(self._here) > REMEMBERED_DAYS:
                self._here.clear()
            self._here[job, day] = here
        return here[number % len(here)]

    def names(self) -> frozenset[str]:
        """What they are called; in a large company only some, as no name would be left for anybody else."""
        return frozenset(person.name for person in self.everyone()[:NAMES_OF_THEIR_OWN])

    def everyone(self) -> list[Colleague]:
        """All of them."""
        return [person for people in self.by_job.values() for person in people]


def hire(*, plan: Plan, book: Book) -> Staff:
    """Writes teams and people, with those who came later and those who left."""
    born = plan.started_on - timedelta(days=30)
    teams = {}
    for function, team, *_ in JOBS.values():
        if team not in teams:
            teams[team] = book.add("team", team, born, name=team, function=function)
    taken: set[str] = set()
    by_job: dict[str, tuple[Colleague, ...]] = {}
    for job in JOBS:
        by_job[job] = tuple(_people_of(plan, book, job, teams, taken))
    chief = by_job["chief"][0].ref
    for job, people in by_job.items():
        if job != "chief":
            book.change(teams[JOBS[job][1]], people[0].hired_on, lead=people[0].ref)
        for person in people[0 if job == "chief" else 1 :]:
            boss = chief if person is people[0] else people[0].ref
            if person.ref != chief:
                book.change(person.ref, person.hired_on, manager=boss)
    return Staff(by_job)


def _people_of(plan: Plan, book: Book, job: str, teams: dict[str, Ref], taken: set[str]) -> list[Colleague]:
    function, team, title, share, cost, price = JOBS[job]
    rng = plan.random("people", job)
    count = 1 if not share else max(2, round(plan.accounts / share))
    people = []
    for number in range(count):
        region = rng.choice(list(REGIONS))
        name = person_name(region=region, rng=rng)
        email = mail_address(name=name, domain=DOMAIN, taken=taken)
        # The first of a team are there from the start; the others come as the company grows.
        month = 0 if number < 2 else int(plan.months * (number / count) ** 0.8)
        hired_on = workday(month_start(plan, month) + timedelta(days=0 if number < 2 else rng.randrange(12)))
        if number < 2:
            hired_on = plan.started_on - timedelta(days=rng.randrange(1, 25))
        left_on = None
        if number >= 2 and rng.random() < 0.25:
            left_on = workday(hired_on + timedelta(days=rng.randrange(330, 900)))
        ref = book.add(
            "person", email, hired_on, name=name, email=email, phone=phone_number(rng), function=function, role=title,
            team=teams[team], region=region, hired_on=hired_on, ramped_on=None,
        )  # fmt: skip
        book.change(ref, hired_on + timedelta(days=90), ramped_on=hired_on + timedelta(days=90))
        if left_on:
            book.change(ref, left_on, left_on=left_on)
        if cost:
            _plan_for(plan, book, ref, job, hired_on, Decimal(cost), Decimal(price))
        people.append(Colleague(ref, name, email, job, hired_on, left_on))
    return people


def _plan_for(plan: Plan, book: Book, person: Ref, job: str, hired_on: date, cost: Decimal, price: Decimal) -> None:
    """Somebody who can be planned."""
    rng = plan.random("resource", person.key)
    _, team, title, *_ = JOBS[job]
    book.add(
        "resource", person.key, hired_on, person=person, role=title, team=Ref("team", team), weekly_hours=Decimal(40),
        skills="\n".join(rng.sample(SKILLS, 3)), cost_rate=cost + rng.randrange(0, 9), bill_rate=price, currency="EUR",
        available_from=hired_on,
    )  # fmt: skip


def days_away(*, plan: Plan, staff: Staff) -> Book:
    """The days on which people who can be planned are away: summer, winter, now and then ill."""
    book = Book()
    for job in (job for job, facts in JOBS.items() if facts[4]):
        for person in staff.by_job[job]:
            _away(plan, book, person)
    return book


def _away(plan: Plan, book: Book, person: Colleague) -> None:
    rng = plan.random("away", person.ref.key)
    for year in range(plan.started_on.year, plan.until.year + 1):
        summer = date(year, 7, 1) + timedelta(days=rng.randrange(50))
        away = [summer + timedelta(days=more) for more in range(12)]
        away += [date(year, 12, 27) + timedelta(days=more) for more in range(4)]
        ill = [date(year, rng.randrange(1, 13), rng.randrange(1, 28)) for _ in range(4)]
        for kind, chosen in (("holiday", away), ("sick", ill)):
            for day in sorted({day for day in chosen if day.weekday() < 5 and person.hired_on < day}):
                if person.left_on is None or day < person.left_on:
                    # Holidays are asked for six weeks before; illness is known on the day.
                    known = day - timedelta(days=42) if kind == "holiday" else day
                    book.add(
                        "leave", f"{person.ref.key}:{kind}:{day}", max(known, person.hired_on), person=person.ref,
                        type=kind, hours=Decimal(8), on=day,
                    )  # fmt: skip

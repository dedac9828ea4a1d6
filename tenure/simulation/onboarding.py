"""Projects that bring a customer to first value: milestones, hours, risks, changes, and go-lives that come late."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from tenure.simulation.billing import bill_fee
from tenure.simulation.book import Ref, instant
from tenure.simulation.desk import PHASES
from tenure.simulation.life import LARGE, SMALL, Deal, Life, meet
from tenure.simulation.moments import at_work, later, workday

RISKS = (
    ("Their data comes late", "medium", "Weekly date with their IT; start with one depot by hand."),
    ("Dispatchers have no time for training", "medium", "Two short sessions a week in place of a day."),
    ("Interface partner does not answer", "high", "Sponsor calls the partner; file transfer meanwhile."),
    ("Works council wants to see the evaluation", "low", "Send the data sheet, offer a call."),
)
RAID = ("risk", "issue", "action", "decision")
CHANGES = ("Second depot in the first step", "Interface to the payroll", "Own fields for subcontractors")
WORK = ("Set-up", "Data import", "Workshop", "Interface", "Test with planners", "Training", "Follow-up")


def start_project(*, life: Life, deal: Deal, fee: Decimal, signed: datetime) -> None:
    """The project after a signature; for the smallest customers going live takes no project."""
    rng = life.random("onboarding", deal.number)
    if fee <= 0:
        live = workday(deal.starts_on + timedelta(days=int(rng.expovariate(1 / 9)) + 1))
        _go_live(life, deal, rng, live, None)
        return
    stretch = 1.35 if life.segment == LARGE else 0.65
    manager = life.colleague("consultant", signed.date())
    known = max(later(rng, signed, hours=30), signed + timedelta(hours=1))
    start = workday(max(deal.starts_on, known.date() + timedelta(days=3)))
    go_live = workday(start + timedelta(days=int(63 * stretch)))
    key = life.next_key("project")
    template = life.world.desk.templates["Twelve weeks" if life.segment == LARGE else "Six weeks"]
    project = life.book.add(
        "project", key, known, name=f"{life.name}: onboarding", account=life.account, contract=deal.ref,
        opp=life.book.values(deal.ref, "opp"), status="planned",
        product=life.world.catalogue.products["onboarding"], template=template, manager=manager.ref, fee=fee,
        contact=life.person("champion", moment=known).ref, currency=life.currency, planned_start=start,
        planned_go_live=go_live,
        goal="All dispatchers plan on the board; the telephone is for exceptions.",
    )  # fmt: skip
    hours = Decimal(round(68 * stretch))
    life.book.add("project_budget", key, known, project=project, hours=hours, cost=hours * 55, fee=fee,
                  currency="EUR" if life.currency == "EUR" else life.currency, effective_on=known.date())  # fmt: skip
    bill_fee(life=life, deal=deal, project=project, fee=fee, day=known.date())
    live = _run(life, rng, project, key, start, go_live, stretch, manager.ref)
    _go_live(life, deal, rng, live, project)
    late = (live - go_live).days
    life.value -= min(1.1, max(0, late - 10) / 55)  # who waits long for value believes less in it


def _run(
    life: Life, rng: Random, project: Ref, key: str, start: date, go_live: date, stretch: float, manager: Ref
) -> date:
    """Milestone after milestone, each a little late; gives the day of going live."""
    begun = at_work(rng, start, life.zone)
    life.book.change(project, begun, status="running", started_on=start, kickoff_on=start)
    planned, real = start, start
    slow = rng.lognormvariate(0.12 - 0.05 * life.fit, 0.32)
    for place, (phase, days, hours, critical) in enumerate(PHASES):
        begins = real
        asked = planned
        planned = workday(planned + timedelta(days=int(days * stretch)))
        real = workday(real + timedelta(days=max(2, int(days * stretch * slow * rng.uniform(0.8, 1.25)))))
        known = life.book.entries[project].states[0].known + timedelta(minutes=place + 1)
        milestone = life.book.add(
            "milestone", f"{key}:{place}", known, name=phase, project=project, weight=Decimal(place + 1),
            critical=critical,
            planned_on=planned, position=place, planned_cost=Decimal(round(hours * stretch) * 55),
            currency=life.currency,
        )  # fmt: skip
        life.book.change(milestone, at_work(rng, real, life.zone), done_on=real)
        _allocate(life, project, known, asked, planned, round(hours * stretch), manager)
        task = life.book.add(
            "project_task", f"{key}:{place}", known, name=f"{phase}: sign-off", project=project, milestone=milestone,
            phase=phase, owner=manager, contact=life.person("champion", moment=known).ref, status="todo",
            due_on=planned,
            planned_hours=Decimal(round(hours * stretch)), planned_start=begins if begins <= planned else None,
            position=place,
        )  # fmt: skip
        life.book.change(task, at_work(rng, workday(begins + timedelta(days=1))), status="doing")
        life.book.change(task, at_work(rng, real, life.zone), status="done", done_on=real)
        _hours(life, rng, project, task, f"{key}:{place}", begins, real, round(hours * stretch * slow), manager)
    _trouble(life, rng, project, key, start, real, manager)
    return real


def _hours(
    life: Life, rng: Random, project: Ref, task: Ref, key: str, begins: date, ends: date, hours: int, manager: Ref
) -> None:
    """Time is written down on some days, often a day or two late."""
    days = [begins + timedelta(days=step) for step in range((ends - begins).days)] or [begins]
    working = [day for day in days if day.weekday() < 5] or [workday(begins)]
    count = min(len(working), max(1, round(hours / 5)))
    for number, day in enumerate(sorted(rng.sample(working, count))):
        at = at_work(rng, day, life.zone)
        life.book.add(
            "time_entry", f"{key}:{number}", at, known=at + timedelta(days=rng.choice((0, 0, 1, 3, 7))),
            project=project,
            task=task, account=life.account, person=manager, description=rng.choice(WORK), billable=True, on=day,
            hours=Decimal(str(round(max(0.5, hours / count * rng.uniform(0.7, 1.3)) * 4) / 4)),
            cost_rate=Decimal(55), bill_rate=Decimal(140), currency="EUR",
        )  # fmt: skip


def _allocate(life: Life, project: Ref, known: datetime, begins: date, ends: date, hours: int, manager: Ref) -> None:
    """Whoever leads it is planned for the weeks of a phase as soon as the project is."""
    week = begins - timedelta(days=begins.weekday())
    weeks = [week + timedelta(days=7 * turn) for turn in range(max(1, (ends - week).days // 7))]
    for week in weeks:
        if Ref("allocation", f"{project.key}:{week}") not in life.book.entries:
            life.book.add("allocation", f"{project.key}:{week}", known, person=manager, project=project, week=week,
                          hours=Decimal(min(30, max(2, hours // len(weeks)))))  # fmt: skip


def _trouble(life: Life, rng: Random, project: Ref, key: str, start: date, end: date, manager: Ref) -> None:
    length = max(4, (end - start).days)
    for number, (title, severity, response) in enumerate(rng.sample(RISKS, rng.randrange(0, 3))):
        opened = workday(start + timedelta(days=rng.randrange(1, length)))
        item = life.book.add(
            "raid_item", f"{key}:{number}", at_work(rng, opened), title=title, project=project, owner=manager,
            type=rng.choices(RAID, (40, 35, 15, 10))[0], severity=severity, response=response, opened_on=opened,
            due_on=opened + timedelta(days=14),
        )  # fmt: skip
        closed = workday(opened + timedelta(days=rng.randrange(5, 40)))
        life.book.change(item, at_work(rng, closed), closed_on=closed)
    if rng.random() < 0.3:
        asked = workday(start + timedelta(days=rng.randrange(3, length)))
        request = life.book.add(
            "change_request", key, at_work(rng, asked), title=rng.choice(CHANGES), project=project, status="proposed",
            hours=Decimal(12), cost=Decimal(660), fee=Decimal(1680), currency=life.currency, days_later=7,
            requested_by=life.person("champion", moment=at_work(rng, asked)).ref, requested_on=asked,
            scope="Asked for in the workshop.",
        )  # fmt: skip
        answered = workday(asked + timedelta(days=rng.randrange(2, 10)))
        if rng.random() < 0.7:
            life.book.change(request, at_work(rng, answered), status="approved", approved_on=answered)
        else:
            life.book.change(request, at_work(rng, answered), status="rejected")
    if rng.random() < 0.5:
        day = workday(start + timedelta(days=rng.randrange(1, length)))
        life.book.add("project_expense", key, at_work(rng, day), description="Train and hotel for the workshop",
                      project=project, person=manager, category="travel", amount=Decimal(rng.randrange(180, 900)),
                      currency="EUR", billable=True, spent_on=day)  # fmt: skip
    middle = workday(start + timedelta(days=length // 2))
    life.book.add("project_estimate", key, at_work(rng, middle), project=project, on=middle, currency="EUR",
                  hours_to_complete=Decimal(rng.randrange(10, 60)), comment="Depends on their data.",
                  cost_to_complete=Decimal(rng.randrange(10, 60) * 55))  # fmt: skip


def _go_live(life: Life, deal: Deal, rng: Random, day: date, project: Ref | None) -> None:
    """Live, then the first result that matters, then the project is closed."""
    at = at_work(rng, day, life.zone)
    for line in deal.lines:
        if line.product in ("plan", "connect", "insights") and life.book.entries[line.ref].states[0].known < at:
            life.book.change(line.ref, max(at, instant(line.starts_on) + timedelta(hours=8)),
                             live_on=max(day, line.starts_on))  # fmt: skip
    if len(life.people) < 4 and life.segment != "Small business":
        meet(life=life, role="admin", moment=at)
    first = workday(day + timedelta(days=int(rng.lognormvariate(2.6, 0.6))))
    if project:
        life.book.change(project, at, status="live", went_live_on=day)
        life.book.change(project, at_work(rng, first, life.zone), first_value_on=first)
        closed = workday(day + timedelta(days=rng.randrange(14, 35)))
        life.book.change(project, at_work(rng, closed), status="closed", closed_on=closed)
        _ask_about(life, rng, project, closed)
    for number in range({SMALL: 1, LARGE: 3}.get(life.segment, 2)):
        _train(life, rng, day, project, number)


def _ask_about(life: Life, rng: Random, project: Ref, closed: date) -> None:
    """How satisfied they are with the project, once it is closed."""
    sent = at_work(rng, workday(closed + timedelta(days=2)), life.zone)
    survey = life.book.add(
        "survey_response", f"project:{project.key}", sent, account=life.account, project=project, type="csat",
        contact=life.person("champion", moment=sent).ref, sent_at=sent,
        owner=life.colleague("consultant", sent.date()).ref,
    )  # fmt: skip
    if rng.random() < 0.55:
        at = sent + timedelta(hours=rng.expovariate(1 / 30) + 0.3)
        score = min(5, max(1, round(rng.gauss(4.2 + 0.3 * life.value, 0.7))))
        life.book.change(survey, at, responded_at=at, score=score)


def _train(life: Life, rng: Random, day: date, project: Ref | None, number: int) -> None:
    course = ("Planner Training", "Administrator Training", "Mobile App for Technicians")[number % 3]
    someone = life.people[number % len(life.people)]
    before = rng.randrange(2, 12)
    enrolled = workday(day - timedelta(days=before))
    if course.startswith("Administrator"):
        # Whoever will look after it is often named only when it runs.
        enrolled = workday(day + timedelta(days=before))
        someone = life.person("admin", moment=at_work(rng, enrolled))
    if life.book.entries[someone.ref].states[0].known >= at_work(rng, enrolled):
        someone = life.people[0]
    at = max(at_work(rng, enrolled), life.book.entries[someone.ref].states[0].known + timedelta(hours=1))
    training = life.book.add(
        "training", life.next_key("training"), at, contact=someone.ref, account=life.account, project=project,
        course=course, trainer=life.colleague("consultant", at.date()).ref, enrolled_on=at.date(),
    )  # fmt: skip
    if rng.random() < 0.85:
        done = workday(max(day, at.date()) + timedelta(days=rng.randrange(0, 15)))
        score = Decimal(rng.randrange(52, 100))
        life.book.change(training, at_work(rng, done), completed_on=done, passed=score >= 60, score=score)

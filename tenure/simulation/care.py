"""The relationship: champions who leave, reviews held or missed, goals and results, surveys, favours, sponsors."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from tenure.simulation.book import Ref, instant
from tenure.simulation.life import LARGE, SMALL, Deal, Life, meet
from tenure.simulation.moments import at_work, later, workday
from tenure.simulation.words import NPS_COMMENTS

NEW_DAYS = 90
CHAMPION_LEAVES = 0.014
GOALS = (
    ("Fewer overtime hours", "Overtime hours a week, from payroll", "hours", 42, 25),
    ("More visits per technician", "Finished jobs a day and technician", "jobs", 4.1, 5.2),
    ("First-time fix", "Share of jobs without a second visit", "%", 71, 82),
    ("Less travel", "Kilometres per job, from the app", "km", 18, 13),
)
REVIEW_WORDS = (
    "Went through goals and usage by depot. The southern depots are where they want to be.",
    "Result is on target; they want the report for their board.",
    "Half of the dispatchers still plan by telephone. Training agreed for next month.",
    "New manager at the table, first time. Showed what was reached since the start.",
)
PLAYS = {
    "Renewal, high touch": ((150, "Check value with the sponsor"), (85, "Send the proposal"), (45, "Agree terms")),
    "Onboarding": ((0, "Welcome call"), (7, "First planning day"), (30, "Look at usage together")),
}


def greet(*, life: Life, deal: Deal, signed: date) -> None:
    """What begins with a contract: a goal, a sponsor for the large, the steps of onboarding."""
    rng = life.random("greet", deal.number)
    csm = life.colleague("csm", signed).ref
    if life.segment != SMALL:
        name, measure, unit, baseline, target = rng.choice(GOALS)
        agreed = workday(max(signed, deal.starts_on) + timedelta(days=rng.randrange(5, 25)))
        goal = life.book.add(
            "success_goal", life.next_key("goal"), at_work(rng, agreed), name=name, account=life.account,
            measure=measure,
            unit=unit, baseline=Decimal(str(baseline)), target=Decimal(str(target)), status="agreed", owner=csm,
            contact=life.person("champion", moment=instant(agreed)).ref, agreed_on=agreed,
            due_on=agreed + timedelta(days=270),
            why="Their director reports it every month.",
        )  # fmt: skip
        _results(life, rng, goal, agreed, baseline, target, unit)
    if life.segment != SMALL:
        _meet_the_rest(life, rng, signed)
    if life.segment == LARGE:
        at = at_work(rng, workday(signed + timedelta(days=10)))
        life.book.add("executive_sponsor", life.next_key("sponsor"), at, account=life.account, from_on=at.date(),
                      sponsor=life.world.staff.by_job["chief"][0].ref, cadence_days=120,
                      contact=life.person("exec_sponsor", "economic_buyer", "champion", moment=at).ref)  # fmt: skip
    if life.segment != SMALL or rng.random() < 0.3:
        _steps(life, rng, "Onboarding", deal, {days: deal.starts_on + timedelta(days=days) for days in (0, 7, 30)})


def _meet_the_rest(life: Life, rng: Random, signed: date) -> None:
    """Who pays the invoices, and at the large who answers for it all."""
    known = {someone.role for someone in life.people}
    if "finance" not in known and rng.random() < 0.7:
        meet(life=life, role="finance", moment=at_work(rng, workday(signed + timedelta(days=3)), life.zone))
    if life.segment == LARGE and "exec_sponsor" not in known and rng.random() < 0.8:
        meet(life=life, role="exec_sponsor", moment=at_work(rng, workday(signed + timedelta(days=6)), life.zone))


def _steps(life: Life, rng: Random, play: str, deal: Deal, days: dict[int, date]) -> None:
    for offset, step in PLAYS[play]:
        due = workday(days[offset])
        known = max(
            at_work(rng, due - timedelta(days=9)), life.book.entries[deal.ref].states[0].known + timedelta(hours=1)
        )
        run = life.book.add(
            "play_run", life.next_key("step"), known, playbook=play, account=life.account, contract=deal.ref, step=step,
            owner=life.colleague("csm", known.date()).ref, due_on=due,
        )  # fmt: skip
        done = workday(due + timedelta(days=rng.choice((-2, -1, 0, 0, 1, 3, 12))))
        life.book.change(run, max(at_work(rng, done), known + timedelta(hours=1)), done_on=max(done, known.date()),
                         outcome="skipped" if rng.random() < 0.12 else "done")  # fmt: skip


def _results(life: Life, rng: Random, goal: Ref, agreed: date, baseline: float, target: float, unit: str) -> None:
    """The first result that mattered, then how it went by the goal's day."""
    for number, after in enumerate((int(rng.lognormvariate(4.0, 0.45)), 265)):
        day = workday(agreed + timedelta(days=after))
        reached = min(1.3, max(0.05, 0.35 + 0.45 * number + 0.18 * life.fit + rng.gauss(0, 0.12)))
        at = at_work(rng, day, life.zone)
        verified = rng.random() < 0.7
        life.book.add(
            "outcome", life.next_key("outcome"), at, name=f"{goal_name(life, goal)} after {after // 30} months",
            account=life.account, goal=goal, baseline=Decimal(str(baseline)), target=Decimal(str(target)), unit=unit,
            value=Decimal(str(round(baseline + (target - baseline) * reached, 1))), is_first_value=number == 0,
            verified=verified, verified_by=life.person("champion", moment=at).ref if verified else None, on=day,
            evidence="Their own report, sent by letter." if verified else "",
        )  # fmt: skip
        if number:
            state = {"status": "reached", "reached_on": day} if reached >= 0.95 else {"status": "missed"}
            life.book.change(goal, at + timedelta(minutes=4), **state)


def goal_name(life: Life, goal: Ref) -> str:
    """What a goal is called."""
    return str(life.book.entries[goal].states[0].values["name"])


def lose_champion(*, life: Life, first: date, rng: Random) -> None:
    """The champion leaves the company; we hear of it late, and somebody new has to be won over."""
    champion = next((one for one in life.people if one.role == "champion" and one.is_here), None)
    if rng.random() > CHAMPION_LEAVES or champion is None:
        return
    day = first + timedelta(days=rng.randrange(0, 27))
    heard = at_work(rng, workday(day + timedelta(days=int(rng.expovariate(1 / 24)) + 1)), life.zone)
    born = life.book.entries[champion.ref].states[0].known
    if born.date() >= day:
        return
    life.book.change(champion.ref, max(at_work(rng, day, life.zone), born), heard, active_to=day)
    champion.is_here = False
    life.champion_left_on = day
    life.value -= 0.75
    if rng.random() < 0.8:
        meet(life=life, role="champion", moment=heard + timedelta(days=rng.randrange(2, 20)))
    else:
        meet(life=life, role="user_lead", moment=heard + timedelta(days=rng.randrange(2, 20)))


def review(*, life: Life, first: date, rng: Random) -> None:
    """Quarterly for the large, half-yearly for the middle: held, moved, declined or forgotten."""
    every = {LARGE: 3, "Mid-market": 6, SMALL: 0}[life.segment]
    if not every or (first.month + life.number) % every or not life.customer_since or first < life.customer_since:
        return
    due = workday(first + timedelta(days=8 + life.number % 15))
    planned = at_work(rng, workday(due - timedelta(days=24)))
    known = max(planned, life.book.entries[life.account].states[0].known)
    csm = life.colleague("csm", known.date()).ref
    quarter = (due.month - 1) // 3 + 1
    qbr = life.book.add(
        "qbr", life.next_key("review"), known, name=f"Review Q{quarter} {due.year}", account=life.account, owner=csm,
        status="planned", is_executive=life.segment == LARGE and quarter in (2, 4), due_on=due,
    )  # fmt: skip
    invited = later(rng, known, hours=60)
    if rng.random() < 0.9:
        life.book.change(qbr, invited, status="invited", scheduled_at=at_work(rng, due, life.zone))
    fate = rng.random() - 0.08 * life.value
    if fate < 0.68:
        held = workday(due + timedelta(days=rng.choice((0, 0, 0, 7, 14, 21))))
        life.book.change(qbr, max(at_work(rng, held, life.zone), invited + timedelta(hours=1)) + timedelta(hours=2),
                         status="held", held_on=held, summary=rng.choice(REVIEW_WORDS),
                         attendees=", ".join(one.name for one in life.known_people(invited)[:3]),
                         decisions="Next step: training for the northern depot; owner on both sides.")  # fmt: skip
        life.value += 0.06
    elif fate < 0.8:
        life.book.change(
            qbr, max(at_work(rng, due - timedelta(days=2)), invited + timedelta(hours=1)), status="declined"
        )


def ask(*, life: Life, first: date, rng: Random) -> None:
    """Twice a year the one question; few answer, unhappy ones are called back."""
    if (first.month + life.number) % 6 or not life.customer_since or first <= life.customer_since:
        return
    sent = at_work(rng, first + timedelta(days=3 + life.number % 20), life.zone)
    csm = life.colleague("csm", sent.date()).ref
    here = [one for one in life.people if one.is_here and life.book.entries[one.ref].states[0].known < sent]
    for someone in here[:3]:
        survey = life.book.add("survey_response", life.next_key("nps"), sent, account=life.account, contact=someone.ref,
                               type="nps", sent_at=sent, owner=csm)  # fmt: skip
        if rng.random() > 0.42:
            continue
        score = min(10, max(0, round(rng.gauss(7.7 + 1.15 * life.value, 1.8))))
        mood = "promoter" if score > 8 else "passive" if score > 6 else "detractor"
        at = sent + timedelta(hours=rng.expovariate(1 / 40) + 0.1)
        life.book.change(survey, at, responded_at=at, score=score, comment=rng.choice(NPS_COMMENTS[mood]))
        if mood == "detractor" and rng.random() < 0.65:
            back = later(rng, at, hours=70)
            life.book.change(survey, back, closed_loop_at=back, follow_up="Called, listened, agreed a next step.")
        if mood == "promoter" and rng.random() < 0.25:
            _favour(life, rng, someone.ref, at.date(), csm)


def _favour(life: Life, rng: Random, contact: Ref, day: date, csm: Ref) -> None:
    asked = workday(day + timedelta(days=rng.randrange(3, 15)))
    type_ = rng.choice(("reference", "review", "story", "quote"))
    favour = life.book.add(
        "advocacy", life.next_key("favour"), at_work(rng, asked), name=f"{life.name}: {type_}", account=life.account,
        contact=contact, type=type_, status="asked", owner=csm, asked_on=asked,
    )  # fmt: skip
    given = workday(asked + timedelta(days=rng.randrange(5, 60)))
    if rng.random() < 0.6:
        life.book.change(favour, at_work(rng, given), status="given", given_on=given,
                         valid_until=given + timedelta(days=365))  # fmt: skip
    elif rng.random() < 0.5:
        life.book.change(favour, at_work(rng, given), status="declined")


def prepare_renewal(*, life: Life, first: date, last: date, rng: Random) -> None:
    """The steps before a renewal of those who have somebody looking after them."""
    deal = life.deal
    if deal is None or deal.ends_on is None or life.segment == SMALL:
        return
    start = deal.ends_on - timedelta(days=160)
    if first <= start <= last:
        _steps(life, rng, "Renewal, high touch", deal,
               {days: deal.ends_on - timedelta(days=days) for days in (150, 85, 45)})  # fmt: skip


def stay_in_touch(*, life: Life, first: date, last: date, rng: Random) -> None:
    """Check-ins, and what was said in passing."""
    chance = {LARGE: 0.9, "Mid-market": 0.45, SMALL: 0.08}[life.segment]
    if rng.random() > chance:
        return
    at = at_work(rng, first + timedelta(days=rng.randrange((last - first).days)), life.zone)
    someone = life.person("champion", "user_lead", moment=at)
    if life.book.entries[someone.ref].states[0].known >= at:
        return
    csm = life.colleague("csm", at.date()).ref
    type_ = rng.choice(("call", "meeting", "email"))
    is_ours = type_ == "meeting" or rng.random() < 0.75
    words = "Check-in with" if is_ours else "Question of"
    life.book.add(
        "activity", life.next_key("check-in"), at, type=type_, subject=f"{words} {someone.name.split()[0]}",
        rep=csm, account=life.account, contact=someone.ref, is_outbound=is_ours, at=at,
        direction="outbound" if is_ours else "inbound",
        outcome={"call": "answered", "meeting": "held", "email": "replied"}[type_],
        held_at=at if type_ == "meeting" else None, duration_minutes=None if type_ == "email" else 25,
    )  # fmt: skip
    if rng.random() < 0.12:
        is_new = life.customer_since is not None and (at.date() - life.customer_since).days < NEW_DAYS
        theme = rng.choice(("Mobile app", "Reports", "Price", "Interfaces"))
        life.book.add("feedback", life.next_key("feedback"), at, summary=f"{theme}: would like more", source="meeting",
                      account=life.account, contact=someone.ref, theme=theme,
                      stage="Onboard" if is_new else "Impact", given_on=at.date(), owner=csm,
                      product=life.world.catalogue.products["plan"])  # fmt: skip

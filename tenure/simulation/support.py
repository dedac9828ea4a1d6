"""Cases: how many come follows from size and from how well things go; how each is answered, waits and is solved."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from tenure.foundation.records.versions.numbers import NOT_YET
from tenure.simulation.book import Ref
from tenure.simulation.life import LARGE, SMALL, Life, Someone
from tenure.simulation.moments import any_hour, at_work, later, poisson, workday
from tenure.simulation.words import CASE_SUBJECTS, RESOLUTIONS, SEVERE_SUBJECTS

RATE = {SMALL: 0.32, "Mid-market": 0.7, LARGE: 1.4}
QUEUE_OF = {"Integrations": "Interfaces", "Account": "Billing"}
ANSWER_HOURS = {1: 0.7, 2: 3, 3: 9, 4: 18}
SOLVE_HOURS = {1: 7, 2: 30, 3: 80, 4: 60}


def open_cases(*, life: Life, first: date, last: date, rng: Random) -> None:
    """The cases of a month."""
    mean = RATE[life.segment] * max(0.35, 1.15 - 0.3 * life.value)
    for _ in range(poisson(rng, mean)):
        day = first + timedelta(days=rng.randrange((last - first).days + 1))
        severity = rng.choices((1, 2, 3, 4), (3 + max(0, -2 * life.value), 14, 48, 35))[0]
        moment = any_hour(rng, day, life.zone) if severity == 1 else at_work(rng, day, life.zone)
        _case(life, rng, moment, severity)


def _case(life: Life, rng: Random, opened: datetime, severity: int) -> None:
    key = life.next_key("case")
    topic = "Scheduling" if severity == 1 else rng.choice(list(CASE_SUBJECTS))
    subject = rng.choice(SEVERE_SUBJECTS if severity == 1 else CASE_SUBJECTS[topic])
    someone = _asking(life, opened)
    agent = life.world.staff.looking_after("agent", number=life.number + opened.day, day=opened.date())
    case = life.book.add(
        "case", key, opened, number=f"{NOT_YET}{key}", subject=subject, account=life.account,
        contact=someone.ref, product=life.world.catalogue.products["plan"], topic=topic, severity=str(severity),
        type="incident" if severity < 3 else "question" if severity == 4 else "problem", status="new",
        channel=rng.choices(("email", "portal", "phone", "chat"), (45, 35, 12, 8))[0],
        queue=life.world.desk.queues[QUEUE_OF.get(topic, "Product")], tier="1",
        description=f"{subject}. We noticed it today and need an answer.", opened_at=opened,
    )  # fmt: skip
    if severity == 1:
        life.shocks.append((opened.date(), 0.25))
        life.value -= 0.25
    _event(life, case, opened, "opened", "customer", status="new", public=True)
    _message(life, case, opened, f"{subject}. We noticed it today.\n\n{someone.name}", someone=someone)
    zone = life.zone if severity > 1 else "UTC"
    answered = later(rng, opened, hours=ANSWER_HOURS[severity], zone=zone) if severity > 1 else opened + timedelta(
        minutes=int(rng.lognormvariate(3.3, 0.6)))  # fmt: skip
    life.book.change(case, answered, first_response_at=answered, status="open", owner=agent.ref)
    _event(life, case, answered, "reply", "agent", agent=agent.ref, status="open", public=True)
    _message(life, case, answered, "Thank you for writing. I am looking into it now.", author=agent.ref)
    _work(life, rng, case, key, answered, severity, someone, agent.ref)


def _work(
    life: Life, rng: Random, case: Ref, key: str, moment: datetime, severity: int, someone: Someone, agent: Ref
) -> None:
    """Waiting, an escalation if need be, the solution, now and then a second round, closing, the time it took."""
    if rng.random() < 0.4:
        waits = later(rng, moment, hours=3, zone=life.zone)
        life.book.change(case, waits, status="waiting_customer")
        _event(life, case, waits, "status", "agent", agent=agent, status="waiting_customer")
        back = later(rng, waits, hours=20, zone=life.zone)
        life.book.change(case, back, status="open")
        _event(life, case, back, "reply", "customer", status="open", public=True)
        _message(life, case, back, "Here is the screenshot you asked for.", someone=someone)
        moment = back
    if severity == 1 or rng.random() < 0.05:
        raised = moment + timedelta(hours=2)
        life.book.change(case, raised, escalated_at=raised, tier="2")
        _event(life, case, raised, "escalated", "agent", agent=agent, tier="2")
        if severity == 1 and life.segment != SMALL and rng.random() < 0.5:
            _escalate(life, rng, case, key, raised)
        moment = raised
    hours = SOLVE_HOURS[severity] * (1.0 if rng.random() < 0.9 else 5.0)
    solved = later(rng, moment, hours=hours, zone=life.zone)
    words = rng.choice(RESOLUTIONS)
    life.book.change(case, solved, status="resolved", resolved_at=solved, resolution=words,
                     root_cause=rng.choice(("Configuration", "Defect", "Knowledge", "Customer's system")))  # fmt: skip
    _event(life, case, solved, "resolved", "agent", agent=agent, status="resolved", public=True)
    _message(life, case, solved, words, author=agent)
    if rng.random() < 0.06:
        again = later(rng, solved, hours=30, zone=life.zone)
        life.book.change(case, again, status="open", resolved_at=None, resolution="", root_cause="")
        _event(life, case, again, "reopened", "customer", status="open", public=True)
        solved = later(rng, again, hours=24, zone=life.zone)
        life.book.change(case, solved, status="resolved", resolved_at=solved, resolution=words)
        _event(life, case, solved, "resolved", "agent", agent=agent, status="resolved", public=True)
    closed = solved + timedelta(days=5, minutes=3)
    life.book.change(case, closed, status="closed", closed_at=closed)
    _event(life, case, closed, "closed", "system", status="closed")
    _afterwards(life, rng, case, key, solved, severity, someone, agent)


def _afterwards(
    life: Life, rng: Random, case: Ref, key: str, solved: datetime, severity: int, someone: Someone, agent: Ref
) -> None:
    life.book.add(
        "time_entry", f"case:{key}", solved, known=solved + timedelta(hours=1), case=case, account=life.account,
        person=agent, description="Case solved", hours=Decimal(str(round(rng.uniform(0.25, 3.5) * 4) / 4)),
        cost_rate=Decimal(42), currency="EUR", on=solved.date(),
    )  # fmt: skip
    if rng.random() < 0.6:
        sent = solved + timedelta(hours=1)
        survey = life.book.add("survey_response", f"csat:{key}", sent, account=life.account, contact=someone.ref,
                               type="csat", case=case, sent_at=sent, owner=agent)  # fmt: skip
        if rng.random() < 0.38:
            score = min(5, max(1, round(rng.gauss(4.3 + 0.25 * life.value - (0.8 if severity == 1 else 0), 0.8))))
            at = sent + timedelta(hours=rng.expovariate(1 / 20) + 0.2)
            life.book.change(survey, at, responded_at=at, score=score,
                             comment="Quick and friendly." if score == 5 and rng.random() < 0.4 else "")  # fmt: skip
    article = rng.choice(life.world.desk.articles)
    opened = life.book.entries[case].states[0].at
    if rng.random() < 0.45 and life.world.book.entries[article].states[0].known < opened - timedelta(days=1):
        at = opened - timedelta(minutes=rng.randrange(3, 40))
        life.book.add("kb_session", f"case:{key}", opened + timedelta(seconds=30), at=at, article=article,
                      contact=someone.ref,
                      search_text=life.book.entries[case].states[0].values["subject"][:40].lower(), opened_case=True,
                      case=case, is_helpful=False)  # fmt: skip


def look_up(*, life: Life, first: date, last: date, rng: Random) -> None:
    """Visits to the knowledge base that spared a case."""
    for _ in range(poisson(rng, RATE[life.segment] * 0.8)):
        article = rng.choice(life.world.desk.articles)
        at = at_work(rng, first + timedelta(days=rng.randrange((last - first).days + 1)), life.zone)
        if life.world.book.entries[article].states[0].known < at - timedelta(days=8):
            life.book.add("kb_session", life.next_key("visit"), at, at=at, article=article, opened_case=False,
                          contact=_asking(life, at).ref, is_helpful=rng.random() < 0.8,
                          search_text=article.key.lower()[:40])  # fmt: skip


def _asking(life: Life, moment: datetime) -> Someone:
    known = life.known_people(moment)
    return known[(life.number + moment.day) % len(known)]


def _escalate(life: Life, rng: Random, case: Ref, key: str, raised: datetime) -> None:
    csm = life.colleague("csm", raised.date()).ref
    arr = life.deal.monthly(raised.date()) * 12 if life.deal else Decimal(0)
    escalation = life.book.add(
        "escalation", key, raised + timedelta(minutes=10), subject=f"{life.name}: work stands still",
        account=life.account,
        case=case, tier="manager" if life.segment != LARGE else "director", cause="Severity 1", owner=csm,
        raised_by=csm,
        arr_at_risk=arr, currency=life.currency, plan="Call twice a day until it works; the sponsor is informed.",
        opened_at=raised,
    )  # fmt: skip
    seen = later(rng, raised, hours=2)
    life.book.change(escalation, seen, acknowledged_at=seen)
    done = at_work(rng, workday((seen + timedelta(days=rng.randrange(3, 21))).date()))
    life.book.change(escalation, done, resolved_at=done, outcome=rng.choice(("saved", "saved", "partly_saved")),
                     lesson="Tell the customer first, then look for the cause.")  # fmt: skip


def _event(life: Life, case: Ref, at: datetime, type: str, actor: str, **values: object) -> None:
    count = life.counters[f"events of {case.key}"] = life.counters.get(f"events of {case.key}", 0) + 1
    at = max(at, life.book.entries[case].states[0].known)
    life.book.add("case_event", f"{case.key}:{count}", at, case=case, type=type, actor=actor, at=at, **values)  # type: ignore[arg-type]


def _message(
    life: Life, case: Ref, at: datetime, body: str, someone: Someone | None = None, author: Ref | None = None
) -> None:
    count = life.counters[f"messages of {case.key}"] = life.counters.get(f"messages of {case.key}", 0) + 1
    life.book.add(
        "case_message", f"{case.key}:{count}", max(at, life.book.entries[case].states[0].known), case=case,
        body=body, at=at,
        public=True, actor="customer" if someone else "agent", author=author, contact=someone.ref if someone else None,
        sender=someone.email if someone else "support@kestrelworks.example",
    )  # fmt: skip

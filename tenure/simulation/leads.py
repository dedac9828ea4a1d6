"""How people come into view: touches, leads that are scored, converted, left alone or turned away."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from tenure.simulation.book import Book, Ref
from tenure.simulation.life import Life, Someone
from tenure.simulation.markets import SOURCES
from tenure.simulation.moments import any_hour, at_work, later
from tenure.simulation.names import company_name, mail_address, person_name, phone_number, web_domain
from tenure.simulation.words import REGION_WEIGHTS, REGIONS, TRADES
from tenure.simulation.world import World

OTHERS_PER_ACCOUNT = 1.6
SHOWN_OFTEN = ("paid_search", "paid_social")  # where many see us, and few click
FIRST_WORDS = {"call": "First call with", "email": "First letter to", "social": "Message to"}
REFUSALS = ("Student or private person", "Too small", "Competitor", "No need", "Wrong contact data")
DETAILS = ("/pricing", "/product/board", "/handbook", "Form: show me Kestrel", "Letter: what is new", "/customers")


def come_as_lead(*, life: Life) -> datetime:
    """The account's first person becomes a lead, is scored, contacted and converted; gives when that was."""
    rng = life.random("lead")
    someone = life.people[0]
    known = life.book.entries[life.account].states[0].at
    created = known - timedelta(minutes=rng.randrange(1, 50))
    channel, inbound, *_ = SOURCES[life.source]
    campaign = life.world.market.running(channel=channel, day=created.date())
    contacted = max(later(rng, created, hours=5 if inbound else 60, zone=life.zone), known + timedelta(minutes=9))
    mql = later(rng, max(created, contacted), hours=20, zone=life.zone)
    sql = later(rng, mql, hours=70, zone=life.zone)
    converted = later(rng, sql, hours=30, zone=life.zone)
    life.campaign = campaign
    lead = life.book.add(
        "lead", f"{life.number:06d}", created, name=someone.name, email=someone.email, company=life.name,
        domain=life.domain, industry=life.industry, region=life.region, size=life.size, status="new",
        owner=life.colleague("developer", created.date()).ref, campaign=campaign, lead_source=life.source,
        score=Decimal(rng.randrange(8, 35)), fit_grade=_grade(life.fit), created_at=created,
        source_detail=rng.choice(DETAILS), known=known,
    )  # fmt: skip
    life.book.change(lead, contacted, first_contacted_at=contacted, status="working")
    life.book.change(lead, mql, mql_at=mql, score=Decimal(rng.randrange(60, 88)))
    life.book.change(lead, sql, sql_at=sql, score=Decimal(rng.randrange(75, 99)))
    _touches(rng, life.book, life.world, created, lead, channel, campaign, life, someone)
    _first_contacts(rng, life, lead, someone, contacted, inbound)
    return converted


def convert(*, life: Life, opportunity: Ref, moment: datetime) -> None:
    """The lead becomes a deal."""
    life.book.change(
        Ref("lead", f"{life.number:06d}"), moment, converted_at=moment, status="converted", opp=opportunity,
        account=life.account, contact=life.people[0].ref,
    )  # fmt: skip


def let_go(*, life: Life, moment: datetime) -> None:
    """The lead comes to nothing: kept warm, or turned away."""
    rng = life.random("let go")
    at = at_work(rng, (moment + timedelta(days=rng.randrange(10, 60))).date(), life.zone)
    lead = Ref("lead", f"{life.number:06d}")
    if rng.random() < 0.5:
        life.book.change(lead, at, status="nurture", score=Decimal(rng.randrange(30, 60)))
    else:
        life.book.change(
            lead, at, status="disqualified", disqualified_at=at, disqualified_reason=rng.choice(REFUSALS[1:4])
        )


def _grade(fit: float) -> str:
    return "A" if fit > 0.6 else "B" if fit > -0.3 else "C"


def _touches(
    rng: Random, book: Book, world: World, until: datetime, lead: Ref, channel: str, campaign: Ref | None,
    life: Life | None, someone: Someone | None,
) -> None:  # fmt: skip
    """What the person saw of us before we knew them and afterwards, and how a campaign counted them."""
    who: dict[str, Any] = {"account": life.account, "contact": someone.ref} if life and someone else {}
    known = book.entries[lead].states[0].known
    seen = _seen_before(rng, channel, until)
    seen.append((until, "reply" if channel == "outbound" else "form", channel))
    for _ in range(rng.randrange(0, 3)):
        seen.append((known + timedelta(hours=rng.expovariate(1 / 90) + 2), "visit", channel))
    if rng.random() < 0.5:
        seen += _letter(rng, known + timedelta(days=rng.randrange(1, 20), hours=3))
    for number, (at, type, via) in enumerate(seen):
        ran = campaign if via == channel else world.market.running(channel=via, day=at.date())
        book.add(
            "touch", f"{lead.key}:{number}", at, known=max(at, known), lead=lead, channel=via, type=type, at=at,
            campaign=ran if ran and world.book.entries[ran].states[0].known < at else None, detail=rng.choice(DETAILS),
            content=rng.choice(world.market.content[:2]) if type == "form" and at > _shown(world) else None, **who,
        )  # fmt: skip
    if campaign:
        came = channel in ("event", "webcast") and rng.random() < 0.6
        at = until + timedelta(minutes=70)
        member = book.add("campaign_member", f"{campaign.key}:{lead.key}", at, campaign=campaign, lead=lead,
                          status="registered" if channel in ("event", "webcast") else "responded",
                          registered_at=at, responded_at=at)  # fmt: skip
        if came:
            then = at + timedelta(days=rng.randrange(1, 6))
            book.change(member, then, status="attended", attended_at=then)
            book.add("touch", f"{lead.key}:came", then, lead=lead, campaign=campaign, channel=channel, type="event",
                     detail="Came", at=then, **who)  # fmt: skip


def _seen_before(rng: Random, channel: str, until: datetime) -> list[tuple[datetime, str, str]]:
    """What they had seen before they told us who they are; it is theirs from then on."""
    seen = []
    if channel in SHOWN_OFTEN:
        for _ in range(rng.randrange(6, 26)):
            seen.append((until - timedelta(hours=rng.expovariate(1 / 160) + 1), "impression", channel))
        seen.append((until - timedelta(minutes=rng.randrange(3, 50)), "click", channel))
    for _ in range(rng.choice((0, 0, 1, 1, 2, 4))):
        via = channel if rng.random() < 0.6 else rng.choice(("organic_search", "direct", "content"))
        seen.append((until - timedelta(hours=rng.expovariate(1 / 200) + 1), "visit", via))
    return sorted(seen)


def _letter(rng: Random, at: datetime) -> list[tuple[datetime, str, str]]:
    seen = [(at, "delivered", "email")]
    if rng.random() < 0.38:
        opened = at + timedelta(hours=rng.expovariate(1 / 8) + 0.1)
        seen.append((opened, "open", "email"))
        if rng.random() < 0.22:
            seen.append((opened + timedelta(minutes=3), "click", "email"))
        if rng.random() < 0.04:
            seen.append((opened + timedelta(minutes=40), "reply", "email"))
    return seen


def _shown(world: World) -> datetime:
    return world.book.entries[world.market.content[1]].states[0].at


def _first_contacts(rng: Random, life: Life, lead: Ref, someone: Someone, moment: datetime, inbound: bool) -> None:
    tries = rng.randrange(1, 3) if inbound else rng.randrange(2, 5)
    rep = life.colleague("developer", moment.date()).ref
    for number in range(tries):
        at = later(rng, moment, hours=26 * number, zone=life.zone)
        is_last = number == tries - 1
        kind = rng.choice(("call", "email") if inbound else ("call", "email", "social"))
        answer = "answered" if is_last else "no_answer"
        outcome = answer if kind == "call" else "replied" if is_last else ""
        life.book.add(
            "activity", f"{lead.key}:first:{number}", at, type=kind, account=life.account, contact=someone.ref,
            subject=f"{FIRST_WORDS[kind]} {someone.name}", rep=rep, lead=lead,
            is_outbound=True, direction="outbound", outcome=outcome, at=at,
            duration_minutes=rng.randrange(4, 25) if outcome == "answered" else None,
        )  # fmt: skip


def others(*, world: World, book: Book, number: int) -> None:
    """Leads that never become an account: some are nurtured, most turned away."""
    plan = world.plan
    rng = plan.random("others", number)
    count = int(OTHERS_PER_ACCOUNT) + (rng.random() < OTHERS_PER_ACCOUNT % 1)
    for turn in range(count):
        key = f"{number:06d}-{turn}"
        region = rng.choices(list(REGIONS), REGION_WEIGHTS)[0]
        industry = rng.choice(list(TRADES))
        day = plan.started_on + timedelta(days=int((plan.arrival(number) + rng.random() * 0.9) * 30.4375))
        created = any_hour(rng, day, REGIONS[region][0])
        source = rng.choices(list(SOURCES), [facts[3] for facts in SOURCES.values()])[0]
        company = company_name(number=number * 3 + turn + 1201, industry=industry, region=region, rng=rng)
        domain = web_domain(name=company, number=number * 3 + turn + 1201)
        name = person_name(region=region, rng=rng)
        while name in world.colleagues:
            name = person_name(region=region, rng=rng)
        channel = SOURCES[source][0]
        campaign = world.market.running(channel=channel, day=created.date())
        agreed = rng.random() < 0.5
        lead = book.add(
            "lead", key, created, name=name, email=mail_address(name=name, domain=domain), phone=phone_number(rng),
            company=company, domain=domain, industry=industry, region=region, status="new", lead_source=source,
            size=int(rng.lognormvariate(3.9, 1.2)) + 1, campaign=campaign, score=Decimal(rng.randrange(0, 40)),
            owner=world.staff.looking_after("developer", number=number, day=created.date()).ref, created_at=created,
            source_detail=rng.choice(DETAILS), fit_grade=rng.choice("BCCD"), consent_marketing=agreed,
            consent_marketing_at=created if agreed else None,
        )  # fmt: skip
        _touches(rng, book, world, created, lead, channel, campaign, None, None)
        _end(rng, book, lead, created, REGIONS[region][0])


def _end(rng: Random, book: Book, lead: Ref, created: datetime, zone: str) -> None:
    contacted = later(rng, created, hours=16, zone=zone)
    if rng.random() < 0.85:
        book.change(lead, contacted, first_contacted_at=contacted, status="working")
    at = at_work(rng, (contacted + timedelta(days=rng.expovariate(1 / 25) + 1)).date(), zone)
    if rng.random() < 0.2:
        mql = later(rng, contacted, hours=60, zone=zone)
        book.change(lead, mql, mql_at=mql, score=Decimal(rng.randrange(60, 80)))
        at = max(at, mql + timedelta(days=2))
    fate = rng.random()
    if fate < 0.62:
        book.change(lead, at, status="disqualified", disqualified_at=at, disqualified_reason=rng.choice(REFUSALS))
    elif fate < 0.92:
        book.change(lead, at, status="nurture", score=Decimal(rng.randrange(15, 55)))
        if rng.random() < 0.15:
            gone = at + timedelta(days=rng.randrange(5, 120))
            book.change(lead, gone, unsubscribed_at=gone)
    else:
        forgotten = at_work(rng, (at + timedelta(days=rng.randrange(40, 90))).date(), zone)
        book.change(lead, forgotten, status="disqualified", disqualified_at=forgotten, disqualified_reason="No answer")

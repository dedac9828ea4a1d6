"""Staying and leaving: renewals on time and late, more and less, notices, farewells and coming back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from dateutil.relativedelta import relativedelta

from tenure.simulation.book import Ref, instant
from tenure.simulation.contracts import CENT, add_line, add_on_amount, end_line, seat_amount, sign
from tenure.simulation.deals import Course, Offer, run_deal
from tenure.simulation.hidden import Decision, grows, leaves
from tenure.simulation.life import LARGE, SMALL, Deal, Life, Someone
from tenure.simulation.moments import at_work, workday
from tenure.simulation.words import CHURN_REASONS

DECIDED_BEFORE_DAYS = 40
PLAN_OF = {"Starter": "Growth", "Growth": "Scale", "Scale": "Scale"}


def decide(*, life: Life, first: date, last: date) -> list[Decision]:
    """What the account decides in a month: to stay or to leave where it is due, to buy more or not."""
    deal, rng = life.deal, life.random("decisions", first)
    if deal is None or life.leaves_on is not None or deal.starts_on > first:
        return []
    made = []
    if deal.term_months is None:
        made.append(leaves(account=life.account.key, on=first, contract="month", value=life.value, rng=rng))
        if made[-1].happened:
            _give_notice(life, rng, deal, workday(first + timedelta(days=rng.randrange(2, 20))), last)
            return made
        _pause(life, rng, deal, first, last)
    elif deal.ends_on and first <= deal.ends_on - timedelta(days=DECIDED_BEFORE_DAYS) <= last:
        on = deal.ends_on - timedelta(days=DECIDED_BEFORE_DAYS)
        made.append(leaves(account=life.account.key, on=on, contract="term", value=life.value, rng=rng))
        if made[-1].happened:
            _leave_at_end(life, rng, deal)
        else:
            _renew(life, rng, deal)
        return made
    made.append(grows(account=life.account.key, on=first, value=life.value, rng=rng))
    if made[-1].happened:
        _grow(life, rng, deal, first)
    elif deal.term_months is None and rng.random() < 0.004 * (2 if life.value < -0.5 else 1):
        _shrink_month_to_month(life, rng, deal, first, last)
    return made


def _offer_again(life: Life, rng: Random, deal: Deal, on: date) -> Offer:
    """What is renewed: fewer seats where little is used, a little dearer for most."""
    lines = []
    factor = 1.0
    if life.value < -0.4 and rng.random() < 0.45:
        factor = rng.uniform(0.6, 0.9)
    elif life.value > 0.6 and rng.random() < 0.4:
        factor = rng.uniform(1.05, 1.3)
    uplift = Decimal(rng.choice(("1", "1.03", "1.03", "1.05", "1.07")))
    totals: dict[str, tuple[int, Decimal]] = {}
    for line in deal.lines:
        if line.ends_on == deal.ends_on:
            qty, monthly = totals.get(line.product, (0, Decimal(0)))
            totals[line.product] = (qty + line.qty, monthly + line.monthly)
    for product, (qty, monthly) in totals.items():
        seats = max(1, round(qty * factor)) if product in ("plan", "insights") else qty
        lines.append((product, _plan_of(life, deal, product), seats, (monthly / qty * seats * uplift).quantize(CENT)))
    return Offer(sum((line[3] for line in lines), Decimal(0)) * 12, Decimal(0), tuple(lines))


def _plan_of(life: Life, deal: Deal, product: str) -> str | None:
    if product != "plan":
        return None
    for line in deal.lines:
        plan = life.book.entries[line.ref].states[0].values.get("plan") if line.product == "plan" else None
        if plan is not None:
            return str(plan.key)
    return "Growth"


def _renew(life: Life, rng: Random, deal: Deal) -> None:
    """A new contract behind the old one: by itself, by signature in time, or by a signature that comes late."""
    ends_on = deal.ends_on
    assert ends_on is not None
    offer = _offer_again(life, rng, deal, ends_on)
    if life.segment == SMALL:
        renewed = at_work(rng, workday(ends_on - timedelta(days=1)))
        course = Course(_silent_renewal(life, deal, offer, ends_on, renewed), renewed, True, None)
        sign(life=life, course=course, offer=offer, renews=deal)
        return
    opened = at_work(rng, workday(ends_on - timedelta(days=rng.randrange(92, 105))), life.zone)
    days = rng.choices((62, 80, 95, 112, 135), (20, 30, 22, 16, 12))[0]  # the last two mostly end after the term
    course = run_deal(life=life, type="renewal", opened=opened, offer=offer, chance=1, days=days, renews=deal.ref,
                      close_on=ends_on - timedelta(days=20))  # fmt: skip
    sign(life=life, course=course, offer=offer, renews=deal)


def _silent_renewal(life: Life, deal: Deal, offer: Offer, ends_on: date, renewed: datetime) -> Ref:
    key = life.next_key("opp")
    opened = instant(ends_on - timedelta(days=30)) + timedelta(hours=7)
    ref = life.book.add(
        "opportunity", key, opened, name=f"{life.name}: Renewal", account=life.account, type="renewal",
        stage="Negotiation",
        owner=life.colleague("csm", opened.date()).ref, arr=offer.arr, one_time=Decimal(0), tcv=offer.arr,
        currency=life.currency, created_at=opened, close_date=ends_on, renews=deal.ref, forecast_category="commit",
        probability=Decimal("0.9"), contact=life.person("champion", moment=opened).ref, qualified_at=opened,
        description="Renews by itself unless notice is given.",
    )  # fmt: skip
    life.book.change(ref, renewed, stage="Closed", outcome="won", closed_at=renewed, forecast_category="closed",
                     probability=Decimal(1))  # fmt: skip
    return ref


def _leave_at_end(life: Life, rng: Random, deal: Deal) -> None:
    ends_on = deal.ends_on
    assert ends_on is not None
    reason = _reason(life, rng)
    offer = _offer_again(life, rng, deal, ends_on)
    opened = at_work(rng, workday(ends_on - timedelta(days=rng.randrange(92, 105))), life.zone)
    run_deal(life=life, type="renewal", opened=opened, offer=offer, chance=0, days=60, renews=deal.ref,
             close_on=ends_on - timedelta(days=20),
             lost_reason="Chose a competitor" if reason == "Chose a competitor" else "No decision")  # fmt: skip
    # Some tell us in time, some only days before the end, a few when the invoice comes.
    notice = workday(ends_on - timedelta(days=rng.choice((62, 45, 35, 30, 14, 5))))
    _farewell(life, rng, deal, notice, ends_on, reason)


def _give_notice(life: Life, rng: Random, deal: Deal, notice: date, last: date) -> None:
    ends_on = last
    for line in deal.lines:
        if line.ends_on is None or line.ends_on > ends_on:
            end_line(life=life, line=line, last_day=max(ends_on, line.starts_on), known=notice)
    reason = _reason(life, rng)
    life.book.change(deal.ref, at_work(rng, notice), end_on=ends_on, terminated_on=notice, termination_reason=reason)
    _farewell(life, rng, deal, notice, ends_on, reason)


def _reason(life: Life, rng: Random) -> str:
    weights = {
        "value": 4.0 if life.value < -0.5 else 1.0,
        "sponsor": 6.0 if life.champion_left_on else 0.3,
        "service": 2.5 if life.shocks else 0.4,
        "price": 1.6,
        "outside": 1.4,
    }
    return rng.choice(CHURN_REASONS[rng.choices(list(weights), list(weights.values()))[0]])


def _speaker(life: Life, moment: datetime) -> Someone:
    return life.person("economic_buyer", "champion", moment=moment)


def _farewell(life: Life, rng: Random, deal: Deal, notice: date, ends_on: date, reason: str) -> None:
    """Notice, end, exit interview, data returned; the account becomes a former customer."""
    told = at_work(rng, notice, life.zone)
    csm = life.colleague("csm", notice).ref
    key = life.next_key("offboarding")
    rivals = life.world.market.competitors
    farewell = life.book.add(
        "offboarding", key, told, account=life.account, contract=deal.ref, owner=csm, reason=reason,
        notified_on=told.date(), competitor=rng.choice(rivals) if reason == "Chose a competitor" else None,
        reason_note=f"{_speaker(life, told).name} wrote that they will not go on after {ends_on:%B}.",
    )  # fmt: skip
    gone = instant(ends_on) + timedelta(days=1, hours=1)
    life.book.change(farewell, gone, ended_on=ends_on, access_ended_on=ends_on + timedelta(days=1))
    if rng.random() < 0.55:
        day = workday(max(told.date(), ends_on) + timedelta(days=rng.randrange(2, 15)))
        life.book.change(farewell, at_work(rng, day), exit_interview_on=day,
                         exit_notes=f"Main reason: {reason.lower()}. The door stays open.")  # fmt: skip
        life.book.add("feedback", f"exit:{key}", at_work(rng, day), summary=f"Left: {reason.lower()}",
                      account=life.account,
                      source="exit", theme=reason, given_on=day, owner=csm,
                      contact=_speaker(life, told).ref)  # fmt: skip
    back = workday(ends_on + timedelta(days=rng.randrange(8, 30)))
    life.book.change(farewell, at_work(rng, back), data_returned_on=back, win_back_on=back + timedelta(days=150))
    life.book.change(life.account, gone, status="former")
    life.leaves_on = ends_on


def _grow(life: Life, rng: Random, deal: Deal, first: date) -> None:
    """More seats or an add-on: a short deal, then a line beside the others that ends with them."""
    opened = at_work(rng, workday(first + timedelta(days=rng.randrange(0, 18))), life.zone)
    owned = {line.product for line in deal.lines}
    seats = sum(line.qty for line in deal.lines if line.product == "plan")
    missing = [product for product in ("insights", "connect") if product not in owned]
    if missing and rng.random() < 0.35:
        product, plan = rng.choice(missing), None
        qty = seats if product == "insights" else 1
        monthly = add_on_amount(life, product, qty)
    else:
        product, plan = "plan", _plan_of(life, deal, "plan")
        qty = max(2, int(seats * rng.uniform(0.08, 0.35)))
        monthly = seat_amount(life, plan or "Growth", qty)
    offer = Offer(monthly * 12, Decimal(0), ((product, plan, qty, monthly),))
    course = run_deal(life=life, type="expansion", opened=opened, offer=offer, chance=0.78, days=26)
    starts_on = (course.ended.date() + relativedelta(months=1)).replace(day=1)
    if course.won and (deal.ends_on is None or starts_on + timedelta(days=45) < deal.ends_on):
        add_line(life=life, deal=deal, product=product, plan=plan, qty=qty, monthly=monthly, known=course.ended.date(),
                 starts_on=starts_on, ends_on=deal.ends_on, description="Added during the term")  # fmt: skip


def _pause(life: Life, rng: Random, deal: Deal, first: date, last: date) -> None:
    """A customer by the month stops for the quiet season and goes on two or three months later."""
    if rng.random() > (0.02 if first.month in (6, 7, 11) else 0.003) or len(deal.lines) > 3:
        return
    for line in [line for line in deal.lines if line.ends_on is None and line.starts_on < first]:
        known = first + timedelta(days=6)
        end_line(life=life, line=line, last_day=last, known=known)
        again = last + relativedelta(months=rng.choice((2, 3))) + timedelta(days=1)
        plan = life.book.entries[line.ref].states[0].values["plan"]
        add_line(life=life, deal=deal, product=line.product, plan=plan.key if plan else None, qty=line.qty,
                 monthly=line.monthly, known=known, starts_on=again.replace(day=1), ends_on=None, replaces=line.ref,
                 description="Goes on after a pause")  # fmt: skip


def _shrink_month_to_month(life: Life, rng: Random, deal: Deal, first: date, last: date) -> None:
    for line in [line for line in deal.lines if line.ends_on is None and line.product == "plan" and line.qty > 6][:1]:
        if line.starts_on > first:
            continue
        qty = int(line.qty * rng.uniform(0.55, 0.85))
        plan = life.book.entries[line.ref].states[0].values["plan"]
        end_line(life=life, line=line, last_day=last, known=first + timedelta(days=9))
        add_line(life=life, deal=deal, product="plan", plan=plan.key, qty=qty, starts_on=last + timedelta(days=1),
                 monthly=(line.monthly / line.qty * qty).quantize(CENT), known=first + timedelta(days=9), ends_on=None,
                 replaces=line.ref, description="Fewer users")  # fmt: skip


def comes_back(*, life: Life, rng: Random) -> date | None:
    """When a former customer is asked again and listens; none if never."""
    if life.leaves_on is None or rng.random() > (0.22 if life.segment != LARGE else 0.3):
        return None
    return workday(life.leaves_on + timedelta(days=rng.randrange(110, 320)))

"""Letters to customers: who gets them, opens them, clicks, replies, or wants no more."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from tenure.simulation.life import Life, Someone
from tenure.simulation.markets import Campaign
from tenure.simulation.moments import at_work

READERS = 3
BOUNCES, OPENS, CLICKS, REPLIES, LEAVES = 0.02, 0.36, 0.3, 0.06, 0.012


def write_to(*, life: Life, first: date, last: date, rng: Random) -> None:
    """The letters to customers of a month, to those who agreed to get them."""
    for campaign in life.world.market.letters_between(first, last):
        sent = at_work(rng, campaign.starts_on + timedelta(days=1))
        for someone in [one for one in life.people if one.gets_letters and one.is_here][:READERS]:
            if life.book.entries[someone.ref].states[0].known < sent - timedelta(days=2):
                _send(life, rng, campaign, someone, sent)


def _send(life: Life, rng: Random, campaign: Campaign, someone: Someone, sent: datetime) -> None:
    key = f"{campaign.ref.key}:{someone.ref.key}"
    member = life.book.add("campaign_member", key, sent, campaign=campaign.ref, contact=someone.ref, status="invited",
                           invited_at=sent)  # fmt: skip
    if rng.random() < BOUNCES:
        life.book.change(someone.ref, sent + timedelta(minutes=4), is_bounced=True)
        someone.gets_letters = False
        return
    _touch(life, campaign, someone, f"{key}:0", "delivered", sent + timedelta(minutes=2))
    if rng.random() > OPENS + 0.06 * life.value:
        return
    opened = sent + timedelta(hours=rng.expovariate(1 / 9) + 0.1)
    _touch(life, campaign, someone, f"{key}:1", "open", opened)
    if rng.random() < CLICKS:
        clicked = opened + timedelta(seconds=rng.randrange(20, 400))
        _touch(life, campaign, someone, f"{key}:2", "click", clicked)
        life.book.change(member, clicked, status="responded", responded_at=clicked)
    if rng.random() < REPLIES:
        _touch(life, campaign, someone, f"{key}:3", "reply", opened + timedelta(minutes=rng.randrange(8, 200)))
    if rng.random() < LEAVES:
        gone = opened + timedelta(minutes=2)
        life.book.change(someone.ref, gone, unsubscribed_at=gone)
        life.book.change(member, gone + timedelta(minutes=10), status="unsubscribed")
        someone.gets_letters = False


def _touch(life: Life, campaign: Campaign, someone: Someone, key: str, type: str, at: datetime) -> None:
    life.book.add("touch", key, at, account=life.account, contact=someone.ref, campaign=campaign.ref, channel="email",
                  type=type, detail="Letter: what is new", at=at)  # fmt: skip

"""First contact resolution: one reply, one tier, and nothing that comes back within seven days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.business.samples import sample
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")
OPENED = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def case(*, replies: int = 1, tiers: tuple[str, ...] = (), **values: Any) -> Any:
    """A case with so many replies of agents, resolved two days after it was opened."""
    one = sample("case", opened_at=OPENED, resolved_at=OPENED + 2 * DAY, **values)
    for number in range(replies):
        tier = tiers[number] if number < len(tiers) else ""
        event(one, "reply", OPENED + (number + 1) * HOUR, tier=tier, actor="agent", public=True)
    event(one, "resolved", OPENED + 2 * DAY)
    return one


def event(of: Any, kind: str, when: datetime, **values: Any) -> Any:
    return sample("case_event", case=of, type=kind, at=when, **values)


def test_worked_example(numbers: Numbers) -> None:
    [case(replies=0) for _ in range(4)]
    [case(replies=2) for _ in range(36)]
    once = [case() for _ in range(60)]
    for one in once[:6]:
        event(one, "reopened", OPENED + 5 * DAY)
        event(one, "reply", OPENED + 5 * DAY + HOUR, actor="agent", public=True)
        event(one, "resolved", OPENED + 6 * DAY)

    assert numbers.value("first_contact_resolution", *MARCH) == 54 / 96


@pytest.mark.parametrize(
    ("story", "rate"),
    [
        ("as it is", 1.0),
        ("two tiers", 0.0),
        ("a private note", 1.0),
        ("a thank-you", 1.0),
        ("back after eight days", 1.0),
        ("again on the subject in time", 0.0),
        ("again on the subject too late", 1.0),
        ("again on another subject", 1.0),
    ],
)
def test_what_undoes_a_first_contact(numbers: Numbers, story: str, rate: float) -> None:
    contact = sample("contact", account=sample("account"))
    if story == "two tiers":
        one = case(replies=1, tiers=("1",))
        event(one, "assigned", OPENED + 2 * HOUR, tier="2")
    else:
        one = case(contact=contact, topic="Log-in")
    if story == "a private note":
        event(one, "reply", OPENED + 2 * HOUR, actor="agent", public=False)
    if story == "a thank-you":
        event(one, "reopened", OPENED + 3 * DAY)
        event(one, "resolved", OPENED + 3 * DAY + HOUR)
    if story == "back after eight days":
        event(one, "reopened", OPENED + 10 * DAY)
        event(one, "resolved", OPENED + 11 * DAY)
    if story.startswith("again"):
        topic = "Invoices" if story.endswith("another subject") else "Log-in"
        after = 8 if story.endswith("too late") else 6
        sample("case", contact=contact, topic=topic, opened_at=OPENED + (2 + after) * DAY)

    assert numbers.value("first_contact_resolution", *MARCH) == rate


def test_no_reply_at_all_is_unknown_and_young_periods_say_so(numbers: Numbers) -> None:
    case(replies=0)

    assert numbers.value("first_contact_resolution", *MARCH) is None

    case()

    assert numbers.reason("first_contact_resolution", *MARCH, as_of="2026-04-06") == (
        "immature: final 7 days after the period"
    )
    assert numbers.reason("first_contact_resolution", *MARCH, as_of="2026-04-07") is None

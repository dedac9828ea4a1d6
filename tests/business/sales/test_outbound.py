"""Calls, messages and meetings that sellers began."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.business.samples import sample
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def done(kind: str, times: int = 1, **values: Any) -> None:
    """Some activities of a sort that our side began on 10 March."""
    for _ in range(times):
        sample("activity", type=kind, **{"is_outbound": True, "at": NOON, **values})


def test_touches_are_calls_mails_and_social_messages(numbers: Numbers) -> None:
    done("call", 40)
    done("email", 12)
    done("social", 5)

    assert numbers.value("outbound_activity", *MARCH) == 57
    assert numbers.value("outbound_calls", *MARCH) == 40
    assert numbers.value("outbound_emails", *MARCH) == 12


@pytest.mark.parametrize(
    ("outside", "counted"),
    [
        ({"is_outbound": False}, 0),
        ({"is_outbound": False, "direction": "inbound"}, 0),
        ({"is_outbound": False, "direction": "outbound"}, 1),
        ({"is_automated": True}, 0),
        ({"at": datetime(2026, 3, 31, 23, 59, tzinfo=UTC)}, 1),
        ({"at": datetime(2026, 4, 1, tzinfo=UTC)}, 0),
    ],
    ids=str,
)
def test_only_what_our_side_began_and_no_program_sent(numbers: Numbers, outside: dict[str, Any], counted: int) -> None:
    done("email", **outside)

    assert numbers.value("outbound_activity", *MARCH) == counted


def test_a_meeting_counts_when_it_was_booked_and_when_it_was_held(numbers: Numbers) -> None:
    april = ("2026-04-01", "2026-05-01")
    done("meeting", booked_at=NOON, held_at=datetime(2026, 4, 2, 9, tzinfo=UTC), outcome="held")
    done("demo", held_at=NOON, outcome="held")

    assert (numbers.value("meetings_booked", *MARCH), numbers.value("meetings_held", *MARCH)) == (1, 0)
    assert (numbers.value("meetings_booked", *april), numbers.value("meetings_held", *april)) == (0, 1)
    assert numbers.value("demos_held", *MARCH) == 1
    assert numbers.value("outbound_activity", *MARCH) == 0


def test_of_twelve_scheduled_meetings_nine_took_place(numbers: Numbers) -> None:
    done("meeting", 9, scheduled_at=NOON, held_at=NOON, outcome="held")
    done("meeting", 3, scheduled_at=NOON, outcome="no_show")

    assert numbers.value("meeting_show_rate", *MARCH) == 0.75
    assert numbers.value("meeting_show_rate", "2026-04-01", "2026-05-01") is None


def test_by_seller_and_by_source_of_the_lead_else_of_the_account(numbers: Numbers) -> None:
    rep = sample("person", name="Ann")
    done("call", rep=rep, lead=sample("lead", lead_source="webinar"))
    done("call", 2, rep=rep, account=sample("account", lead_source="fair"))
    done("call", 3)

    assert numbers.cut("outbound_calls", *MARCH, by="rep") == {"Ann": 3, "unknown": 3}
    assert numbers.cut("outbound_calls", *MARCH, by="lead_source") == {"webinar": 1, "fair": 2, "unsourced": 3}


def test_equals_plain_sql_over_a_demo_company(demo: Demo) -> None:
    touches, held = demo.sql(
        """
        SELECT sum(type IN ('call', 'email', 'social') AND at >= '2026-01-01' AND at < '2026-07-01'),
               sum(type = 'meeting' AND held_at >= '2026-01-01' AND held_at < '2026-07-01')
        FROM accounts_activity v LEFT JOIN accounts_account a ON a.id = v.account_id
        WHERE v.deleted_at IS NULL AND v.is_outbound = 1 AND v.is_automated = 0 AND coalesce(a.is_internal, 0) = 0
        """
    )[0]

    half = ("2026-01-01", "2026-07-01")
    assert demo.numbers.value("outbound_activity", *half, as_of="2026-07-15") == touches
    assert demo.numbers.value("meetings_held", *half, as_of="2026-07-15") == held

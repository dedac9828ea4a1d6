"""What was known when: the same question asked of two days' knowledge, and numbers that were known otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from tenure.engine.workspace.asking import Ask
from tenure.engine.workspace.restatements import restatements
from tenure.foundation.records.recording import recording
from tests.business.samples import sample
from tests.support.numbers import Numbers

APRIL = ("2026-04-01", "2026-05-01")


def known(day: str, make: Any) -> Any:
    """What is made becomes known at noon of the day."""
    moment = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=12)
    with recording(actor=None, path="test", now=moment):
        return make()


def late_renewal() -> None:
    """A term ends on 31 March; its renewal from 1 April is signed on 10 April (E4)."""
    account = known("2025-04-01", lambda: sample("account", name="Late"))

    def line(start: str, end: str, signed: str) -> Any:
        contract = sample("contract", account=account, status="signed", signed_on=date.fromisoformat(signed))
        return sample(
            "contract_line", account=account, contract=contract, amount=Decimal(100), currency="USD", period="month",
            service_start=date.fromisoformat(start), service_end=date.fromisoformat(end),
        )  # fmt: skip

    known("2025-04-01", lambda: line("2025-04-01", "2026-03-31", "2025-04-01"))
    known("2026-04-10", lambda: line("2026-04-01", "2027-03-31", "2026-04-10"))


def test_a_late_renewal_is_churn_only_until_it_is_known(numbers: Numbers) -> None:
    late_renewal()

    assert numbers.value("churned_mrr", *APRIL, known_at="2026-04-05T23:59") == 100
    assert numbers.value("churned_mrr", *APRIL, known_at="2026-04-10T23:59") == 0
    assert numbers.value("churned_mrr", *APRIL) == 0


def test_a_number_that_was_known_otherwise_at_the_close_says_so(numbers: Numbers) -> None:
    late_renewal()

    weeks = numbers.answers("churned_mrr", "2026-03-30", "2026-04-20", grain="week", restated=True)

    assert [(one.period.start, one.value, one.restated) for one in weeks] == [
        (date(2026, 3, 30), 0, True),
        (date(2026, 4, 6), 0, False),
        (date(2026, 4, 13), 0, False),
    ]


def test_then_sees_each_period_with_the_knowledge_of_its_close(numbers: Numbers) -> None:
    late_renewal()

    weeks = numbers.answers("churned_mrr", "2026-03-30", "2026-04-20", grain="week", known_at="then")

    assert [one.value for one in weeks] == [100, 0, 0]


def test_restatements_name_the_row_and_the_change_that_caused_it(numbers: Numbers) -> None:
    late_renewal()
    ask = Ask(
        keys=("churned_mrr",), start=date(2026, 4, 1), end=date(2026, 5, 1), as_of=date(2030, 1, 1), grain="total"
    )

    [found] = restatements(ask, earlier=datetime(2026, 4, 5, tzinfo=UTC), later=None, lake=numbers.lake)

    assert (found.row.kind, found.before, found.after) == ("account", 100, 0)
    assert {cause.kind for cause in found.causes} == {"contract", "contract_line"}
    assert {cause.known_from for cause in found.causes} == {datetime(2026, 4, 10, 12, tzinfo=UTC)}

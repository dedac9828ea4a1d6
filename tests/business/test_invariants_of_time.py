"""What must hold of time: a day asked about later is the day as it was, but for what became known since."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from tenure.foundation.records import operations
from tenure.foundation.records.recording import recording
from tests.business.samples import sample
from tests.support.numbers import Numbers

pytestmark = pytest.mark.django_db
SEEDS = range(20 if os.environ.get("TENURE_TEST_PROFILE") == "long" else 2)
SERIES = ("mrr", "customers", "contracted_arr", "open_pipeline", "won_opportunities", "open_cases")
ENDS = [date(2025, month, 1) - timedelta(days=1) for month in range(2, 8)]


def at(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)


def act(day: date) -> Any:
    """An act of noon of a day."""
    return recording(actor=None, path="test", now=at(day), zone=UTC)


class Company:
    """A company to which things happen day by day; each is written down on its day."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.lines: list[Any] = []
        self.deals: list[Any] = []
        self.cases: list[Any] = []

    def live(self, day: date) -> None:
        """Something of each sort, or not."""
        for happens in (self._signs, self._changes, self._decides, self._asks, self._solves):
            if self.rng.random() < 0.6:
                happens(day)

    def _signs(self, day: date) -> None:
        account = operations.create(model=_model("account"), values={"name": f"A{len(self.lines)}", "created_on": day})
        contract = sample("contract", account=account, status="signed", signed_on=day)
        start = day + timedelta(days=self.rng.choice((0, 0, 20)))
        line = sample(
            "contract_line", account=account, contract=contract, currency="USD", amount=Decimal(100), period="month",
            is_recurring=True, service_start=start,
        )  # fmt: skip
        deal = sample("opportunity", account=account, type="new", created_at=at(day), arr=Decimal(500), currency="USD")
        self.lines.append(line)
        self.deals.append(deal)

    def _changes(self, day: date) -> None:
        if self.lines:
            line = self.rng.choice(self.lines)
            change = self.rng.choice(({"amount": Decimal(self.rng.choice((50, 150)))}, {"service_end": day}))
            if line.service_start < day:
                operations.change(record=line, values=change)

    def _decides(self, day: date) -> None:
        if self.deals:
            deal = self.deals.pop()
            values = {"qualified_at": at(day, 9), "closed_at": at(day, 10), "outcome": self.rng.choice(("won", "lost"))}
            operations.change(record=deal, values=values)

    def _asks(self, day: date) -> None:
        self.cases.append(sample("case", opened_at=at(day, 8), status="open"))

    def _solves(self, day: date) -> None:
        if self.cases:
            case = self.cases.pop()
            operations.change(record=case, values={"status": "resolved", "resolved_at": at(day, 11)})


def _model(kind: str) -> Any:
    from tenure.foundation.records.kinds import model_of

    return model_of(kind)


def seen(numbers: Numbers, end: date, **asked: Any) -> dict[str, Any]:
    """The numbers of the month that ends on a day, as of that day."""
    start, after = end.replace(day=1).isoformat(), (end + timedelta(days=1)).isoformat()
    return {key: numbers.value(key, start, after, as_of=end.isoformat(), **asked) for key in SERIES}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_month_end_asked_about_later_is_what_was_seen_on_it(numbers: Numbers, seed: int) -> None:
    """Invariant 12, of a company that writes everything down on its day."""
    company, rng = Company(Random(seed)), Random(seed)
    then: dict[date, dict[str, Any]] = {}
    day = date(2025, 1, 2)
    for end in ENDS:
        while day <= end:
            with act(day):
                company.live(day)
            day += timedelta(days=rng.choice((3, 5, 8)))
        then[end] = seen(numbers, end)

    assert any(told["mrr"] for told in then.values())
    for end, told in then.items():
        assert seen(numbers, end) == told, end
        assert seen(numbers, end, known_at="then") == told, end
    _hold_that_cases_roll_forward(numbers)


def _hold_that_cases_roll_forward(numbers: Numbers) -> None:
    """Invariant 9."""
    months: dict[date, dict[str, int]] = {}
    for one in numbers.answers("open_cases", "2025-01-01", "2025-07-01", grain="month"):
        months.setdefault(one.period.start, {})[one.series] = one.value
    left = 0
    for told in months.values():
        left += told["opened_cases"] + told["reopened_cases"] - told["resolved_cases"]
        assert told["open_cases"] == left
    assert any(told["resolved_cases"] for told in months.values())


def test_what_is_written_down_late_restates_the_past_and_nothing_else(numbers: Numbers) -> None:
    with act(date(2025, 1, 10)):
        account = operations.create(model=_model("account"), values={"name": "A", "created_on": date(2025, 1, 10)})
        contract = sample("contract", account=account, status="signed", signed_on=date(2025, 1, 10))
    january = seen(numbers, ENDS[0])
    with act(date(2025, 3, 5)):
        sample(
            "contract_line", account=account, contract=contract, currency="USD", amount=Decimal(100), period="month",
            is_recurring=True, service_start=date(2025, 2, 1),
        )  # fmt: skip

    february, march = ENDS[1], ENDS[2]
    assert seen(numbers, ENDS[0])["mrr"] == january["mrr"] == 0
    assert [seen(numbers, end)["mrr"] for end in (february, march)] == [100, 100]
    assert [seen(numbers, end, known_at="then")["mrr"] for end in (february, march)] == [0, 100]
    told = numbers.answers("mrr", "2025-01-01", "2025-04-01", grain="month", as_of="2025-03-31", restated=True)
    assert [one.restated for one in told if one.series == "mrr"] == [False, True, False]


@pytest.mark.parametrize(("moved", "changed"), [(3, ()), (-3, ("2025-02-01", "2025-03-01"))])
def test_an_event_that_moves_within_its_month_changes_no_end_and_over_its_edge_only_two(
    numbers: Numbers, moved: int, changed: tuple[str, ...]
) -> None:
    """Invariant 11."""

    def months() -> dict[str, Any]:
        found: dict[str, dict[str, Any]] = {}
        for one in numbers.answers("mrr_movements", "2025-01-01", "2025-06-01", grain="month"):
            if one.series in ("closing_mrr", "new_mrr_net"):
                found.setdefault(one.period.start.isoformat(), {})[one.series] = one.value
        return found

    def written(start: date) -> Callable[[], None]:
        line = sample("contract_line", currency="USD", amount=Decimal(100), period="month", is_recurring=True)
        contract = line.contract
        contract.status, contract.signed_on = "signed", date(2025, 1, 1)
        contract.save()
        line.service_start = start
        line.save()

        def move() -> None:
            line.service_start = start + timedelta(days=moved)
            line.save()

        return move

    move = written(date(2025, 3, 2))
    before = months()
    move()
    after = months()

    assert tuple(start for start in before if before[start] != after[start]) == changed


@pytest.mark.parametrize(
    ("scores", "nps"), [((10, 9, 9), 100), ((0, 6, 3), -100), ((7, 8, 7), 0), ((10, 7, 0), 0), ((), None)]
)
def test_nps_keeps_its_bounds(numbers: Numbers, scores: tuple[int, ...], nps: float | None) -> None:
    """Invariant 14."""
    for score in scores:
        moment = datetime(2025, 3, 5, tzinfo=UTC)
        sample(
            "survey_response", type="nps", score=score, sent_at=moment, responded_at=moment, contact=sample("contact")
        )

    assert numbers.value("nps", "2025-03-01", "2025-04-01") == nps

"""Queries that are written once and answers that stand: they save time and change no number."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tenure.engine.lake.erasure import erase
from tenure.engine.workspace import opening
from tenure.engine.workspace.naming import NamelessError, lasting_name
from tenure.engine.workspace.recipes import Recipes
from tenure.engine.workspace.shelf import Shelf
from tenure.engine.workspace.standing import Standing
from tenure.foundation.organisation.rates import save_rate
from tenure.foundation.records.operations import delete
from tenure.foundation.records.recording import recording
from tests.business.samples import sample
from tests.support.numbers import Numbers

YEAR = ("2026-01-01", "2026-07-01")


def line(amount: int, start: str, known: str, currency: str = "USD") -> Any:
    """A monthly line that became known at noon of a day."""
    moment = datetime.combine(date.fromisoformat(known), datetime.min.time(), UTC).replace(hour=12)
    with recording(actor=None, path="test", now=moment):
        account = sample("account")
        contract = sample("contract", account=account, status="signed", signed_on=date.fromisoformat(start))
        return sample(
            "contract_line", account=account, contract=contract, amount=Decimal(amount), currency=currency,
            period="month", service_start=date.fromisoformat(start), service_end=date(2027, 12, 31),
        )  # fmt: skip


def mrr(numbers: Numbers, **asked: Any) -> list[Any]:
    """MRR at the ends of the six months."""
    return [one.value for one in numbers.answers("mrr", *YEAR, grain="month", **asked) if one.series == "mrr"]


def as_in_a_new_process() -> None:
    """What this process holds in memory is let go; the home's files stay."""
    while opening._OPEN:
        opening._OPEN.pop().close()
    Recipes._read.clear()


def test_another_process_gives_the_same_numbers_by_what_the_first_one_wrote(numbers: Numbers) -> None:
    line(100, "2026-02-01", "2026-02-10")
    line(50, "2026-02-15", "2026-04-02")
    first = mrr(numbers), mrr(numbers, known_at="then")

    as_in_a_new_process()

    assert first == ([0, 150, 150, 150, 150, 150], [0, 100, 100, 150, 150, 150])
    assert (mrr(numbers), mrr(numbers, known_at="then")) == first


def test_what_was_known_then_is_told_anew_when_history_is_written_behind_it(numbers: Numbers) -> None:
    line(100, "2026-02-01", "2026-02-10")
    assert mrr(numbers, known_at="then") == [0, 100, 100, 100, 100, 100]

    line(7, "2026-03-01", "2026-03-31")

    assert mrr(numbers, known_at="then") == [0, 100, 107, 107, 107, 107]


def test_what_is_told_of_the_present_is_told_anew_once_it_changes(numbers: Numbers) -> None:
    line(100, "2026-02-01", "2026-02-10")
    assert mrr(numbers) == [0, 100, 100, 100, 100, 100]
    as_in_a_new_process()
    assert mrr(numbers) == [0, 100, 100, 100, 100, 100]

    added = line(7, "2026-03-01", "2026-03-31")
    assert mrr(numbers) == [0, 100, 107, 107, 107, 107]
    with recording(actor=None, path="test", now=datetime(2026, 4, 2, tzinfo=UTC)):
        delete(record=added)
    as_in_a_new_process()

    assert mrr(numbers) == [0, 100, 100, 100, 100, 100]


def test_what_is_told_of_the_present_is_told_anew_at_another_rate(numbers: Numbers) -> None:
    line(100, "2026-02-01", "2026-02-10", currency="EUR")
    save_rate(from_currency="EUR", to_currency="USD", rate=Decimal("1.10"), on=date(2026, 2, 1))
    assert mrr(numbers) == [0, 110, 110, 110, 110, 110]

    save_rate(from_currency="EUR", to_currency="USD", rate=Decimal("1.20"), on=date(2026, 2, 1))
    assert mrr(numbers) == [0, 120, 120, 120, 120, 120]
    as_in_a_new_process()

    assert mrr(numbers) == [0, 120, 120, 120, 120, 120]


def test_a_newer_answer_takes_the_place_of_the_former(tmp_path: Path) -> None:
    with duckdb.connect() as raw:
        standing = Standing(Shelf(tmp_path / "shelf"), raw)
        standing.put("asked", (1,), [{"value": 1}])
        standing.put("asked", (2,), [{"value": Decimal(2)}])

        assert standing.find("asked", (1,)) is None
        assert standing.find("asked", (2,)) == [{"value": Decimal(2)}]
        assert Standing(Shelf(tmp_path / "shelf"), raw).find("asked", (2,)) == [{"value": Decimal(2)}]
    with sqlite3.connect(tmp_path / "shelf") as file:
        assert file.execute("SELECT count(*) FROM written").fetchone() == (1,)


def test_two_days_asked_in_turn_do_not_see_each_other_s_tables(numbers: Numbers) -> None:
    line(100, "2026-02-01", "2026-02-10")
    line(50, "2026-05-01", "2026-05-01")

    early, late = {"as_of": "2026-03-31"}, {"as_of": "2026-06-30"}

    for _ in range(2):
        assert mrr(numbers, **early)[2] == 100
        assert mrr(numbers, **late) == [0, 100, 100, 100, 150, 150]


def test_another_database_in_the_same_home_does_not_get_the_first_one_s_answers(tmp_path: Path) -> None:
    marks = []
    for written in ("2026-03-01 10:00:00", "2026-03-01 10:00:00.000001"):
        with duckdb.connect() as raw:
            raw.execute(
                "CREATE TABLE told (version_id BIGINT, known_from TIMESTAMP, recorded_at TIMESTAMP, operation TEXT)"
            )
            raw.execute("INSERT INTO told VALUES (1, '2026-03-01', ?, 'create')", [written])
            marks.append(Standing(Shelf(tmp_path / "shelf"), raw).mark("told", datetime(2026, 4, 1)))  # noqa: DTZ001

    assert marks[0] != marks[1]


@pytest.mark.parametrize("harm", ["garbage", "folder"])
def test_a_file_that_cannot_be_read_is_done_without(numbers: Numbers, harm: str) -> None:
    line(100, "2026-02-01", "2026-02-10")
    as_in_a_new_process()
    shelf = numbers.lake.with_name("cache") / "queries.sqlite3"
    if harm == "garbage":
        shelf.parent.mkdir(parents=True, exist_ok=True)
        shelf.write_bytes(b"no database" * 1000)
    else:
        shelf.mkdir(parents=True)

    assert mrr(numbers) == [0, 100, 100, 100, 100, 100]


def test_what_another_code_wrote_is_not_used(numbers: Numbers) -> None:
    line(100, "2026-02-01", "2026-02-10")
    as_in_a_new_process()
    mrr(numbers)
    as_in_a_new_process()
    with sqlite3.connect(numbers.lake.with_name("cache") / "queries.sqlite3") as file:
        file.execute("UPDATE written SET code = 'former', body = '[]'")

    assert mrr(numbers) == [0, 100, 100, 100, 100, 100]


@pytest.mark.django_db(transaction=True)
def test_an_erasure_takes_down_what_was_written(settings: Any, company: Any, numbers: Numbers) -> None:
    settings.HOME = numbers.lake.parent
    person = line(100, "2026-02-01", "2026-02-10").account
    mrr(numbers, where="account.name = 'Somebody'")
    shelf = numbers.lake.with_name("cache") / "queries.sqlite3"
    assert b"somebody" in shelf.read_bytes()

    erase(person)

    assert not shelf.exists()


def test_functions_go_by_where_they_stand_and_by_what_they_close_over() -> None:
    def over(value: Any) -> Any:
        return lambda t: t + value

    assert lasting_name(over(1)) == lasting_name(over(1))
    assert lasting_name(over(1)) != lasting_name(over(2))
    assert lasting_name(partial(over, 1)) != lasting_name(partial(over, 2))
    assert lasting_name((date(2026, 1, 1), "a")) == lasting_name((date(2026, 1, 1), "a"))
    with pytest.raises(NamelessError, match="object has no lasting name"):
        lasting_name(over(object()))

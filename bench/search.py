"""Search: 20,000 accounts and 20,000 contacts, asked as people ask; the slowest question against the same over 400."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from typing import Any

from bench.ground import NOW, at_most, prepare, report

FEW, MANY = 200, 20_000
GROWTH_LIMIT = 5.0
REPEATS = 5
FIRST = (
    "Anna",
    "Bernd",
    "Chloé",
    "David",
    "Elena",
    "Fatima",
    "Georg",
    "Hanna",
    "Ivan",
    "Jürgen",
    "Katarzyna",
    "Łukasz",
)
LAST = ("Müller", "Schmidt", "Kowalski", "Novák", "Rossi", "García", "Jansen", "Nielsen", "Dubois", "Silva", "Okafor")
TRADE = ("Logistics", "Bank", "Retail", "Health", "Energy", "Software", "Media", "Foods", "Systems", "Consulting")
WORD = ("North", "Blue", "Silver", "Bright", "Green", "River", "Stone", "Cloud", "Prime", "Union", "Delta", "Summit")
QUESTIONS = (
    "a",
    "mü",
    "north",
    "anna",
    "anna müller",
    "kowalsky",
    "northlogistics",
    "silver bank 137",
    "person150@company150.example",
    "company150.example",
    "example",
    "head of operations",
    "blue systms gmbh",
    "zzzzzz",
    "the quick brown fox jumps over company",
)


def main() -> None:
    """Measures the questions over few and over many."""
    user = prepare()
    add(count=FEW, user=user)
    few = slowest(user)
    add(count=MANY - FEW, user=user, start=FEW)
    many = slowest(user)
    print(f"few {few:.4f} s, many {many:.4f} s", file=sys.stderr)
    report(at_most(name="slowest search in 40,000 records against 400", ratio=many / few, limit=GROWTH_LIMIT))


def slowest(user: Any) -> float:
    """The median time of the slowest question, in seconds."""
    from tenure.foundation.search import search

    times: dict[str, float] = {}
    for text in QUESTIONS:
        search(text=text, user=user)
        times[text] = statistics.median(_seconds(text, user) for _ in range(REPEATS))
        print(f"{text!r:44} {times[text] * 1000:8.1f} ms", file=sys.stderr)
    return max(times.values())


def _seconds(text: str, user: Any) -> float:
    from tenure.foundation.search import search

    started = time.perf_counter()
    search(text=text, user=user)
    return time.perf_counter() - started


def add(*, count: int, user: Any, start: int = 0) -> None:
    """Writes accounts, a contact at each, and their index."""
    from tenure.business.accounts.models import Account, Contact
    from tenure.foundation.records.bulk import insert_rows
    from tenure.foundation.records.recording import recording
    from tenure.foundation.search.following import catch_up

    started = time.perf_counter()
    with recording(actor=user, path="bench", now=NOW):
        ids = insert_rows(model=Account, fields=("name", "domain", "description"), rows=_accounts(start, count))
        people = _people(start, count, ids)
        insert_rows(model=Contact, fields=("name", "email", "phone", "title", "account_id"), rows=people)
    while catch_up():
        pass
    print(f"{2 * count} records written and indexed in {time.perf_counter() - started:.1f} s", file=sys.stderr)


def _accounts(start: int, count: int) -> Iterator[tuple[Any, ...]]:
    for number in range(start, start + count):
        name = f"{WORD[number % 12]} {TRADE[number // 12 % 10]} {number} GmbH"
        yield (
            name,
            f"company{number}.example",
            f"Sells {TRADE[number % 10].lower()} to {WORD[number % 7].lower()} firms.",
        )


def _people(start: int, count: int, ids: list[int]) -> Iterator[tuple[Any, ...]]:
    for number, account in zip(range(start, start + count), ids, strict=True):
        name = f"{FIRST[number % 12]} {LAST[number // 12 % 11]}"
        title = ("Head of operations", "Chief financial officer", "IT administrator")[number % 3]
        yield name, f"person{number}@company{number}.example", f"+49 30 {number:06}", title, account


if __name__ == "__main__":
    main()

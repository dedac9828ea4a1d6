"""One clock, read at the outer edge only; everything below is handed a time."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.sources import calls, imported_modules, product_files, prose_of, text_of, tree_of

CLOCK = "tenure/foundation/clock/"
TRIGGERS = "tenure/foundation/records/versions/"
READINGS = {"now", "utcnow", "today", "localtime", "localdate"}
CLOCKS = {"datetime", "date", "timezone", "dt"}
SQL_NOW = ("CURRENT_TIMESTAMP", "CURRENT_DATE", "NOW()", "CLOCK_TIMESTAMP(", "STRFTIME('%Y-%M-%D %H:%M:%F', 'NOW')")

# Below the edge a time is handed in. Each of these has a reason to read the clock all the same.
BELOW_THE_EDGE = {
    "tenure/foundation/records/fields.py": "an id sorts by age; its time is no fact of the business",
    "tenure/foundation/access/adapters.py": "the sign-in library calls it from its own views, which are the edge",
    "tenure/foundation/access/sign_in_log.py": "likewise",
    "tenure/engine/lake/jobs.py": "a scheduled job has nobody above it who could hand it a time",
}
EDGE = (
    "tenure/interfaces/",
    "tenure/foundation/jobs/",  # a worker's lease is measured where it runs
    "tenure/foundation/mail/",  # so is an outbox's
    "tenure/configuration/",
)


def test_only_the_clock_reads_the_machine_s_time() -> None:
    offenders = [
        f"{path}:{call.lineno}"
        for path in product_files()
        if not str(path).startswith(CLOCK)
        for name, call in calls(path)
        if _reads_a_clock(name)
    ]

    assert offenders == []


def test_only_the_triggers_let_the_database_read_its_own_clock() -> None:
    offenders = [
        f"{path}:{node.lineno}"
        for path in product_files()
        if not str(path).startswith(TRIGGERS)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if id(node) not in prose_of(tree_of(path)) and any(word in node.value.upper() for word in SQL_NOW)
    ]

    assert offenders == []


def test_no_field_fills_itself_with_the_time() -> None:
    offenders = [str(path) for path in product_files() if "auto_now" in text_of(path)]

    assert offenders == []


def test_below_the_edge_nobody_asks_the_clock() -> None:
    offenders = [
        str(path)
        for path in product_files()
        if not str(path).startswith((*EDGE, CLOCK)) and str(path) not in BELOW_THE_EDGE
        if {"tenure.foundation.clock", "tenure.foundation.clock.now"} & imported_modules(path)
    ]

    assert offenders == []


def test_no_population_is_written_for_one_day() -> None:
    """Its query is written once for every viewpoint: the viewpoint's days are `records.today` and `records.ends_at`."""
    offenders = [
        f"{path}:{node.lineno}"
        for path in product_files()
        if "/relations/" in str(path) and not str(path).endswith("relations/viewpoint.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in ("as_of", "known_at", "end_of")
    ]

    assert offenders == []


@pytest.mark.parametrize(
    ("name", "is_reading"),
    [
        ("datetime.now", True),
        ("datetime.datetime.utcnow", True),
        ("date.today", True),
        ("timezone.now", True),
        ("clock.now", False),
        ("now", False),
        ("self.today", False),
    ],
)
def test_a_reading_is_told_by_its_name(name: str, is_reading: bool) -> None:
    assert _reads_a_clock(name) is is_reading


def _reads_a_clock(name: str) -> bool:
    *owner, method = name.split(".")
    return method in READINGS and bool(owner) and owner[-1] in CLOCKS

"""Why a condition holds or not: the tree of its parts, with values, answers and causes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tenure.engine.conditions.asking import Linked
from tenure.engine.conditions.explaining import Clause, Joint, clauses_explained, explain
from tenure.engine.conditions.reading import read

TODAY = date(2026, 3, 10)


def test_every_part_has_its_value_and_answer_in_the_shape_of_the_condition() -> None:
    condition = read("arr >= 50000 and (nps < 7 or not open_sev1 = 0)")

    explained = explain(condition, row={"arr": Decimal(60000), "nps": None, "open_sev1": 2}, today=TODAY)

    nps = Clause("nps < 7", None, None, field="nps", cause="nps is not known")
    sev1 = Clause("open_sev1 = 0", 2, False, field="open_sev1")
    negated = Joint("not", (sev1,), "not open_sev1 = 0", True)
    either = Joint("or", (nps, negated), "nps < 7 or not open_sev1 = 0", True)
    arr = Clause("arr >= 50000", Decimal(60000), True, field="arr")
    assert explained == Joint("and", (arr, either), "arr >= 50000 and (nps < 7 or not open_sev1 = 0)", True)


def test_the_clauses_alone_come_in_the_order_of_the_text() -> None:
    explained = explain(read("arr > 5 and not name = 'Acme'"), row={"arr": None, "name": "ACME"}, today=TODAY)

    assert [(clause.text, clause.value, clause.holds) for clause in clauses_explained(explained)] == [
        ("arr > 5", None, None),
        ("name = 'Acme'", "ACME", True),
    ]
    assert explained.holds is False  # the name alone decides


def test_the_cause_of_an_unknown_value_is_told_where_the_caller_knows_it() -> None:
    causes = {"nps": "no survey answered in the last year"}

    explained = explain(read("nps < 7"), row={"nps": None}, today=TODAY, causes=causes)

    assert explained == Clause("nps < 7", None, None, field="nps", cause="no survey answered in the last year")


def test_a_known_answer_has_no_cause() -> None:
    explained = explain(read("nps is unknown"), row={"nps": None}, today=TODAY, causes={"nps": "no survey"})

    assert explained == Clause("nps is unknown", None, True, field="nps")


@pytest.mark.parametrize(
    ("text", "row", "cause"),
    [
        ("csm = me", {"csm": Linked("per_1", "Ann")}, "nobody is asking as “me”"),
        ("csm contains 'a'", {"csm": Linked("per_1", None)}, "the name of what csm leads to is not known"),
        ("arr dropped", {"arr": 5}, "arr was not known the day before"),
        ("arr dropped in the last 30 days", {"arr": 5}, "arr was not known 30 days before"),
        (
            "seats rose by 5% in the last 7 days",
            {"seats": 5},
            "seats was 0 7 days before, which has no percentage",
        ),
    ],
)
def test_other_causes_are_told_too(text: str, row: dict[str, Any], cause: str) -> None:
    explained = explain(read(text), row=row, today=TODAY, previous={("seats", 7): 0})

    assert isinstance(explained, Clause)
    assert (explained.holds, explained.cause) == (None, cause)


def test_a_change_is_explained_with_what_was_before() -> None:
    text = "health_band changed to 'red' in the last 7 days"

    explained = explain(read(text), row={"health_band": "Red"}, today=TODAY, previous={("health_band", 7): "green"})

    assert explained == Clause(text, "Red", True, field="health_band", before="green")

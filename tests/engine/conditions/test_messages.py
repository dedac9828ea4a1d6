"""Every mistake is told with its place and what to write instead."""

from __future__ import annotations

import pytest

from tenure.engine.conditions.checking import check
from tenure.engine.conditions.reading import read
from tenure.engine.conditions.syntax import ConditionError, Field, FieldType

FIELDS = {
    "arr": FieldType.MONEY,
    "seats": FieldType.NUMBER,
    "nrr": FieldType.SHARE,
    "renews_on": FieldType.DAY,
    "signed_at": FieldType.INSTANT,
    "is_internal": FieldType.FLAG,
    "name": FieldType.TEXT,
    "csm": FieldType.LINK,
    "type": Field(FieldType.TEXT, (("", "None"), ("new", "New customer"), ("expansion", "Expansion"))),
    "plan": Field(FieldType.TEXT, tuple((f"p{number}", f"Plan {number}") for number in range(20))),
}


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("arr = fifty(1)", 6, "Expected a value, found “fifty”; there are no functions"),
        ("lower(name) = 'x'", 0, "There are no functions such as “lower(…)”; write the field alone"),
        ("name like 'x'", 5, "found “like”; write “contains”"),
        ("name begins 'x'", 5, "found “begins”; write “starts with”"),
        ("name not like 'x'", 9, "found “like”; write “contains”"),
        ("name starts 'x'", 12, "Expected “with”, found “'x'”"),
        ("arr equals 5", 4, "found “equals”; write “=”"),
        ("arr == 5", 5, "Expected a value, found “=”; write “=”"),
        ("arr <> 5", 5, "found “>”; write “!=”"),
        ("arr = null", 6, "found “null”; write “is unknown”"),
        ("arr is null", 7, "Expected “unknown”, found “null”; write “is unknown”"),
        ("arr = 5 && seats = 1", 8, "Cannot read “&”; write “and”"),
        ("arr = 5 | seats = 1", 8, "Cannot read “|”; write “or”"),
        ("! arr = 5", 0, "Cannot read “!”; write “not”"),
        ("renews_on < yesterday", 12, "found “yesterday”; write “today - 1 day”"),
        ("is_internal = yes", 14, "found “yes”; write “true”"),
        ("name = Acme", 7, "found “Acme”; put text in quotation marks: 'Acme'"),
        (
            "arr",
            3,
            "Expected a comparison (=, !=, <, <=, >, >=, in, between, contains, starts with, is known, changed)",
        ),
        ("arr between 1", 13, "Expected “and”, found “the end”"),
        ("renews_on > today - 3", 21, "Expected “day”, found “the end”"),
        ("renews_on > today -3% days", 18, "Expected a number of days"),
        ("arr = 5 arr = 6", 8, "Did not expect “arr” here"),
    ],
)
def test_what_cannot_be_read_says_what_to_write(text: str, position: int, message: str) -> None:
    with pytest.raises(ConditionError) as refused:
        read(text)

    assert message in str(refused.value)
    assert refused.value.position == position
    assert str(refused.value).endswith(f"(at character {position + 1})")


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("arr > 5 and saets > 1", 12, "There is no field “saets”; did you mean “seats”?"),
        ("ARR > 5", 0, "There is no field “ARR”; did you mean “arr”?"),
        ("zzzzz > 5", 0, "There is no field “zzzzz” (at"),
        ("arr = '5'", 0, "“arr” is compared with an amount such as 1200.50"),
        ("seats = 5%", 0, "“seats” is compared with a number such as 1200.50"),
        ("nrr = 'high'", 0, "“nrr” is compared with a share such as 25% or 0.25"),
        ("renews_on = 5", 0, "“renews_on” is compared with a day such as 2026-03-01 or today - 30 days"),
        ("signed_at between 1 and 5", 0, "“signed_at” is compared with a day such as"),
        ("is_internal = 'yes'", 0, "“is_internal” is compared with true or false"),
        ("name = 5", 0, "“name” is compared with 'text in quotation marks'"),
        ("name = me", 0, "“name” is compared with 'text in quotation marks'"),
        ("csm = 5", 0, "“csm” is compared with a name in quotation marks, or me"),
        ("csm contains me", 0, "“contains” takes a text in quotation marks; write “csm = me”"),
        ("name > 'x'", 0, "“name” cannot be put in order: it is no number and no day"),
        ("is_internal > true", 0, "“is_internal” cannot be put in order"),
        ("arr contains '5'", 0, "“arr” is no text; compare it with =, < or >"),
        ("type = 'Expanson'", 0, "“type” is never 'Expanson'; did you mean “expansion”?"),
        ("type in ('new', 'other')", 0, "“type” is never 'other'; it is one of 'new', 'expansion'"),
        (
            "plan != 'zz'",
            0,
            "it is one of 'p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8', 'p9', 'p10', 'p11' and others",
        ),
    ],
)
def test_what_makes_no_sense_says_what_would(text: str, position: int, message: str) -> None:
    with pytest.raises(ConditionError) as refused:
        check(read(text), fields=FIELDS)

    assert message in str(refused.value)
    assert refused.value.position == position


@pytest.mark.parametrize(
    "text",
    [
        "type = 'Expansion' and type = 'EXPANSION' and type != 'new customer'",
        "type contains 'pan' and type starts with 'zzz'",
        "nrr < 25% and nrr >= 0.9 and arr in (1, 2.5)",
        "signed_at >= today - 30 days and renews_on not between 2026-01-01 and today",
    ],
)
def test_what_makes_sense_is_given_back(text: str) -> None:
    condition = read(text)

    assert check(condition, fields=FIELDS) is condition

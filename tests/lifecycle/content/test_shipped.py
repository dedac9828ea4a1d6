"""What ships: as many of each as promised, every text of a sensible length, every value fillable."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest

from tenure.business.accounts.models import EmailTemplate
from tenure.business.sales.models import Opportunity
from tenure.foundation.records.kinds import model_of
from tenure.lifecycle.content.merge_values import filled, require_known, values_in
from tenure.lifecycle.content.pieces import Piece, unwrapped
from tenure.lifecycle.content.reading import shipped, shipped_pieces
from tenure.lifecycle.content.topics.call_sheets import TOPIC as SHEETS
from tenure.lifecycle.content.topics.reasons import TOPIC as REASONS

PIECES = shipped_pieces()
MAILS = [piece for piece in PIECES if piece.kind == "email_template"]


def body_of(key: str) -> str:
    return next(str(piece.values["body"]) for piece in PIECES if piece.key == key)


def test_as_many_pieces_of_each_topic_ship_as_are_promised() -> None:
    assert {topic.key: len(pieces) for topic, pieces in shipped()} == {
        "lead_sources": 10,
        "sales_process": 4,
        "call_sheets": 4,
        "mails": 30,
        "projects": 4,
        "support_plans": 3,
        "macros": 12,
        "articles": 10,
        "surveys": 3,
        "reasons": 2,
    }


def test_new_business_goes_through_the_stages_that_deals_usually_have() -> None:
    stages = re.findall(r"^## (.+)$", body_of("sales_process/new_business"), re.MULTILINE)

    assert tuple(stages) == Opportunity.kind.stages


@pytest.mark.parametrize(
    ("pipeline", "stages"), [("new_business", 4), ("renewal", 4), ("expansion", 3), ("proof_of_concept", 4)]
)
def test_every_stage_says_what_the_customer_confirms_and_how_long_it_takes(pipeline: str, stages: int) -> None:
    body = body_of(f"sales_process/{pipeline}")

    for line in ("The customer confirms", "Filled in before it moves on", "Probability", "Most days"):
        assert body.count(f"- **{line}:** ") == stages


def test_the_sheets_hold_twelve_objections_and_ten_exit_questions() -> None:
    def numbers(key: str) -> list[str]:
        return re.findall(r"^\*\*(\d+)\. ", body_of(f"{SHEETS.key}/{key}"), re.MULTILINE)

    assert numbers("objections")[-1] == "12"
    assert numbers("exit_interview")[-1] == "10"
    assert numbers("discovery")[-1] == "12"
    assert numbers("churn_audit")[-1] == "10"


def test_four_severities_and_two_plans_that_promise_for_each() -> None:
    assert len(re.findall(r"^## Severity \d", body_of("support_plans/severities"), re.MULTILINE)) == 4
    for plan in ("standard", "priority"):
        assert re.findall(r"^- \*\*Severity (\d):\*\*", body_of(f"support_plans/{plan}"), re.MULTILINE) == list("1234")


def test_there_are_eleven_reasons_of_loss_and_thirteen_of_churn() -> None:
    assert len(re.findall(r"^- \*\*", body_of(f"{REASONS.key}/loss"), re.MULTILINE)) == 11
    assert len(re.findall(r"^- \*\*", body_of(f"{REASONS.key}/churn"), re.MULTILINE)) == 13


@pytest.mark.parametrize("piece", MAILS, ids=lambda piece: piece.key)
def test_every_mail_is_short_and_reads_to_its_end_when_nothing_is_known(piece: Piece) -> None:
    for name in ("subject", "body"):
        text = str(piece.values[name])
        for value in values_in(text):
            require_known(value)
            assert value.fallback
        assert not set("{}") & set(filled(text, records={}))
    assert len(filled(str(piece.values["body"]), records={}).split()) < 120
    assert piece.values["notes"]


def test_mails_to_people_who_are_no_customers_need_consent_unless_they_spoke_with_us() -> None:
    to_prospects = {
        piece.key: piece.values["is_marketing"] for piece in MAILS if piece.values["audience"] == "prospect"
    }

    assert to_prospects == {
        "mails/discovery_follow_up": False,
        "mails/alignment_letter": False,
        **{f"mails/outbound_{number}": True for number in (1, 2, 3, 4)},
    }


def test_the_project_plans_take_six_and_twelve_weeks_for_a_fixed_fee() -> None:
    plans = {piece.title: piece for piece in PIECES if piece.kind == "project_template"}

    days = {title: (plan.values["duration_days"], plan.values["billing"]) for title, plan in plans.items()}
    assert days == {"Six weeks to going live": (42, "fixed"), "Twelve weeks to going live": (84, "fixed")}
    for plan in plans.values():
        types = Counter(part.values["type"] for part in plan.parts)
        assert types["phase"] >= 4
        assert types["milestone"] >= 5
        ends = [part.values["starts_after_days"] + part.values["duration_days"] for part in plan.parts]
        assert max(ends) == plan.values["duration_days"]


def test_every_text_fits_into_the_field_that_holds_it() -> None:
    for piece in PIECES:
        model = model_of(piece.kind)
        for name, value in piece.values.items():
            longest = model._meta.get_field(name).max_length  # type: ignore[union-attr]
            assert longest is None or len(str(value)) <= longest, (piece.key, name)


def test_texts_that_are_sent_have_a_line_for_each_paragraph() -> None:
    assert unwrapped("One\ntwo.\n\n- a\n  b\n- c\n\nBye,\\\nAnn") == "One two.\n\n- a b\n- c\n\nBye,\nAnn"
    for piece in MAILS:
        lines = str(piece.values["body"]).split("\n")
        follow = [
            (before, line)
            for before, line in pairwise(lines)
            if before and line and not line.startswith(("- ", "1", "2", "3", "4", "5")) and not before.endswith(",")
        ]
        assert follow == [], piece.key


def test_names_are_the_ones_of_mails_that_a_company_can_find() -> None:
    assert len({piece.values["name"] for piece in MAILS}) == 30
    assert {str(piece.values["purpose"]) for piece in MAILS} <= set(
        dict(EmailTemplate._meta.get_field("purpose").choices or ())
    )

"""A file of content that is wrong says where; a value in a mail that cannot be filled is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from tenure.lifecycle.content.merge_values import MergeValue, MergeValueError, filled, require_known, values_in
from tenure.lifecycle.content.reading import ContentError, UnknownPieceError, chosen_pieces, piece_called, read_topic
from tenure.lifecycle.content.topics import lead_sources, mails, projects, sales_process

SOURCE = "  - {key: a, name: A, channel: direct, they_came: true, when: Always.}\n"
MAIL = "mails:\n  - key: a\n    name: A\n    purpose: welcome\n    when: Now.\n    subject: Hello\n    body: %s\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sources:\n  - key: a\n    name: A\n", "lead_sources.yaml, line 2: sources → 1 → channel: this is missing."),
        (f"sources:\n{SOURCE}extra: 1\n", "lead_sources.yaml, line 3: extra: there is no such setting."),
        ("sources:\n  - {key: a,\n", "lead_sources.yaml, line 3: "),
        (f"sources:\n{SOURCE}sources: []\n", "lead_sources.yaml, line 3: sources stands twice; keep one."),
        (f"sources:\n{SOURCE}{SOURCE}", "lead_sources.yaml: two pieces have the key 'lead_sources/a'."),
        ("sources:\n" + SOURCE.replace("direct", "smoke"), "lead_sources.yaml, line 2: sources → 1 → channel: Input"),
        ("", "lead_sources.yaml, line 1: the file: "),
    ],
)
def test_a_fault_is_told_with_its_file_and_line(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "lead_sources.yaml").write_text(text)

    with pytest.raises(ContentError) as error:
        read_topic(topic=lead_sources.TOPIC, folder=tmp_path)

    assert told in str(error.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"mails.yaml cannot be read: No such file or directory\."):
        read_topic(topic=mails.TOPIC, folder=tmp_path)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("Hello {contact.name},", r"line 7: mails → 1 → body: \{contact.name\} has no fallback"),
        ("Hello {contact.name| },", "has no fallback"),
        ("Hello {contact.nickname|there}", r"\{contact.nickname\}: Contact has no field 'nickname'"),
        ("Hello {friend.name|there}", "there is no kind of record called 'friend'"),
        ("Hello {contact.name.first|there}", "'name' is no link, so nothing can follow it"),
        ("Hello {contact.versions|there}", "no field"),
        ("Hello {contact.name|there", "a brace is open or closed alone"),
        ("word " * 120, "the mail has 120 words; stay under 120"),
    ],
)
def test_a_mail_that_cannot_be_filled_or_is_too_long_is_refused(tmp_path: Path, body: str, told: str) -> None:
    (tmp_path / "mails.yaml").write_text(MAIL % f'"{body}"')

    with pytest.raises(ContentError, match=told):
        read_topic(topic=mails.TOPIC, folder=tmp_path)


def test_a_stage_asks_only_for_fields_that_a_deal_has(tmp_path: Path) -> None:
    stage = "{name: S, purpose: P, customer_confirms: C, requires: [arr, mood], probability: 1, most_days: 1}"
    text = (
        f"pipelines:\n  - {{key: a, title: A, type: new, purpose: P, closed: C, stages: [{stage}, {stage}, {stage}]}}\n"
    )
    (tmp_path / "sales_process.yaml").write_text(text)

    with pytest.raises(ContentError, match="a deal has no field mood"):
        read_topic(topic=sales_process.TOPIC, folder=tmp_path)


def test_a_plan_does_not_go_on_after_its_end(tmp_path: Path) -> None:
    item = "{name: Late, role: R, day: 7, takes: 1}"
    phase = f"{{key: p, name: P, what: W, items: [{item}]}}"
    plan = f"{{key: a, name: A, weeks: 1, segment: S, billing: fixed, about: A, phases: [{phase}]}}"
    (tmp_path / "projects.yaml").write_text(f"templates: [{plan}]\nguides: []\n")

    with pytest.raises(ContentError, match="'Late' ends after week 1"):
        read_topic(topic=projects.TOPIC, folder=tmp_path)


def test_pieces_are_found_by_key_and_by_topic() -> None:
    topic, piece = piece_called("mails/welcome")

    assert (topic.title, piece.title) == ("Mails", "Welcome")
    assert [each.key for each in chosen_pieces(keys=["reasons", "mails/exit"])] == [
        "mails/exit",
        "reasons/loss",
        "reasons/churn",
    ]
    for key in ("mails/nothing", "nothing"):
        with pytest.raises(UnknownPieceError, match="There is no piece of content called"):
            chosen_pieces(keys=[key])
    with pytest.raises(UnknownPieceError):
        piece_called("mails/nothing")


def test_values_are_filled_from_records_and_fall_back_where_they_are_unknown() -> None:
    contact = SimpleNamespace(name="Ada Byron")
    contract = SimpleNamespace(end_on=date(2026, 3, 1))
    account = SimpleNamespace(csm=None)
    text = "{contact.name|there}, {contract.end_on|soon}, {account.csm.name|we}, {sender.name|us}"

    told = filled(text, records={"contact": contact, "contract": contract, "account": account})

    assert told == "Ada Byron, 1 March 2026, we, us"


def test_values_are_read_with_their_fallbacks() -> None:
    assert values_in("{contact.name|there} of {account.name| your company }") == [
        MergeValue("contact.name", "there"),
        MergeValue("account.name", "your company"),
    ]
    require_known(MergeValue("account.csm.name", "x"))
    require_known(MergeValue("sender.name", "x"))
    with pytest.raises(MergeValueError):
        require_known(MergeValue("company.mood", "x"))

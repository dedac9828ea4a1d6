"""How well we know a deal: the answers of a qualification framework, each with its evidence."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tenure.foundation.records.columns import colleague, instant, link, long_text, text, whole_number
from tenure.foundation.records.constraints import unique_while_live
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record

HIGHEST_SCORE = 3


class Qualification(Record):
    """One element of a framework (such as the champion in MEDDIC) for one deal, scored from 0 to 3."""

    opp = link("sales.Opportunity", required=True, label="Opportunity")
    framework = text(length=50, required=True, default="SPICED")
    element = text(length=100, required=True)
    score = whole_number(help_text="0 unknown, 1 assumed, 2 heard, 3 proven.")
    evidence = long_text()
    contact = link("accounts.Contact", label="Heard from")
    rep = colleague(label="Scored by")
    scored_at = instant()

    kind = Kind(
        key="qualification",
        prefix="qlf",
        label="Qualification",
        plural="Qualification",
        function=Function.SALES,
        title="element",
        columns=("element", "framework", "score", "evidence", "contact", "scored_at"),
        sections=(
            Section("What", ("opp", "framework", "element", "score")),
            Section("Why", ("evidence", "contact", "rep", "scored_at")),
        ),
        born="scored_at",
        happened={"scored_at": ("score", "evidence")},
        search=("element", "evidence"),
        owner="rep",
        part_of="opp",
        asks=("score", "evidence"),
        personal=("evidence",),
        icon="list-check",
    )

    class Meta:
        constraints: ClassVar = [
            unique_while_live("qualification_element", "opp", "framework", "element"),
            models.CheckConstraint(
                condition=models.Q(score__isnull=True) | models.Q(score__gte=0, score__lte=HIGHEST_SCORE),
                name="qualification_score_0_to_3",
                violation_error_message="A score lies between 0 and 3.",
            ),
        ]

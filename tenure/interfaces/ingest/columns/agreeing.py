"""Columns of one table are written by one hand: what one of them leaves open, others may tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tenure.interfaces.ingest.columns.profiles import ColumnProfile, Topic

_OPEN = {Topic.NUMBER_STYLE: "number_styles", Topic.DATE_ORDER: "date_orders"}
_CALLED = {Topic.NUMBER_STYLE: "numbers", Topic.DATE_ORDER: "dates"}


def agreeing(profiles: Sequence[ColumnProfile]) -> tuple[list[ColumnProfile], list[str]]:
    """The profiles, each question about a way of writing answered where all columns of the table that tell it agree
    and the column may be read so; and what was answered so, in words."""
    found, notes = list(profiles), []
    for topic, name in _OPEN.items():
        telling = [one for one in found if len(getattr(one, name)) == 1]
        ways: set[Any] = {getattr(one, name)[0] for one in telling}
        if len(ways) != 1:
            continue
        [way] = ways
        for place, one in enumerate(found):
            if way in getattr(one, name) and any(question.topic is topic for question in one.questions):
                rest = tuple(question for question in one.questions if question.topic is not topic)
                answered: dict[str, Any] = {name: (way,), "questions": rest}
                found[place] = replace(one, **answered)
                notes.append(f"{_CALLED[topic]} in {one.name} are read as those in {telling[0].name} are written.")
    return found, [note[:1].upper() + note[1:] for note in notes]

"""Asking metrics in tests, through the public call, over the records that a test has written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tenure.engine.metrics.answers import Answer, Row
from tenure.engine.workspace.asking import THEN, Ask, ask_metric, rows_behind
from tenure.foundation.organisation.models import Company

ENOUGH_LATER = date(2030, 1, 1)


@dataclass(frozen=True)
class Numbers:
    """The metrics of the company at hand."""

    lake: Path

    def answers(
        self, key: str, start: str, end: str, *, grain: str = "total", by: str = "", where: str = "",
        as_of: str | None = None, known_at: str | None = None, restated: bool = False, **settings: Any,
    ) -> list[Answer]:  # fmt: skip
        """All answers of a metric or series over days `[start, end)`, by all that is known unless told otherwise."""
        ask = Ask(
            keys=(key,),
            start=date.fromisoformat(start),
            end=date.fromisoformat(end),
            grain=grain,
            by=tuple(name for name in by.split(",") if name),
            where=where,
            as_of=date.fromisoformat(as_of) if as_of else ENOUGH_LATER,
            known_at=_known(known_at),
            with_restated=restated,
            settings=settings,
        )
        return ask_metric(ask, lake=self.lake)

    def value(self, series: str, start: str, end: str, **asked: Any) -> Any:
        """The one number of a series over the days `[start, end)`; for a state, that at the end of the last."""
        [answer] = [one for one in self.answers(series, start, end, **asked) if one.series == series]
        return answer.value

    def cut(self, series: str, start: str, end: str, *, by: str, **asked: Any) -> dict[Any, Any]:
        """The numbers of a series by the values of one dimension."""
        answers = self.answers(series, start, end, by=by, **asked)
        return {one.dims[by]: one.value for one in answers if one.series == series}

    def reason(self, series: str, start: str, end: str, **asked: Any) -> str | None:
        """Why the one number of a series is null, or what to bear in mind of it."""
        [answer] = [one for one in self.answers(series, start, end, **asked) if one.series == series]
        return answer.reason

    def rows(self, series: str, start: str, end: str, **asked: Any) -> list[Row]:
        """The records behind the numbers of a series."""
        ask = Ask(
            keys=(series,),
            start=date.fromisoformat(start),
            end=date.fromisoformat(end),
            grain=asked.pop("grain", "total"),
            as_of=ENOUGH_LATER,
            **asked,
        )
        return rows_behind(ask, lake=self.lake)


def _known(text: str | None) -> datetime | str | None:
    if text is None or text == THEN:
        return text
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def company(db: None) -> Company:
    """A company that counts in US dollars and UTC days."""
    return Company.objects.create(name="Kestrel", currency="USD", zone="UTC")


@pytest.fixture
def numbers(company: Company, tmp_path: Path) -> Numbers:
    """The metrics of a company without any records, until the test writes some."""
    return Numbers(lake=tmp_path / "lake")

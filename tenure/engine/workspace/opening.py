"""The workspace of this process: opened once, caught up with the records before each question."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tenure.engine.metrics.answering import Asked, Catalogue
from tenure.engine.metrics.declaring import Question
from tenure.engine.metrics.registry import catalogue
from tenure.engine.metrics.settings import find_setting
from tenure.engine.relations.records import Records
from tenure.engine.relations.viewpoint import Viewpoint
from tenure.engine.workspace.engines import Engine, find_engine
from tenure.foundation.organisation.metric_settings import metric_settings
from tenure.foundation.organisation.models import Company
from tenure.foundation.organisation.money import rate_book

_LOCK = threading.RLock()
_OPEN: list[Engine] = []


@dataclass(frozen=True)
class Workspace:
    """What questions are put to: the tables, and all that is declared."""

    source: Engine
    catalogue: Catalogue
    company: Any
    settings: Mapping[str, Any] = field(default_factory=dict)

    def view(self, *, as_of: date, known_at: datetime | None = None, **settings: Any) -> Viewpoint:
        """The company's viewpoint as of a day (`known_at` in UTC, without a zone); `settings` go before its own.

        Raises `UnknownSettingError`.
        """
        for key in settings:
            find_setting(key)
        return Viewpoint(
            as_of=as_of,
            currency=self.company.currency,
            zone=self.company.zone,
            known_at=known_at,
            fiscal_start=self.company.fiscal_year_start_month,
            week_start=self.company.week_start,
            rate_max_age_days=self.company.rate_max_age_days,
            settings={**self.settings, **settings},
        )

    def records(self, view: Viewpoint) -> Records:
        """The records from a viewpoint."""
        return Records(source=self.source, view=view, relations=self.catalogue.relations)

    def ask(self, question: Question) -> Asked:
        """A question, ready to be put to metrics."""
        return Asked(question=question, records=self.records(question.view), catalogue=self.catalogue)


@contextmanager
def workspace(*, lake: Path) -> Iterator[Workspace]:
    """The workspace over a lake, caught up with the database; one thread at a time."""
    with _LOCK:
        source = _source(lake)
        source.catch_up(rates=rate_book())
        yield Workspace(source=source, catalogue=catalogue(), company=Company.objects.get(), settings=metric_settings())


def _source(lake: Path) -> Engine:
    """The engine over this lake; one over another is closed first, so that only one holds memory."""
    if _OPEN and _OPEN[0].lake != lake:
        _OPEN.pop().close()
    if not _OPEN:
        _OPEN.append(find_engine()(lake=lake))
    return _OPEN[0]

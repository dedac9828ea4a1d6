"""Who may see which number, and the records behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tenure.engine.metrics.answering import Catalogue
from tenure.engine.metrics.answers import Answer, Row
from tenure.engine.metrics.declaring import Metric
from tenure.engine.metrics.lineage import all_measures, kinds_of, row_kind
from tenure.engine.metrics.registry import catalogue as the_catalogue
from tenure.engine.metrics.registry import find_metric
from tenure.engine.workspace.asking import Ask, ask_metric, rows_behind
from tenure.foundation.access.rights import NotAllowedError, may, rights_of
from tenure.foundation.access.roles import Action
from tenure.foundation.records.kinds import Function, model_of

# Numbers made of these say what the company earns and owns; they are for those who see the records.
CONFIDENTIAL = (Function.FINANCE,)
# A group of fewer records is no number but the records themselves, for whoever may not open these.
LEAST_GROUP = 3
MASKED = "fewer than three records, and your role may not open them"


@dataclass(frozen=True)
class Drilled:
    """The rows that a person may see, and how many more there are."""

    rows: tuple[Row, ...]
    hidden: int


def may_see(*, user: Any, metric: Metric, catalogue: Catalogue) -> bool:
    """Whether a person may see a metric: whoever has a role sees it, the same number for all; those made of the
    ledger and of cash only those who may see these."""
    if not rights_of(user=user).grants:
        return False
    kinds = [model_of(key).kind for key in kinds_of(metric, catalogue=catalogue)]
    return all(may(user=user, action=Action.VIEW, kind=kind) for kind in kinds if kind.function in CONFIDENTIAL)


def require_metric(*, user: Any, metric: Metric, catalogue: Catalogue) -> None:
    """Passes if the person may see the metric. Raises `NotAllowedError`."""
    if not may_see(user=user, metric=metric, catalogue=catalogue):
        raise NotAllowedError(
            f"Your role does not let you see “{metric.title}”. Ask an administrator for the right to."
        )


def ask_as(ask: Ask, *, user: Any, lake: Path) -> list[Answer]:
    """As `ask_metric`, with the eyes of a person: see `masked`. Raises as that does, and `NotAllowedError`."""
    catalogue = the_catalogue()
    for key in ask.keys:
        require_metric(user=user, metric=find_metric(key)[0], catalogue=catalogue)
    return masked(ask_metric(ask, lake=lake), user=user, where=ask.where, catalogue=catalogue)


def rows_as(ask: Ask, *, user: Any, lake: Path) -> Drilled:
    """As `rows_behind`, with the eyes of a person: see `drilled`. Raises as that does, and `NotAllowedError`."""
    for key in ask.keys:
        require_metric(user=user, metric=find_metric(key)[0], catalogue=the_catalogue())
    return drilled(rows_behind(ask, lake=lake), user=user)


def masked(answers: Sequence[Answer], *, user: Any, where: str, catalogue: Catalogue) -> list[Answer]:
    """The answers without the numbers of small groups, by cut or by filter, of records that the person may not open."""
    opens: dict[str, bool] = {}

    def shown(one: Answer) -> Answer:
        if not (one.dims or where) or not 0 < one.n < LEAST_GROUP:
            return one
        if one.series not in opens:
            opens[one.series] = _may_open(one.series, user=user, catalogue=catalogue)
        return (
            one if opens[one.series] else replace(one, value=None, numerator=None, denominator=None, n=0, reason=MASKED)
        )

    return [shown(one) for one in answers]


def _may_open(key: str, *, user: Any, catalogue: Catalogue) -> bool:
    """Whether a person may open the records that a series counts."""
    series = catalogue.series[key][1]
    kinds = {row_kind(one, catalogue=catalogue) for one in all_measures(series, catalogue=catalogue)}
    return all(may(user=user, action=Action.VIEW, kind=model_of(kind).kind) for kind in kinds)


def drilled(rows: list[Row], *, user: Any) -> Drilled:
    """The rows of kinds that the person may see; the others are only counted."""
    kinds = {row.kind for row in rows}
    seen = {key for key in kinds if may(user=user, action=Action.VIEW, kind=model_of(key).kind)}
    visible = tuple(row for row in rows if row.kind in seen)
    return Drilled(visible, len(rows) - len(visible))

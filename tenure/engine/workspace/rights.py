"""Who may see which number, and the records behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tenure.engine.metrics.answering import Catalogue
from tenure.engine.metrics.answers import Row
from tenure.engine.metrics.declaring import Metric
from tenure.engine.metrics.lineage import kinds_of
from tenure.foundation.access.rights import NotAllowedError, may, rights_of
from tenure.foundation.access.roles import Action
from tenure.foundation.records.kinds import Function, model_of

# Numbers made of these say what the company earns and owns; they are for those who see the records.
CONFIDENTIAL = (Function.FINANCE,)


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


def drilled(rows: list[Row], *, user: Any) -> Drilled:
    """The rows of kinds that the person may see; the others are only counted."""
    kinds = {row.kind for row in rows}
    seen = {key for key in kinds if may(user=user, action=Action.VIEW, kind=model_of(key).kind)}
    visible = tuple(row for row in rows if row.kind in seen)
    return Drilled(visible, len(rows) - len(visible))

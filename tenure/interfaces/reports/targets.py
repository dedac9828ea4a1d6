"""Targets as far as the person may see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tenure.business.finance.models import PlanFigure
from tenure.business.finance.targets import targets_of
from tenure.engine.lake.place import lake_folder
from tenure.engine.metrics.periods import Period
from tenure.engine.workspace.asking import Ask
from tenure.foundation.access.rights import may
from tenure.foundation.access.roles import Action


def seen_targets(*, user: Any, key: str, periods: Iterable[Period], ask: Ask) -> Mapping[Period, Any]:
    """The targets of a series; none for whom the plan is not."""
    if not may(user=user, action=Action.VIEW, kind=PlanFigure.kind):
        return {}
    return targets_of(key=key, periods=periods, ask=ask, lake=lake_folder())

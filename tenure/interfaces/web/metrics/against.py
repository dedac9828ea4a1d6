"""Targets as far as the person may see them, and where they are written down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from tenure.business.finance.models import PlanFigure
from tenure.business.finance.targets import targets_of
from tenure.engine.lake.place import lake_folder
from tenure.engine.metrics.periods import Period
from tenure.engine.workspace.asking import Ask
from tenure.foundation.access.rights import may
from tenure.foundation.access.roles import Action
from tenure.interfaces.web.addresses import new_url


def seen_targets(*, user: Any, key: str, periods: Iterable[Period], ask: Ask) -> Mapping[Period, Any]:
    """The targets of a series; none for whom the plan is not."""
    if not may(user=user, action=Action.VIEW, kind=PlanFigure.kind):
        return {}
    return targets_of(key=key, periods=periods, ask=ask, lake=lake_folder())


def target_url(*, user: Any, key: str) -> str:
    """The form for a target of a series, for whoever may write one."""
    if not may(user=user, action=Action.CREATE, kind=PlanFigure.kind):
        return ""
    return f"{new_url(PlanFigure.kind)}?{urlencode({'metric': key})}"

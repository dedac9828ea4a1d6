"""Where targets are written down."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from tenure.business.finance.models import PlanFigure
from tenure.foundation.access.rights import may
from tenure.foundation.access.roles import Action
from tenure.interfaces.web.addresses import new_url


def target_url(*, user: Any, key: str) -> str:
    """The form for a target of a series, for whoever may write one."""
    if not may(user=user, action=Action.CREATE, kind=PlanFigure.kind):
        return ""
    return f"{new_url(PlanFigure.kind)}?{urlencode({'metric': key})}"

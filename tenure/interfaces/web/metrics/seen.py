"""The metric of an address, for whoever may see it."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from tenure.engine.metrics.declaring import Metric
from tenure.engine.metrics.registry import UnknownMetricError, catalogue, find_metric
from tenure.engine.workspace.rights import require_metric


def seen_metric(request: HttpRequest, key: str) -> tuple[Metric, str | None]:
    """The metric of an address, if it exists and the person may see it."""
    try:
        metric, only = find_metric(key)
    except UnknownMetricError as error:
        raise Http404(str(error)) from error
    require_metric(user=request.user, metric=metric, catalogue=catalogue())
    return metric, only

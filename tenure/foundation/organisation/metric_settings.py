"""The parameters of definitions that this company has set."""

from __future__ import annotations

from typing import Any

from tenure.foundation.organisation.models import MetricSetting


def metric_settings() -> dict[str, Any]:
    """What the company has set, by key."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in _rows()}


def set_metric_setting(*, key: str, value: Any) -> None:
    """Sets one, for all of history: it is what the number means. Writes nothing where it is set so."""
    row = MetricSetting.objects.filter(key=key).first() or MetricSetting(key=key)
    if row.pk is None or row.value != value:
        row.value = value
        row.save()


def reset_metric_setting(*, key: str) -> None:
    """What the definition comes with holds again."""
    for row in MetricSetting.objects.filter(key=key):
        row.delete()


def _rows() -> list[tuple[str, Any]]:
    return list(MetricSetting.objects.order_by("key").values_list("key", "value"))

"""What the company decided of a number: the settings that it follows, each with its value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tenure.engine.metrics.declaring import Metric
from tenure.engine.metrics.registry import catalogue
from tenure.engine.metrics.settings import settings_of
from tenure.foundation.access.rights import may
from tenure.foundation.access.roles import Action
from tenure.foundation.organisation.metric_settings import metric_settings


@dataclass(frozen=True)
class Decided:
    """A setting as it holds; `url` leads to where it is changed, for those who may."""

    title: str
    value: str
    is_set: bool
    url: str


def decided(metric: Metric, *, by: Any) -> list[Decided]:
    """The settings that a metric follows."""
    held = metric_settings()
    page = reverse("web:settings_definitions") if may(user=by, action=Action.CONFIGURE) else ""
    found = []
    for one in settings_of(metric, catalogue=catalogue()):
        told = one.told(held.get(one.key, one.default))
        value = f"{told} {one.unit}".strip() if told else one.otherwise
        found.append(Decided(one.title, value, one.key in held, f"{page}#id_{one.key}" if page else ""))
    return found

"""The room of test jobs, in this process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings


@pytest.fixture(autouse=True)
def room() -> Iterator[None]:
    """The jobs of `tests.foundation.jobs.room` are declared."""
    apps.set_installed_apps([*settings.INSTALLED_APPS, "tests.foundation.jobs.room"])
    yield
    apps.unset_installed_apps()

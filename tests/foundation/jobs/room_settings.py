"""The settings of the tests, with the room of jobs that only exist in tests."""

from __future__ import annotations

from tests.settings import *
from tests.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.foundation.jobs.room"]

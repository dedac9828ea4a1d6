"""The product's settings in a home of its own, with the Django admin beside it to compare with."""

from __future__ import annotations

from tests.settings import *
from tests.settings import CONNECTION_SECONDS, DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]
ROOT_URLCONF = "bench.urls"
SILENCED_SYSTEM_CHECKS = ["admin.E408", "admin.E409", "admin.E410", "admin.E411"]
DATABASES["default"]["CONN_MAX_AGE"] = CONNECTION_SECONDS

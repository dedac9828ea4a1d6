"""What every test may ask for; each fixture's file says what it gives."""

from __future__ import annotations

import os

import hypothesis
import pytest

pytest_plugins = [
    "tests.support.databases",
    "tests.support.browsers",
    "tests.support.mailboxes",
    "tests.support.installations",
    "tests.support.clocks",
    "tests.support.shots",
    "tests.support.numbers",
    "tests.support.demo_company",
]

hypothesis.settings.register_profile("quick", deadline=None, database=None, max_examples=50)
hypothesis.settings.register_profile("long", deadline=None, database=None, max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("TENURE_TEST_PROFILE", "quick"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks as `browser` what asks for a page."""
    for item in items:
        if "page" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")

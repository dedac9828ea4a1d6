"""The company, its people and a few won and lost opportunities for the dashboards to tell of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tenure.foundation.access.models import User
from tenure.foundation.access.roles import Role
from tests.interfaces.web.records.conftest import act, admin, browse, company, hire, seller, tenth_of_march, viewer
from tests.support.deals import home, won

__all__ = ["act", "admin", "browse", "company", "hire", "home", "seller", "tenth_of_march", "viewer", "won"]


@pytest.fixture
def supporter(hire: Callable[..., User]) -> User:
    """A member of support."""
    return hire("Sue", role=Role.MEMBER, function="support")

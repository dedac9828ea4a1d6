"""Users for the tests of this room."""

from __future__ import annotations

from datetime import UTC, datetime

from tenure.foundation.access.models import User
from tenure.foundation.access.policy import Grant
from tenure.foundation.access.roles import Role
from tenure.foundation.access.users import create_user
from tenure.foundation.records.kinds import Function
from tenure.foundation.records.recording import recording

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
ADMINISTRATOR = Grant(Role.ADMINISTRATOR)
VIEWER = Grant(Role.VIEWER)
SELLER = Grant(Role.MEMBER, Function.SALES)
HEAD_OF_SALES = Grant(Role.MANAGER, Function.SALES)


def new_user(
    *grants: Grant, email: str = "someone@example.com", name: str = "Someone", password: str | None = PASSWORD
) -> User:
    """A user with these roles."""
    with recording(actor=None, path="test", now=NOW):
        return create_user(name=name, email=email, password=password, grants=grants)

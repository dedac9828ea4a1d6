"""What a check finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    """`WARN` is worth knowing; `FAIL` must be mended."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it stands, and what to do where it does not stand well."""

    check: str
    health: Health
    finding: str


def ok(check: str, finding: str) -> Finding:
    """All is well."""
    return Finding(check, Health.OK, finding)


def warn(check: str, finding: str) -> Finding:
    """Worth knowing."""
    return Finding(check, Health.WARN, finding)


def fail(check: str, finding: str) -> Finding:
    """Must be mended."""
    return Finding(check, Health.FAIL, finding)

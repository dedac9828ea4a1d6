"""A table of usage events, known by its columns: who did what, and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenure.foundation.records.kinds import model_of
from tenure.interfaces.ingest.columns import ColumnProfile, describe
from tenure.interfaces.ingest.columns.targets import kind_phrases
from tenure.interfaces.ingest.columns.words import phrase_of
from tenure.interfaces.ingest.mapping.rules import written
from tenure.interfaces.ingest.mapping.schema import ANY_ID, ID, USAGE, Rule, Target
from tenure.interfaces.ingest.mapping.usage import ACCOUNT, NEEDED
from tenure.interfaces.ingest.reading import Table

# What the columns of events are called, the surest names first.
NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("event id", "message id", "uuid", "guid", "id", "insert id"),
    "occurred_at": (
        "occurred at", "timestamp", "event time", "event timestamp", "event at", "time", "datetime", "event date",
        "usage date", "at", "created at", "date", "day",
    ),
    "feature": ("feature", "feature name", "event name", "event", "action", "event type"),
    "user": ("user", "user id", "user email", "user name", "email"),
    "events": ("events", "count", "event count", "usage count", "quantity", "times"),
    "duration_seconds": ("duration seconds", "usage duration secs", "duration secs", "seconds", "duration in seconds"),
}  # fmt: skip
# Without these a table may be anything that happened.
TELLING = ("feature", "feature name", "event name")


class NoUsageError(ValueError):
    """A table that was said to hold usage events lacks what they need."""


def usage_target(table: Table, *, is_given: bool) -> tuple[Target, list[str]] | None:
    """The target of usage events for a table, and its columns that are left over; nothing where its columns do not
    tell that it is one. Raises `NoUsageError` where a person said so and it cannot be."""
    profiles = {phrase_of(profile.name): profile for profile in describe(table)}
    found = {name: profiles[word] for name, words in NAMES.items() if (word := _first(words, profiles)) is not None}
    account = _account(profiles)
    if is_given and (account is None or "occurred_at" not in found):
        raise NoUsageError(
            f"Usage events need {' and '.join(NEEDED)}; columns {', '.join(table.columns[:8])} of {table.name} do "
            "not tell which those are. Name them in a mapping: `tenure import mapping suggest FILE` shows one."
        )
    if account is None or "occurred_at" not in found or not (is_given or _first(TELLING, profiles)):
        return None
    fields = {"account": Rule(column=account.name, find=_ways(account))}
    fields |= {name: Rule(column=one.name, **written(one)) for name, one in found.items() if name != "id"}
    used = {account.name, *(one.name for one in found.values())}
    event_id = Rule(column=found["id"].name) if "id" in found else None
    return Target(kind=USAGE, id=event_id, fields=fields), [name for name in table.columns if name not in used]


def _first(words: tuple[str, ...], profiles: Mapping[str, Any]) -> str | None:
    return next((word for word in words if word in profiles), None)


def _account(profiles: Mapping[str, ColumnProfile]) -> ColumnProfile | None:
    called = kind_phrases(model_of(ACCOUNT).kind)
    for ending in (" id", "", " name", " domain"):
        for phrase in sorted(called):
            if f"{phrase}{ending}" in profiles:
                return profiles[f"{phrase}{ending}"]
    return profiles.get("domain")


def _ways(profile: ColumnProfile) -> list[str]:
    phrase = phrase_of(profile.name)
    if phrase.endswith("domain"):
        return ["domain"]
    return [ID, ANY_ID] if phrase.endswith(" id") else [ID, ANY_ID, "name"]

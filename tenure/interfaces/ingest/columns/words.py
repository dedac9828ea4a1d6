"""A column's name taken apart into words, whichever way a program glued them together."""

from __future__ import annotations

import re

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# A unit or zone behind a name: Created (UTC), Amount (EUR), Probability (%).
_UNIT = re.compile(r"\s*[(\[](?:[A-Z]{3}|[%€$£]|hrs?|h|mins?|days?)[)\]]$")
_GAPS = re.compile(r"[^\w]+|_+")
# What exports put before and after the names of fields.
_PREFIXES = (
    ("property", "hs"),
    ("properties", "hs"),
    ("property",),
    ("properties",),
    ("hs",),
    ("fields",),
    ("fivetran",),
)
_SUFFIXES = (("c",), ("pc",))


def words_of(name: str) -> tuple[str, ...]:
    """The words in small letters, without what exports add: `property_hs_closeDate__c` is close, date."""
    bare = _UNIT.sub("", name.strip()) or name.strip()
    words = tuple(word.casefold() for word in _GAPS.split(_CAMEL.sub(" ", bare)) if word)
    for prefix in _PREFIXES:
        if len(words) > len(prefix) and words[: len(prefix)] == prefix:
            words = words[len(prefix) :]
            break
    for suffix in _SUFFIXES:
        if len(words) > 1 and words[-1:] == suffix and name.lower().endswith("_" + suffix[0]):
            words = words[:-1]
    return words


def phrase_of(name: str) -> str:
    """The words set apart by blanks."""
    return " ".join(words_of(name))

"""What people write from habit, and how this language says it."""

from __future__ import annotations

_INSTEAD = {
    **dict.fromkeys(("like", "ilike", "includes", "include", "has", "matches", "contain"), "contains"),
    **dict.fromkeys(("begins", "startswith", "start"), "starts with"),
    **dict.fromkeys(("equals", "equal", "=", "eq"), "="),
    **dict.fromkeys(("exists", "exist"), "is known"),
    **dict.fromkeys(("null", "none", "empty", "nothing", "isnull"), "is unknown"),
    **dict.fromkeys(("fell", "fall", "decreased", "declined", "drops", "drop"), "dropped"),
    **dict.fromkeys(("increased", "grew", "rises", "rise"), "rose"),
    **dict.fromkeys(("became", "becomes", "changes", "turned"), "changed to"),
    "&": "and",
    "|": "or",
    "!": "not",
    ">": "!=",
    "yesterday": "today - 1 day",
    "tomorrow": "today + 1 day",
    "now": "today",
    "yes": "true",
    "no": "false",
    "myself": "me",
}


def hint_for(word: str) -> str:
    """How to say it, as the end of a sentence; empty where nothing comes to mind."""
    instead = _INSTEAD.get(word.lower())
    return f"; write “{instead}”" if instead else ""

"""Which cells say that they hold nothing."""

from __future__ import annotations

from collections.abc import Collection

# Words that forms and programs write where nobody filled anything in. Not among them, since they may be answers:
# "NA" (a region, a country), "unknown", "other", "0".
EMPTY_WORDS = frozenset(
    {
        *(
            "-",
            "--",
            "---",
            "–",
            "—",
            "n/a",
            "#n/a",
            "#na",
            "n.a.",
            "n.a",
            "<na>",
            "nan",
            "nat",
            "null",
            "<null>",
            "\\n",
        ),
        *("none", "nil", "undefined", "select", "select...", "select…", "please select", "- select -", "-- select --"),
        *("--select--", "(select)", "choose", "choose...", "please choose", "(blank)", "(empty)", "(none)", "(null)"),
        *("(not set)", "not set", "not available", "not applicable", "not provided", "not specified", "no data"),
        *("empty", "blank", "keine angabe", "k.a.", "k. a.", "bitte wählen", "non renseigné", "sin datos", "#null!"),
    }
)


def is_empty(text: str, words: Collection[str] = EMPTY_WORDS) -> bool:
    """Whether a cell is blank or holds one of the words (given in small letters) that stand for nothing."""
    bare = text.strip()
    return not bare or bare.casefold() in words

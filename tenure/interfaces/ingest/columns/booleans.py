"""Yes and no, in the words that files use."""

from __future__ import annotations

TRUE_WORDS = frozenset(
    {
        "true",
        "t",
        "yes",
        "y",
        "1",
        "on",
        "x",
        "✓",
        "✔",
        "checked",
        "enabled",
        "ja",
        "j",
        "wahr",
        "oui",
        "vrai",
        "sí",
        "si",
        "sì",
    }
)
FALSE_WORDS = frozenset({"false", "f", "no", "n", "0", "off", "unchecked", "disabled", "nein", "falsch", "non", "faux"})


class NotABooleanError(ValueError):
    """The text is neither a yes nor a no."""


def parse_boolean(text: str) -> bool:
    """True or false. Raises `NotABooleanError` for any other word."""
    word = text.strip().casefold()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise NotABooleanError(f"{text.strip()!r} is neither yes nor no. Write it as yes or no, or map it to one of them.")

"""How texts are compared: without regard to capitals, by one rule that every engine can follow to the letter.

Python's own `casefold` and each database's `lower` differ in some hundred letters. What they have in common is the
lower case of single letters; the four that are still written in two ways are put right by replacing.
"""

from __future__ import annotations

BEFORE = (("İ", "i"),)  # lower-cased to one letter here and to two there
AFTER = (("ß", "ss"), ("ς", "σ"))  # so that STRASSE is Straße, and a word ends in sigma as it would go on


def fold(text: str) -> str:
    """The text as it is compared."""
    for letter, folded in BEFORE:
        text = text.replace(letter, folded)
    text = text.lower()
    for letter, folded in AFTER:
        text = text.replace(letter, folded)
    return text

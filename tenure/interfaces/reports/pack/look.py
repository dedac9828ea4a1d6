"""How documents look: the colours of the pages on white."""

from __future__ import annotations

INK, INK_2, INK_3, LINE = "1d1f23", "565b64", "6b7079", "d3d3ce"
ACCENT, GOOD, BAD = "3a57c4", "187645", "b3261e"
SERIES = ("3a57c4", "b4561e", "16776b", "8a3f9c", "6b7079", "a0801a")
# As dark as a heat map shows each of its levels: the accent on white.
HEAT = ("ffffff", "f7f8fd", "ebeefa", "e0e4f6", "d4daf3", "c8d0ef", "bcc6ec", "b0bce8", "a4b2e5")


def tone_colour(tone: str) -> str:
    """The colour of a move: what is good or bad, else grey."""
    return {"good": GOOD, "bad": BAD}.get(tone, INK_2)

"""The trend of a number in a few strokes: lines in a box of 100 by 24, a new one after each gap."""

from __future__ import annotations

from collections.abc import Sequence

WIDTH, HEIGHT, EDGE = 100.0, 24.0, 2.0


def strokes(values: Sequence[float | None]) -> list[str]:
    """The points of each line as SVG writes them; none where fewer than two values are known."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return []
    low, high = min(known), max(known)
    lines: list[list[str]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            lines.append([])
            continue
        share = (value - low) / (high - low) if high > low else 0.5
        across = place / (len(values) - 1) * WIDTH
        lines[-1].append(f"{across:.1f},{HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE):.1f}")
    return [" ".join(line) for line in lines if len(line) > 1]

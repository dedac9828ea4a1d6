"""Whether the quotes in a piece of text are where a writer of tables puts them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Edges = npt.NDArray[np.bool_]

_QUOTE, _LINE_FEED, _CARRIAGE_RETURN = b'"\n\r'


def edges_of(delimiter: str) -> Edges:
    """For every byte, whether a cell may begin behind it, or end before it."""
    edges = np.zeros(256, np.bool_)
    edges[list(b"\r\n" + delimiter.encode())] = True
    return edges


def are_regular_quotes(text: bytes, edges: Edges) -> bool:
    """Whether quotes stand around whole cells of one line, and doubled within these, and nowhere else.

    Then every other quote opens a cell, or opens it again as the second one of a pair.
    """
    if b'"' not in text:
        return True
    block = np.frombuffer(text, np.uint8)
    places = np.flatnonzero(block == _QUOTE)
    if len(places) % 2:
        return False
    opening, closing = places[0::2], places[1::2]
    is_again = np.concatenate([[False], opening[1:] == closing[:-1] + 1])
    begins = edges[block[opening - 1]] | (opening == 0) | is_again
    ends = edges[block[np.minimum(closing + 1, len(block) - 1)]] | (closing == len(block) - 1) | np.roll(is_again, -1)
    if not (begins.all() and ends.all()):
        return False
    line_ends = np.flatnonzero((block == _LINE_FEED) | (block == _CARRIAGE_RETURN))
    return not (np.searchsorted(places, line_ends) % 2).any()

"""Parts are made while others are worked on: in their order, with their errors, and no more of them than asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tenure.interfaces.ingest.applying.ahead import ahead


def test_parts_come_in_their_order() -> None:
    assert list(ahead(iter(range(5)))) == [0, 1, 2, 3, 4]
    assert list(ahead(iter(()))) == []


def test_what_goes_wrong_with_a_part_is_told_in_its_place() -> None:
    def spoilt() -> Iterator[int]:
        yield 1
        raise ValueError("the second part is damaged")

    parts = ahead(spoilt())

    assert next(parts) == 1
    with pytest.raises(ValueError, match="second part"):
        next(parts)


def test_whoever_stops_asking_gets_nothing_more_made() -> None:
    made = []

    def counted() -> Iterator[int]:
        for number in range(100):
            made.append(number)
            yield number

    parts = ahead(counted())
    assert (next(parts), next(parts)) == (0, 1)
    parts.close()

    assert made in ([0, 1], [0, 1, 2])

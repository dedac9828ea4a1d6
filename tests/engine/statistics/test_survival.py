"""Kaplan and Meier's estimate."""

from __future__ import annotations

import pytest

from tenure.engine.statistics.survival import survival


def test_who_is_still_to_come_stays_in_until_last_seen() -> None:
    found = survival([(20, True, 1), (35, True, 1), (50, True, 1), (60, False, 1), (90, True, 1)])

    assert [(time, round(share, 6)) for time, share in found.steps] == [(20, 0.8), (35, 0.6), (50, 0.4), (90, 0)]
    assert found.median == 50


@pytest.mark.parametrize(("time", "share"), [(19, 1), (20, 0.5), (29, 0.5), (30, 0.5), (31, None)])
def test_nothing_is_known_beyond_the_longest_watched(time: int, share: float | None) -> None:
    found = survival([(20, True, 2), (30, False, 2)])

    assert found.at(time) == share


def test_seen_last_on_the_day_it_comes_for_others_counts_as_waiting() -> None:
    assert survival([(10, True, 1), (10, False, 1)]).steps == ((10, 0.5),)


def test_fewer_than_half_have_no_median() -> None:
    assert survival([(10, True, 1), (40, False, 2)]).median is None
    assert survival([]).median is None

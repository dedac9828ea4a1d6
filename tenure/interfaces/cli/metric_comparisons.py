"""What numbers are held against on the command line: the period before, a year before, and targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from tenure.engine.metrics.answers import Answer
    from tenure.engine.workspace.asking import Ask

TARGET = "target"
COLUMNS = {"previous": "previous", "year": "year_before", TARGET: TARGET}
CompareOption = Annotated[
    list[str] | None,
    typer.Option("--compare", help="previous, year or target: a column more of what numbers are held against."),
]


class UnknownComparisonError(ValueError):
    """Numbers cannot be held against this."""


def held_against(
    answers: Sequence[Answer], *, ask: Ask, to: Sequence[str], user: Any
) -> Mapping[str, Mapping[int, Any]]:
    """For each comparison its column: by the place of an answer what it is held against. Raises
    `UnknownComparisonError`."""
    from tenure.engine.lake.place import lake_folder
    from tenure.engine.workspace.comparing import Before, before, place_of

    found: dict[str, dict[int, Any]] = {}
    for name in dict.fromkeys(to):
        if name not in COLUMNS:
            raise UnknownComparisonError(f"--compare: {name!r} is none of {', '.join(COLUMNS)}.")
        if name == TARGET:
            found[COLUMNS[name]] = _targets(answers, ask=ask, user=user)
            continue
        values = before(ask, against=Before(name), user=user, lake=lake_folder())
        found[COLUMNS[name]] = {place: values.get(place_of(one)) for place, one in enumerate(answers)}
    return found


def _targets(answers: Sequence[Answer], *, ask: Ask, user: Any) -> dict[int, Any]:
    """The targets of whole numbers: there are none of cuts."""
    from tenure.interfaces.reports.targets import seen_targets

    found: dict[int, Any] = {}
    for key in dict.fromkeys(one.series for one in answers):
        places = [place for place, one in enumerate(answers) if one.series == key and not one.dims]
        told = seen_targets(user=user, key=key, periods=[answers[place].period for place in places], ask=ask)
        found |= {place: told.get(answers[place].period) for place in places}
    return found

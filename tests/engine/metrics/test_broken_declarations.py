"""A declaration that cannot be read is told with its file and line, and takes nothing else apart unseen."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tenure.engine.metrics.answers import result_column
from tenure.engine.metrics.declaring import Metric
from tenure.engine.relations import registry
from tenure.engine.relations.registry import BrokenDeclarationError, declared


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A floor with one room, whose `metrics` is to be written."""
    room = tmp_path / "some_floor" / "some_room"
    room.mkdir(parents=True)
    for folder in (room, room.parent):
        (folder / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(registry, "ROOMS", ("some_floor",))
    yield room
    for name in [name for name in sys.modules if name.startswith("some_floor")]:
        del sys.modules[name]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("held = 1\nbroken = nothing.of(it)\n", r"some_room/metrics.py, line 2, cannot be read \(NameError: "),
        ("held = 1\n\nbroken = (\n", r"some_room/metrics.py, line 3, cannot be read \(SyntaxError: "),
        ("import no_such_module\n", r"some_room/metrics.py, line 1, cannot be read \(ModuleNotFoundError: "),
    ],
)
def test_what_cannot_be_read_is_told_with_its_file_and_line(rooms: Path, text: str, told: str) -> None:
    (rooms / "metrics.py").write_text(text)

    with pytest.raises(BrokenDeclarationError, match=told):
        list(declared(Metric, files=("metrics",)))


def test_a_cut_called_as_a_column_of_the_answer_stands_beside_it() -> None:
    assert [result_column(name) for name in ("segment", "reason", "kind")] == ["segment", "by_reason", "by_kind"]

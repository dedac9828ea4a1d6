"""What the import contracts cannot say about the house."""

from __future__ import annotations

from pathlib import Path

from tenure.configuration.settings import ROOMS
from tests.architecture.sources import imported_modules, product_files

ASSETS = Path("tenure/interfaces/web/assets")  # sources of the pages, built and then left behind
DECLARATIONS = {"facts", "metrics", "relations"}
FOREIGN_TO_DECLARATIONS = ("django", "tenure.foundation.clock", "datetime.now")


def test_every_room_is_installed() -> None:
    rooms = {".".join(path.parts[1:3]) for path in product_files() if path.name == "apps.py" and len(path.parts) == 4}

    assert rooms == set(ROOMS)


def test_declarations_know_neither_django_nor_the_clock() -> None:
    offenders = [
        f"{path}: {name}"
        for path in product_files()
        if path.parts[1] in ("business", "lifecycle") and {path.stem, *path.parts[3:-1]} & DECLARATIONS
        for name in imported_modules(path)
        if name.startswith(FOREIGN_TO_DECLARATIONS)
    ]

    assert offenders == []


def test_only_the_command_line_reaches_for_the_simulation() -> None:
    offenders = [
        str(path)
        for path in product_files()
        if not str(path).startswith(("tenure/simulation/", "tenure/interfaces/cli/"))
        if any(name.startswith("tenure.simulation") for name in imported_modules(path))
    ]

    assert offenders == []


def test_the_product_does_not_reach_for_its_tests_or_scripts() -> None:
    offenders = [
        str(path)
        for path in product_files()
        if any(name.split(".")[0] in ("tests", "scripts", "bench", "pytest") for name in imported_modules(path))
    ]

    assert offenders == []


def test_every_folder_of_the_product_is_a_package() -> None:
    files = set(product_files())
    folders = {path.parent for path in files}

    assert [str(folder) for folder in folders if folder / "__init__.py" not in files and folder != ASSETS] == []


def test_business_rooms_share_one_floor_plan() -> None:
    """A newcomer finds the tables of any function in the same place."""
    rooms = {path.parts[2] for path in product_files() if path.parts[1] == "business" and len(path.parts) > 3}
    files = set(product_files())

    without = [
        room
        for room in sorted(rooms)
        if not {Path(f"tenure/business/{room}/models.py"), Path(f"tenure/business/{room}/models/__init__.py")} & files
    ]

    assert without == []

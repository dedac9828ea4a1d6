"""What the product may know of the demo company's hidden causes: nothing."""

from __future__ import annotations

from tenure.simulation.hidden import FOLDER
from tests.architecture.sources import product_files, text_of


def test_the_product_never_reads_the_truth_behind_the_demo() -> None:
    offenders = [
        str(path)
        for path in product_files()
        if not str(path).startswith("tenure/simulation/") and FOLDER in text_of(path)
    ]

    assert offenders == []


def test_the_simulation_writes_nothing_that_tenure_computes() -> None:
    computed = ('"opp_stage"', '"opp_snapshot"', '"mrr_movement"', '"health_snapshot"', '"rev_schedule"')

    offenders = [
        f"{path}: {name}"
        for path in product_files()
        if str(path).startswith("tenure/simulation/")
        for name in computed
        if name in text_of(path)
    ]

    assert offenders == []

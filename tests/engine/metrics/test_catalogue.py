"""What is declared holds together: every dimension leads to a value, every metric is cut by what it names."""

from __future__ import annotations

import pytest

from tenure.engine.metrics.cuts import resolve
from tenure.engine.metrics.making import all_measures
from tenure.engine.metrics.registry import catalogue
from tenure.engine.workspace.describing import describe_kinds

pytestmark = pytest.mark.django_db


def test_every_dimension_of_every_population_leads_to_a_value() -> None:
    kinds = describe_kinds()

    for relation in catalogue().relations.values():
        for name in relation.dimensions:
            assert resolve(name, relation=relation, kinds=kinds).name == name


def test_every_metric_can_be_cut_by_each_of_its_dimensions_in_some_series() -> None:
    known = catalogue()
    missing = []
    for metric in known.metrics.values():
        able = [
            {name for measure, is_cut in all_measures(one, lambda key: known.series[key][1]) if is_cut
             for name in known.relations[measure.relation].dimensions}
            for one in metric.series
        ]  # fmt: skip
        missing += [f"{metric.key} by {name}" for name in metric.dimensions if not any(name in one for one in able)]

    assert missing == []


def test_an_account_without_a_segment_is_unsegmented_by_any_name() -> None:
    kinds = describe_kinds()
    customers = catalogue().relations["customer_spans"]

    for name in ("segment", "account.segment"):
        assert resolve(name, relation=customers, kinds=kinds).unknown == "unsegmented"
    assert resolve("region", relation=customers, kinds=kinds).unknown == "unknown"

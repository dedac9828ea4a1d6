"""What ready mappings need of the language of mappings."""

from __future__ import annotations

from tenure.interfaces.ingest.mapping.reading import read_mapping, write_mapping


def test_that_other_values_mean_nothing_is_kept_when_a_mapping_is_written_and_read_again() -> None:
    mapping = read_mapping(
        "source: crm\ntargets: [{kind: opportunity, fields: "
        "{name: deal, outcome: {column: stage, values: {Won: won}, otherwise: null}}}]"
    )

    again = read_mapping(write_mapping(mapping))

    assert "otherwise" in again.targets[0].fields["outcome"].model_fields_set
    assert "otherwise" not in again.targets[0].fields["name"].model_fields_set

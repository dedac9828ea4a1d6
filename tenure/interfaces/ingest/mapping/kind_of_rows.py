"""What the rows of a table are, by its name and its columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenure.foundation.records.kinds import Kind, model_of, record_models
from tenure.interfaces.ingest.columns import ColumnProfile, describe, match_columns
from tenure.interfaces.ingest.columns.targets import kind_phrases
from tenure.interfaces.ingest.columns.words import phrase_of
from tenure.interfaces.ingest.reading import Table

# From this confidence on a column is taken to fill a field.
SURE = 0.6
NAMED_LIKE_IT, NAMED_NEARLY_LIKE_IT = 3.0, 1.5
# A first column called like the id of a kind says more than the name of a file.
HAS_ITS_ID = 3.5
LEAST_SCORE = 1.2
UNNAMED = 2.0


class NoKindFoundError(ValueError):
    """Nothing tells what a table's rows are."""


def kind_of(table: Table, given: str | None) -> Kind:
    """The kind that was given, else the likeliest. Raises `NoKindFoundError`, `UnknownKindError`."""
    if given is not None:
        return model_of(given).kind
    profiles = describe(table)
    name = phrase_of(table.name)
    scores: list[tuple[float, str, Kind]] = []
    for model in record_models():
        matches = match_columns(profiles, model.kind)
        score = sum(match.confidence for match in matches if match.field and match.confidence >= SURE)
        score += _named_like(name, model.kind)
        if _is_titleless(model, {match.field for match in matches}):
            score -= UNNAMED
        if _has_its_id(profiles, model.kind):
            score += HAS_ITS_ID
        scores.append((score, model.kind.key, model.kind))
    best = max(scores, key=lambda entry: (entry[0], entry[1]))
    if best[0] < LEAST_SCORE:
        raise NoKindFoundError(
            f"Nothing tells what the rows of {table.name} are (columns {', '.join(table.columns[:8])}). "
            "Say it with --as, for example --as account."
        )
    return best[2]


def _has_its_id(profiles: Sequence[ColumnProfile], kind: Kind) -> bool:
    own = {phrase_of(kind.key), phrase_of(kind.label)}
    return bool(profiles) and profiles[0].is_unique and phrase_of(profiles[0].name) in {f"{one} id" for one in own}


def _is_titleless(model: Any, matched: set[str | None]) -> bool:
    title = model._meta.get_field(model.kind.title)
    return not title.is_relation and not title.blank and title.name not in matched


def _named_like(name: str, kind: Kind) -> float:
    """What the table's name says for a kind: most where it is the kind's, less where it only ends so."""
    phrases = {*kind_phrases(kind), phrase_of(kind.plural)}
    phrases |= {f"{phrase}s" for phrase in phrases}
    if name in phrases:
        return NAMED_LIKE_IT
    return NAMED_NEARLY_LIKE_IT if any(name.endswith(f" {phrase}") for phrase in phrases) else 0.0

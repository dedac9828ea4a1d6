"""What other programs call the choices of our fields leads to choices that there are, and to one each."""

from __future__ import annotations

from typing import Any

from tenure.foundation.records.kinds import model_of, record_models
from tenure.interfaces.ingest.columns.meanings import load_meanings, meanings
from tenure.interfaces.ingest.columns.words import phrase_of


def _choices(kind: str, field: str) -> dict[str, str]:
    found: Any = model_of(kind)._meta.get_field(field)
    return {str(value): str(label) for value, label in found.flatchoices or ()}


def test_every_choice_is_one_of_its_field() -> None:
    unknown = [
        f"{kind}.{field}: {choice}"
        for kind, fields in load_meanings()["kinds"].items()
        for field, others in fields.items()
        for choice in others
        if choice not in _choices(kind, field)
    ]
    names = {field.name for model in record_models() for field in model._meta.local_concrete_fields if field.choices}

    assert unknown == []
    assert set(load_meanings()["everywhere"]) <= names


def test_no_word_means_two_choices_of_a_field() -> None:
    twice = []
    fields = [
        (kind, field, others) for kind, fields in load_meanings()["kinds"].items() for field, others in fields.items()
    ]
    for kind, field, others in [*fields, *(("everywhere", *one) for one in load_meanings()["everywhere"].items())]:
        meant: dict[str, str] = {}
        for choice, words in others.items():
            for word in words:
                if meant.setdefault(phrase_of(str(word)), choice) != choice:
                    twice.append(f"{kind}.{field}: {word}")

    assert twice == []


def test_a_word_of_others_never_takes_the_place_of_a_choice() -> None:
    found = meanings(kind="case", field="status", choices=_choices("case", "status"))

    assert (found["new"], found["solved"], found["waiting for the customer"]) == ("new", "resolved", "waiting_customer")

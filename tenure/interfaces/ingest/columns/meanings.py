"""What other programs call the choices of our fields."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tenure.interfaces.ingest.columns.words import phrase_of


def meanings(*, kind: str, field: str, choices: Mapping[str, str]) -> dict[str, str]:
    """The choice that each phrase means for a field: those of others, and the choices' own values and labels."""
    written = load_meanings()
    others = {**written["everywhere"].get(field, {}), **written["kinds"].get(kind, {}).get(field, {})}
    found = {phrase_of(str(word)): value for value, words in others.items() if value in choices for word in words}
    own = {phrase_of(word): value for value, label in choices.items() for word in (value, label)}
    return {**found, **own}


@cache
def load_meanings() -> dict[str, Any]:
    """The file beside this one."""
    return yaml.safe_load((Path(__file__).parent / "meanings.yaml").read_text(encoding="utf-8"))

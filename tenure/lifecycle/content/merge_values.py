"""The values in prepared mails: `{contact.name|there}` becomes the contact's name, or “there” where it is unknown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from tenure.foundation.organisation.models import Company, Person
from tenure.foundation.records.kinds import UnknownKindError, model_of

_BRACES = re.compile(r"\{([^{}]*)\}")
_VALUE = re.compile(r"^([a-z_]+(?:\.[a-z_]+)+)\|(.+)$")
_OTHERS: dict[str, type[models.Model]] = {"sender": Person, "company": Company}


class MergeValueError(ValueError):
    """A value in a mail that cannot be filled in."""


@dataclass(frozen=True)
class MergeValue:
    """One value: the way to it, and what is written where it is unknown."""

    path: str
    fallback: str


def values_in(text: str) -> list[MergeValue]:
    """The values of a text, each with its fallback. Raises `MergeValueError` for what is none, or has no fallback."""
    rest = _BRACES.sub("", text)
    if "{" in rest or "}" in rest:
        raise MergeValueError("a brace is open or closed alone; write values as {contact.name|there}")
    found = []
    for inside in _BRACES.findall(text):
        match = _VALUE.match(inside)
        if match is None or not match[2].strip():
            raise MergeValueError(f"{{{inside}}} has no fallback; write values as {{contact.name|there}}")
        found.append(MergeValue(match[1], match[2].strip()))
    return found


def require_known(value: MergeValue) -> None:
    """Passes if the way leads from a record that a mail can be about to one of its fields. Raises `MergeValueError`."""
    root, *steps = value.path.split(".")
    try:
        model: Any = _OTHERS.get(root) or model_of(root)
    except UnknownKindError as error:
        raise MergeValueError(f"{{{value.path}}}: there is no kind of record called {root!r}") from error
    for place, step in enumerate(steps):
        field = _field(model, step, value)
        if place < len(steps) - 1:
            if field.related_model is None:
                raise MergeValueError(f"{{{value.path}}}: {step!r} is no link, so nothing can follow it")
            model = field.related_model


def filled(text: str, *, records: Mapping[str, Any]) -> str:
    """The text with its values from the records, by kind (also `sender` and `company`); fallbacks where unknown."""

    def value(match: re.Match[str]) -> str:
        [found] = values_in(match[0])
        return _shown(_followed(found.path, records)) or found.fallback

    return _BRACES.sub(value, text)


def _field(model: Any, step: str, value: MergeValue) -> Any:
    try:
        field = model._meta.get_field(step)
    except FieldDoesNotExist as error:
        raise MergeValueError(f"{{{value.path}}}: {model.__name__} has no field {step!r}") from error
    if not field.concrete:
        raise MergeValueError(f"{{{value.path}}}: {step!r} is no field of {model.__name__}")
    return field


def _followed(path: str, records: Mapping[str, Any]) -> Any:
    root, *steps = path.split(".")
    found = records.get(root)
    for step in steps:
        if found is None:
            return None
        shown = getattr(found, f"get_{step}_display", None)
        found = shown() if shown else getattr(found, step)
    return found


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date | datetime):
        return f"{value:%-d %B %Y}"
    return str(value).strip()

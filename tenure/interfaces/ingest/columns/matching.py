"""Columns matched to the fields of a kind: by name, by other names, and by what they hold. One column, one field."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from tenure.foundation.records.kinds import Kind
from tenure.interfaces.ingest.columns.meanings import meanings
from tenure.interfaces.ingest.columns.numbers import currency_codes
from tenure.interfaces.ingest.columns.profiles import ColumnProfile, ColumnType
from tenure.interfaces.ingest.columns.targets import (
    EXTERNAL_ID,
    KNOWN_FROM,
    Expected,
    LookUp,
    Target,
    kind_phrases,
    targets_of,
)
from tenure.interfaces.ingest.columns.words import phrase_of

_LEAST = 0.5
_OFFERED = 0.4
_ALIKE = 87
_LOOK_UPS = {
    **{"id": LookUp.EXTERNAL_ID, "ids": LookUp.EXTERNAL_ID, "key": LookUp.EXTERNAL_ID, "uuid": LookUp.EXTERNAL_ID},
    **{
        "code": LookUp.EXTERNAL_ID,
        "number": LookUp.NAME,
        "no": LookUp.NAME,
        "name": LookUp.NAME,
        "email": LookUp.EMAIL,
    },
    **{"e mail": LookUp.EMAIL, "email address": LookUp.EMAIL, "domain": LookUp.DOMAIN, "website": LookUp.DOMAIN},
}
_FITTING = {
    Expected.NUMBER: {ColumnType.NUMBER, ColumnType.MONEY},
    Expected.DATE: {ColumnType.DATE, ColumnType.DATETIME},
    Expected.BOOLEAN: {ColumnType.BOOLEAN},
    Expected.EMAIL: {ColumnType.EMAIL},
    Expected.DOMAIN: {ColumnType.DOMAIN, ColumnType.URL},
    Expected.URL: {ColumnType.URL, ColumnType.DOMAIN},
}
_TEXTS = (Expected.EMAIL, Expected.DOMAIN, Expected.URL)
_PARTS_OF_NAMES = frozenset(
    {"first name", "firstname", "given name", "last name", "lastname", "surname", "family name", "vorname", "nachname"}
)
_WORDS = {
    Expected.NUMBER: "numbers",
    Expected.DATE: "dates",
    Expected.BOOLEAN: "yes and no",
    Expected.EMAIL: "e-mail addresses",
    Expected.DOMAIN: "domains",
    Expected.URL: "web addresses",
}


@dataclass(frozen=True)
class Match:
    """A column and the field that it most likely fills; no field where none is likely, so that it may become a new one.

    `confidence` is between 0 and 1: from 0.9 on the names agree, below 0.7 somebody should look. `look_up` says by
    what the related record is found, for links. `alternatives` are other likely fields, best first.
    """

    column: str
    field: str | None
    confidence: float
    reason: str
    look_up: LookUp | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Claim:
    place: int
    target: Target
    confidence: float
    reason: str
    look_up: LookUp | None = None


def match_columns(
    profiles: Sequence[ColumnProfile], kind: Kind, *, own_fields: Mapping[str, str] | None = None
) -> list[Match]:
    """One match for each column, in their order; no two columns get the same field, the likelier one has it.

    `own_fields` are the labels of the company's own fields of the kind by key. Besides fields, a column may match
    `external_id` (what the source calls the record) and `known_from` (when the source last changed it).
    """
    targets = targets_of(kind, own_fields=own_fields)
    prefixes = sorted(kind_phrases(kind), key=len, reverse=True)
    known = {
        target.name: meanings(kind=kind.key, field=target.name, choices=target.choices)
        for target in targets
        if target.choices
    }
    claims = [
        claim
        for place, profile in enumerate(profiles)
        for target in targets
        if (claim := _claim(place, profile, target, prefixes, known.get(target.name, {}))) is not None
    ]
    claims.sort(key=lambda claim: (-claim.confidence, claim.place, claim.target.name))
    given: dict[int, _Claim] = {}
    taken: dict[str, int] = {}
    for claim in claims:
        if claim.confidence >= _LEAST and claim.place not in given and claim.target.name not in taken:
            given[claim.place] = claim
            taken[claim.target.name] = claim.place
    return [_match(place, profile, given, taken, claims, profiles) for place, profile in enumerate(profiles)]


def _match(
    place: int,
    profile: ColumnProfile,
    given: Mapping[int, _Claim],
    taken: Mapping[str, int],
    claims: Sequence[_Claim],
    profiles: Sequence[ColumnProfile],
) -> Match:
    claim = given.get(place)
    others = [other for other in claims if other.place == place and (claim is None or other.target is not claim.target)]
    alternatives = tuple(other.target.name for other in others)[:3]
    if claim is not None:
        return Match(profile.name, claim.target.name, claim.confidence, claim.reason, claim.look_up, alternatives)
    if others and others[0].confidence < _LEAST:
        reason = others[0].reason
    elif others:
        winner = profiles[taken[others[0].target.name]].name
        reason = f"{others[0].target.label} is filled from {winner} already."
    elif profile.type is ColumnType.EMPTY:
        reason = "The column is empty."
    else:
        reason = "No field has a name like this."
    return Match(profile.name, None, 0.0, reason, None, alternatives)


def _claim(
    place: int, profile: ColumnProfile, target: Target, prefixes: Sequence[str], known: Container[str]
) -> _Claim | None:
    phrase = phrase_of(profile.name)
    found = _by_name(phrase, target, prefixes) or _by_content(profile, target)
    if found is None:
        return None
    confidence, reason, look_up = found
    if target.name in (EXTERNAL_ID, KNOWN_FROM):
        confidence -= _drawback(profile, target)
    misfit = _misfit(profile, target)
    if misfit is not None:
        if confidence < 0.9:
            return None
        confidence, reason = (0.5 if target.expected in _TEXTS else _OFFERED), f"{reason} But {misfit}"
    if _needs_value_map(profile, target, known):
        confidence, reason = min(confidence, 0.8), f"{reason} Its values have to be mapped."
    if target.expected is Expected.LINK and look_up is None:
        look_up = look_up_for(profile)
    return _Claim(place, target, round(confidence, 2), reason, look_up)


def _drawback(profile: ColumnProfile, target: Target) -> float:
    """What speaks against a column as the record's id or as its time: gaps, repeats, the time of a mere copy."""
    if target.name == EXTERNAL_ID:
        return 0.3 * profile.share_empty + (0.0 if profile.is_unique else 0.03) - (0.02 if profile.is_unique else 0.0)
    return 0.05 if "synced" in profile.name.casefold() else 0.0


def _needs_value_map(profile: ColumnProfile, target: Target, known: Container[str]) -> bool:
    if not target.choices or profile.type in (ColumnType.EMPTY, ColumnType.TEXT):
        return False
    values = [value for value, _ in profile.values] or list(profile.examples)
    return not all(phrase_of(value) in known for value in values)


def _by_name(phrase: str, target: Target, prefixes: Sequence[str]) -> tuple[float, str, LookUp | None] | None:
    own = {phrase_of(target.name), phrase_of(target.label)}
    bare = _without_prefix(phrase, prefixes)
    if phrase in own:
        return (0.93 if target.name == EXTERNAL_ID else 1.0), "It has the field's name.", None
    if target.expected is Expected.LINK and (link := _by_link(phrase, target, own)) is not None:
        return link
    if phrase in target.phrases:
        return 0.95, f"Another name for {target.label}.", None
    if bare and bare in own:
        return 0.93, "It has the field's name.", None
    if bare and bare in target.phrases and target.name != EXTERNAL_ID:
        return 0.9, f"Another name for {target.label}.", None
    if target.expected is Expected.LINK and phrase in target.link_phrases:
        return 0.85, f"It names the record that {target.label} leads to.", None
    if target.name == "name" and phrase in _PARTS_OF_NAMES:
        return _OFFERED, "It is one part of a name; put first and last name together.", None
    likeness = max((fuzz.ratio(phrase, name) for name in own | target.phrases if len(name) > 4), default=0)
    if likeness >= _ALIKE and len(phrase) > 4 and not {"id", "ids"} & set(phrase.split()):
        return 0.5 + (likeness - _ALIKE) / 100 * 2, f"Its name is much like {target.label}.", None
    return None


def _by_link(phrase: str, target: Target, own: set[str]) -> tuple[float, str, LookUp | None] | None:
    for ending, look_up in _LOOK_UPS.items():
        if not phrase.endswith(f" {ending}"):
            continue
        start = phrase[: -len(ending) - 1]
        if start in own or start in target.phrases:
            # An id is the surer way where a file has both.
            return 0.96 if look_up is LookUp.EXTERNAL_ID else 0.94, f"It tells which {target.label.lower()}.", look_up
        if start in target.link_phrases:
            return 0.9 if look_up is LookUp.EXTERNAL_ID else 0.88, f"It tells which {target.label.lower()}.", look_up
    return None


def _without_prefix(phrase: str, prefixes: Sequence[str]) -> str | None:
    for prefix in prefixes:
        if phrase.startswith(prefix + " "):
            return phrase[len(prefix) + 1 :]
    return None


def _by_content(profile: ColumnProfile, target: Target) -> tuple[float, str, LookUp | None] | None:
    if target.expected is Expected.EMAIL and profile.type is ColumnType.EMAIL and target.name == "email":
        return 0.6, "It holds e-mail addresses.", None
    if target.expected is Expected.DOMAIN and profile.type is ColumnType.DOMAIN:
        return 0.6, "It holds domains.", None
    if target.expected is Expected.URL and profile.type is ColumnType.URL:
        return 0.55, "It holds web addresses.", None
    values = {value.casefold() for value, _ in profile.values}
    if target.expected is Expected.CURRENCY and values and {value.upper() for value in values} <= currency_codes():
        return 0.7, "It holds currency codes.", None
    if target.choices and values:
        words = {phrase_of(word) for pair in target.choices.items() for word in pair}
        known = sum(phrase_of(value) in words for value in values)
        if known >= 2 and known * 3 >= len(values) * 2:
            return 0.6, f"It holds values of {target.label}.", None
    return None


def _misfit(profile: ColumnProfile, target: Target) -> str | None:
    fitting = _FITTING.get(target.expected)
    if fitting is None or profile.type is ColumnType.EMPTY or profile.type in fitting:
        return None
    if target.expected is Expected.BOOLEAN and profile.distinct <= 2:
        return None
    if target.expected is Expected.NUMBER and profile.type in (ColumnType.ID, ColumnType.CHOICE):
        return None if all(example.replace(".", "").isdigit() for example in profile.examples) else "it holds text."
    example = f" ({profile.examples[0]})" if profile.examples else ""
    return f"{_WORDS[target.expected]} are expected, which most of its cells are not{example}."


def look_up_for(profile: ColumnProfile) -> LookUp:
    """By what a link is found, going by what the column holds."""
    if profile.type is ColumnType.EMAIL:
        return LookUp.EMAIL
    if profile.type in (ColumnType.DOMAIN, ColumnType.URL):
        return LookUp.DOMAIN
    return LookUp.EXTERNAL_ID if profile.type in (ColumnType.ID, ColumnType.NUMBER) else LookUp.NAME

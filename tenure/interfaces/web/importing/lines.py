"""One line of the page: a column, the field it fills, how sure that is, and what its values mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tenure.foundation.access.rights import CUSTOM
from tenure.foundation.records.kinds import model_of
from tenure.interfaces.ingest.columns import EXTERNAL_ID, KNOWN_FROM, ColumnType, Topic
from tenure.interfaces.ingest.columns.words import phrase_of
from tenure.interfaces.ingest.mapping.schema import Rule, Target
from tenure.interfaces.web.importing.finding import KEPT, profile_from_json
from tenure.interfaces.web.importing.offered import Option, label_of
from tenure.interfaces.web.importing.ready import READY
from tenure.interfaces.web.importing.told import fields_from, rules_of
from tenure.interfaces.web.models import ImportDraft

SURE, LIKELY = 0.9, 0.7
MOST_VALUES = 40
EXAMPLES = 3
TYPES = {
    ColumnType.EMPTY: "empty",
    ColumnType.TEXT: "text",
    ColumnType.NUMBER: "numbers",
    ColumnType.MONEY: "amounts",
    ColumnType.DATE: "days",
    ColumnType.DATETIME: "moments",
    ColumnType.BOOLEAN: "yes or no",
    ColumnType.CHOICE: "a few values",
    ColumnType.EMAIL: "e-mail addresses",
    ColumnType.DOMAIN: "web domains",
    ColumnType.URL: "web addresses",
    ColumnType.ID: "ids",
}
WAYS = ("name", "title", "number", "email", "domain", "sku", "code")


@dataclass(frozen=True)
class Meaning:
    """One value of a column that fills a field of choices, and what it means."""

    value: str
    count: int
    chosen: str
    is_known: bool


@dataclass(frozen=True)
class Line:
    """One column: what it holds, which field it fills, how sure that is and why."""

    column: str
    number: int
    holds: str
    examples: tuple[str, ...]
    empty: str
    chosen: Option
    also: tuple[str, ...] = ()
    tone: str = ""
    confidence: str = ""
    reason: str = ""
    likely: tuple[Option, ...] = ()
    ways: tuple[Option, ...] = ()
    way: str = ""
    missing: str = ""
    field: str = ""
    meanings: tuple[Meaning, ...] = ()
    choices: tuple[Option, ...] = ()
    unknown: int = 0
    written: tuple[tuple[str, str], ...] = ()


def line_of(
    *,
    draft: ImportDraft,
    target: Target,
    told: dict[str, Any],
    column: dict[str, Any],
    number: int,
    labels: dict[str, str],
) -> Line:
    """The line of one column of a target; `labels` are the names of the fields that may be filled."""
    names = fields_from(target, column["name"])
    chosen = names[0] if names else ""
    match = told["matches"].get(column["name"], {})
    tone, confidence, reason = _confidence(draft, target, column, chosen, match)
    profile = profile_from_json(column)
    share = profile.share_empty
    told_empty = "" if share < 0.005 or profile.type is ColumnType.EMPTY else f"{share:.0%} empty"
    words = {
        "column": column["name"],
        "number": number,
        "holds": TYPES[profile.type],
        "examples": tuple(profile.examples[:EXAMPLES]),
        "empty": told_empty,
        "chosen": Option(chosen, label_of(chosen, labels)),
        "also": tuple(label_of(name, labels) for name in names[1:]),
        "tone": tone,
        "confidence": confidence,
        "reason": reason,
        "likely": tuple(
            Option(name, label_of(name, labels))
            for name in match.get("others", [])
            if name != chosen and (name in labels or name in (EXTERNAL_ID, KNOWN_FROM))
        ),
        "field": chosen,
    }
    rule = dict(rules_of(target)).get(chosen)
    if rule is not None:
        words |= _details(target.kind, chosen, rule, column)
    return Line(**words)


def _confidence(
    draft: ImportDraft, target: Target, column: dict[str, Any], chosen: str, match: dict[str, Any]
) -> tuple[str, str, str]:
    if draft.found.get("origin") == KEPT:
        return ("good", "As last time", "") if chosen else ("", "Left out", "As last time.")
    if match.get("field") and match["field"] == chosen:
        if match["confidence"] >= SURE:
            return "good", "Sure", match["reason"]
        return (
            ("", "Likely", match["reason"])
            if match["confidence"] >= LIKELY
            else ("warn", "Please look", match["reason"])
        )
    if column["type"] == ColumnType.EMPTY and not chosen:
        return "", "Empty", "Nothing is in it."
    if chosen.startswith(CUSTOM):
        return "", "Own field", match.get("reason", "")
    if draft.found.get("origin") == READY and chosen:
        return "good", "By the mapping", ""
    texts = [*target.let.values(), target.when or "", *(rule.expression or "" for rule in target.fields.values())]
    if any(re.search(rf"(?<!\w){re.escape(column['name'])}(?!\w)", text) for text in texts):
        return "", "Used", "An expression reads it."
    return ("", "Your choice", "") if chosen else ("warn", "Left out", match.get("reason", ""))


def _details(kind: str, name: str, rule: Rule, column: dict[str, Any]) -> dict[str, Any]:
    details: dict[str, Any] = {"written": tuple(written(rule))}
    if name.startswith(CUSTOM) or name == KNOWN_FROM:
        return details
    one: Any = model_of(kind)._meta.get_field(name)
    if one.is_relation:
        plain = [each for each in one.related_model._meta.local_concrete_fields if not each.is_relation]
        ways = [each for each in plain if each.name in ("name", "title", "number", "email", "domain", "sku", "code")]
        details["ways"] = (
            Option("id", "its id in the source"),
            *(Option(each.name, f"its {each.verbose_name!s}") for each in ways),
        )
        details["way"], details["missing"] = rule.find[0] if rule.find else "id", rule.missing
    elif one.choices:
        details["choices"] = tuple(Option(str(value), str(label)) for value, label in one.flatchoices)
        details["meanings"] = tuple(_meanings(one, rule, column))
        details["unknown"] = sum(not meaning.is_known for meaning in details["meanings"])
    return details


def written(rule: Rule) -> Iterator[tuple[str, str]]:
    if rule.dates is not None:
        yield Topic.DATE_ORDER.value, f"dates: {rule.dates.value}"
    if rule.numbers is not None:
        yield Topic.NUMBER_STYLE.value, f"numbers like {rule.numbers.value}"


def _meanings(one: Any, rule: Rule, column: dict[str, Any]) -> Iterator[Meaning]:
    own = {phrase_of(str(word)): str(value) for value, label in one.flatchoices for word in (label, value)}
    seen = column["values"][:MOST_VALUES] or [(example, 0) for example in column["examples"]]
    counts = {str(value): count for value, count in seen}
    for value in (*counts, *(value for value in rule.values or {} if value not in counts)):
        if rule.values is not None and value in rule.values:
            meaning = rule.values[value]
            yield Meaning(value, counts.get(value, 0), "" if meaning is None else str(meaning), meaning is not None)
        else:
            chosen = own.get(phrase_of(value), "")
            yield Meaning(value, counts.get(value, 0), chosen, bool(chosen))

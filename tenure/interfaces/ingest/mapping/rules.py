"""The rule by which one column fills one field: how its cells are written, what its words mean, how links are found."""

from __future__ import annotations

from typing import Any

from tenure.foundation.access.rights import CUSTOM
from tenure.foundation.records.kinds import model_of
from tenure.interfaces.ingest.columns import (
    EXTERNAL_ID,
    KNOWN_FROM,
    ColumnProfile,
    LookUp,
    NotADateError,
    NumberStyle,
    Topic,
    parse_date,
)
from tenure.interfaces.ingest.columns.matching import look_up_for
from tenure.interfaces.ingest.columns.meanings import meanings
from tenure.interfaces.ingest.columns.words import phrase_of
from tenure.interfaces.ingest.mapping.schema import ANY_ID, CREATE, ID, Rule

# What a company has few of and what a name says enough about: made where a file names one that is not there.
MADE_BY_NAME = frozenset({"person", "team", "product", "campaign", "competitor", "partner", "territory"})
MADE_BY_EMAIL = frozenset({"person", "contact"})


def rule_for(*, profile: ColumnProfile, kind: str, field: str) -> Rule:
    """The rule by which a column fills the field that a person chose for it: read as its cells are written, a link
    found by what they hold, values that the field does not know meaning nothing until somebody says what they mean."""
    return meant(rule=link_rule(profile=profile, kind=kind, field=field), profile=profile, kind=kind, field=field)[0]


def link_rule(*, profile: ColumnProfile, kind: str, field: str, look_up: LookUp | None = None) -> Rule:
    """Likewise, without what its words mean. `look_up`: by what a link is found, where its name tells."""
    settings: dict[str, Any] = {"column": profile.name, **written(profile)}
    if _is_free(field):
        return Rule(**settings)
    one: Any = model_of(kind)._meta.get_field(field)
    if one.is_relation:
        ways = _ways(one.related_model, look_up or look_up_for(profile))
        settings["find"] = ways
        made = MADE_BY_EMAIL if ways == ["email"] else MADE_BY_NAME
        if one.related_model.kind.key in made and ID not in ways:
            settings["missing"] = CREATE
    return Rule(**settings)


def meant(*, rule: Rule, profile: ColumnProfile, kind: str, field: str) -> tuple[Rule, list[str]]:
    """For a field of choices the rule with what the column's words mean, and the words of which nobody knows it: they
    mean nothing, until somebody says what."""
    one: Any = None if _is_free(field) else model_of(kind)._meta.get_field(field)
    if not getattr(one, "choices", None):
        return rule, []
    choices = {str(value): str(label) for value, label in one.flatchoices}
    known = meanings(kind=kind, field=field, choices=choices)
    own = {phrase_of(word) for pair in choices.items() for word in pair}
    seen = [value for value, _ in profile.values] or list(profile.examples)
    unknown = [value for value in seen if phrase_of(value) not in known]
    told: dict[str, Any] = {value: known[phrase_of(value)] for value in seen if phrase_of(value) in known.keys() - own}
    if told and not profile.values:
        # Only examples were seen: the other words may be there too.
        told = {**{word: value for word, value in known.items() if word not in own}, **told}
    told |= dict.fromkeys(unknown)
    return (rule.model_copy(update={"values": told}) if told else rule), unknown


def written(profile: ColumnProfile) -> dict[str, Any]:
    """How a column writes dates and numbers, for its rule: where its cells leave no doubt and it is unusual."""
    found: dict[str, Any] = {}
    asked = {question.topic for question in profile.questions}
    if profile.date_orders and Topic.DATE_ORDER not in asked and not _reads_alone(profile):
        found["dates"] = profile.date_orders[0]
    if profile.number_styles == (NumberStyle.COMMA,) and Topic.NUMBER_STYLE not in asked:
        found["numbers"] = NumberStyle.COMMA
    return found


def _is_free(field: str) -> bool:
    return field.startswith(CUSTOM) or field in (EXTERNAL_ID, KNOWN_FROM)


def _reads_alone(profile: ColumnProfile) -> bool:
    try:
        for example in profile.examples:
            parse_date(example)
    except NotADateError:
        return False
    return True


def _ways(model: Any, look_up: LookUp) -> list[str]:
    """An id is looked for in the file's own source first; files that belong together may come one by one, each called
    a source of its own."""
    names = {one.name for one in model._meta.local_concrete_fields if not one.is_relation}
    if look_up is not LookUp.EXTERNAL_ID:
        for way in (look_up.value, model.kind.title, "name"):
            if way in names:
                return [way]
    return [ID, ANY_ID]

"""From YAML to a mapping, with every fault named by its line; and back."""

from __future__ import annotations

import re
from typing import Any

import yaml
from pydantic import ValidationError

from tenure.interfaces.ingest.mapping.errors import Fault, MappingError, suggestion
from tenure.interfaces.ingest.mapping.schema import Join, Mapping, OwnField, Rule, Target

LONGEST = 2_000_000
_WORDS = {
    "missing": "this is missing.",
    "extra_forbidden": "there is no such setting.",
    "string_type": "this must be text; put it in quotation marks.",
    "list_type": "this must be a list.",
    "dict_type": "this must hold settings, one per line.",
}
_WHOLE = re.compile(r"^[-+]?(0|[1-9][0-9]*)$")
_BROKEN = re.compile(r"^[-+]?[0-9]+\.[0-9]+([eE][-+]?[0-9]+)?$")


class _Loader(yaml.SafeLoader):
    """YAML without its surprises: `on`, `yes` and `12:30` are text, as is a date; only true and false are truths."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", re.compile(r"^(true|True|false|False)$"), "tTfF"),
    ("null", re.compile(r"^(null|~|)$"), ["n", "~", ""]),
    ("int", _WHOLE, "-+0123456789"),
    ("float", _BROKEN, "-+0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", _pattern, list(_first))


def read_mapping(text: str) -> Mapping:
    """The mapping that a YAML text says. Raises `MappingError` with the line of each fault."""
    node = _composed(text)
    try:
        return Mapping.model_validate(yaml.load(text, Loader=_Loader))  # noqa: S506 - a SafeLoader
    except ValidationError as error:
        raise MappingError(_fault(problem, node) for problem in error.errors()) from error


def write_mapping(mapping: Mapping) -> str:
    """The mapping as YAML that reads as if a person had written it: nothing that is the default, short where it can."""
    data = mapping.model_dump(mode="json", exclude_defaults=True)
    data = {"version": mapping.version, **data}
    for target, given in zip(data["targets"], mapping.targets, strict=True):
        _keep_nothing_said(target, given)
        target["fields"] = {name: _short(rule) for name, rule in target["fields"].items()}
        for name in ("id", "known_from"):
            if name in target:
                target[name] = _short(target[name])
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110, default_flow_style=None)


def _keep_nothing_said(target: dict[str, Any], given: Target) -> None:
    """`otherwise: null` says that other values mean nothing; left out, they would stay as they are."""
    rules = [(target["fields"][name], rule) for name, rule in given.fields.items()]
    rules += [(target[name], rule) for name in ("id", "known_from") if (rule := getattr(given, name)) is not None]
    for written, rule in rules:
        if "otherwise" in rule.model_fields_set:
            written["otherwise"] = rule.otherwise


def line_of(text: str, *path: str | int) -> int | None:
    """The line on which a part of the mapping stands, by its path (`targets`, 0, `fields`, `name`)."""
    return _line(_composed(text), path)


def _composed(text: str) -> Any:
    if len(text) > LONGEST:
        raise MappingError([Fault("The file", f"is longer than {LONGEST:,} letters; that is no mapping.")])
    try:
        for event in yaml.parse(text):
            if isinstance(event, yaml.AliasEvent):
                raise MappingError([Fault("The file", "uses an alias (*name); write the part out.", _row(event))])
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "this is not YAML"
        line = mark.line + 1 if mark else None
        raise MappingError(
            [Fault("the file", f"{problem}. Check the indentation and quotation marks.", line)]
        ) from None
    if not isinstance(node, yaml.MappingNode):
        raise MappingError([Fault("The file", "is empty or no mapping; it starts with `source:` and `targets:`.")])
    _refuse_repeats(node)
    return node


def _refuse_repeats(node: Any) -> None:
    """YAML takes the last of two settings of one name in silence; a person meant both."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise MappingError([Fault(str(key.value), "this stands twice; keep one.", _row(key))])
            seen.add(key.value)
            _refuse_repeats(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_repeats(value)


def _row(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _fault(problem: Any, node: Any) -> Fault:
    # A rule's short form leaves marks such as "function-before[_as_rule(), Rule]" on the path.
    path = [part for part in problem["loc"] if isinstance(part, int) or "[" not in part]
    kind = problem["type"]
    message = _WORDS.get(kind, problem["msg"].removeprefix("Value error, ") + ".")
    if kind == "extra_forbidden":
        message += suggestion(str(path[-1]), _settings_of(path))
    return Fault(_place(path), message, _line(node, path))


def _place(path: list[Any]) -> str:
    words = [f"{part + 1}" if isinstance(part, int) else str(part) for part in path]
    return " › ".join(words) or "the file"


def _settings_of(path: list[Any]) -> list[str]:
    """The settings of the part that a path leads to."""
    if len(path) == 1:
        return list(Mapping.model_fields)
    if path[0] == "custom_fields":
        return list(OwnField.model_fields)
    if len(path) == 3:
        return list(Target.model_fields)
    return list(Join.model_fields if "join" in path else Rule.model_fields)


def _line(node: Any, path: Any) -> int | None:
    """The line of the deepest part of the path that is in the file."""
    line = int(node.start_mark.line) + 1
    for part in path:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == str(part)]
            if not found:
                return line
            line, node = int(found[0][0].start_mark.line) + 1, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = int(node.start_mark.line) + 1
        else:
            return line
    return line


def _short(rule: Any) -> Any:
    if isinstance(rule, dict) and list(rule) == ["column"]:
        return rule["column"]
    if isinstance(rule, dict) and list(rule) == ["constant"] and not isinstance(rule["constant"], str):
        return rule["constant"]
    if isinstance(rule, dict) and len(rule.get("find", ())) == 1:
        return {**rule, "find": rule["find"][0]}
    return rule

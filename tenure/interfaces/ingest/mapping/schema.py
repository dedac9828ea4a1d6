"""What a mapping says: which tables become which records, and how each field is filled. Written as YAML."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from tenure.foundation.records.models import CustomFieldType
from tenure.interfaces.ingest.columns.dates import DateOrder
from tenure.interfaces.ingest.columns.numbers import NumberStyle

# By what links find records: what the source calls it, what any one source calls it, what Tenure calls it.
ID, ANY_ID, PUBLIC_ID = "id", "any_id", "public_id"
# No kind of record: these go into the lake.
USAGE = "usage_event"
REJECT, IGNORE, CREATE = "reject", "ignore", "create"


def _as_rule(given: Any) -> Any:
    """A text alone names a column; a number, a yes or a no alone is a constant."""
    if isinstance(given, str):
        return {"column": given}
    if isinstance(given, bool | int | float):
        return {"constant": given}
    return given


def _as_list(given: Any) -> Any:
    return [given] if isinstance(given, str) else given


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Part):
    """How one value is made: from a column, an expression or a constant; then read in the format, then looked up."""

    column: str | None = None
    expression: str | None = None
    constant: str | int | float | bool | None = None
    values: dict[str, str | int | float | bool | None] | None = None
    otherwise: str | int | float | bool | None = None
    numbers: NumberStyle | None = None
    dates: DateOrder | None = None
    zone: str | None = None
    empty: list[str] | None = None
    find: Annotated[list[str], BeforeValidator(_as_list)] = Field(default_factory=list)
    source: str | None = None
    missing: Literal["reject", "ignore", "create"] = "reject"

    @field_validator("values", mode="before")
    @classmethod
    def _text_keys(cls, given: Any) -> Any:
        """YAML reads `yes: …` and `1: …` as no text; a column holds text."""
        if not isinstance(given, dict):
            return given
        names = {True: "true", False: "false", None: ""}
        return {names.get(key, str(key)) if not isinstance(key, str) else key: value for key, value in given.items()}

    @model_validator(mode="after")
    def _one_origin(self) -> Rule:
        given = [name for name in ("column", "expression", "constant") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError("give exactly one of column, expression, constant")
        if self.missing != REJECT and not self.find:
            raise ValueError("`missing` belongs to a look-up: say with `find` by what the record is found")
        return self


AnyRule = Annotated[Rule, BeforeValidator(_as_rule)]


class Join(_Part):
    """Another table of the same import, whose columns are read as `name.column` where the keys are equal.

    Of several rows with the same key the first is read; `name.count` is how many there are.
    """

    table: str
    on: dict[str, str]

    @field_validator("on")
    @classmethod
    def _some_key(cls, given: dict[str, str]) -> dict[str, str]:
        if not given:
            raise ValueError("say which column equals which, as in `on: {id: company_id}`")
        return given


class OwnField(_Part):
    """A field of the company's own that the import needs; it is added if it is not there."""

    kind: str
    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,49}$")]
    label: Annotated[str, Field(max_length=80)]
    type: CustomFieldType = CustomFieldType.TEXT
    options: list[str] = Field(default_factory=list)
    link_kind: str = ""


class Target(_Part):
    """What the rows of one table become: a kind of record, with the rules of its fields.

    `id` is what the source calls the record; without one, `match` names the fields by which it is known again, and
    without either a row is known by its content. `match` beside `id` takes over a record that another source brought.

    `table` names the table (`*` stands for any letters); `recognised_by` names columns instead, for files that people
    rename. `also_called` gives other names of a column; `absent` names columns that a table may lack: they are empty.
    `let` names expressions that several rules use.
    """

    kind: str
    table: str | None = None
    recognised_by: Annotated[list[str], BeforeValidator(_as_list)] = Field(default_factory=list)
    also_called: dict[str, Annotated[list[str], BeforeValidator(_as_list)]] = Field(default_factory=dict)
    absent: list[str] = Field(default_factory=list)
    let: dict[str, str] = Field(default_factory=dict)
    when: str | None = None
    id: AnyRule | None = None
    match: Annotated[list[str], BeforeValidator(_as_list)] = Field(default_factory=list)
    known_from: AnyRule | None = None
    join: dict[str, Join] = Field(default_factory=dict)
    fields: dict[str, AnyRule]
    update: bool = True

    @field_validator("fields")
    @classmethod
    def _some_field(cls, given: dict[str, Rule]) -> dict[str, Rule]:
        if not given:
            raise ValueError("a target needs at least one field")
        return given


class Mapping(_Part):
    """One source: its name, how it writes numbers, dates and nothing, and what its tables become.

    `let` names expressions that rules of any target may use.
    """

    version: Literal[1] = 1
    name: str = ""
    source: Annotated[str, Field(min_length=1, max_length=60)]
    zone: str | None = None
    currency: str | None = None
    numbers: NumberStyle = NumberStyle.POINT
    dates: DateOrder | None = None
    empty: list[str] = Field(default_factory=list)
    custom_fields: list[OwnField] = Field(default_factory=list)
    let: dict[str, str] = Field(default_factory=dict)
    targets: list[Target]

    def whole(self, target: Target) -> Target:
        """A target of this mapping with the named expressions that all targets share."""
        return target.model_copy(update={"let": {**self.let, **target.let}}) if self.let else target

    @property
    def record_kinds(self) -> list[str]:
        """The kinds of records that come of it, in order, each once."""
        return list(dict.fromkeys(target.kind for target in self.targets if target.kind != USAGE))

    @field_validator("targets")
    @classmethod
    def _some_target(cls, given: list[Target]) -> list[Target]:
        if not given:
            raise ValueError("a mapping needs at least one target")
        return given

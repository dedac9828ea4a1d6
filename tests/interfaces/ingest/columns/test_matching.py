"""Columns find the fields that they fill."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenure.foundation.records.kinds import model_of, record_models
from tenure.interfaces.ingest.columns import LookUp, Match, describe, match_columns, own_field_for
from tenure.interfaces.ingest.columns.targets import load_synonyms, targets_of
from tenure.interfaces.ingest.columns.words import phrase_of
from tests.interfaces.ingest.columns.tables import profile_of
from tests.interfaces.ingest.reading.files import table_of


def test_names_synonyms_and_glued_names_find_their_fields(tmp_path: Path) -> None:
    content = "Company Name,Sector,accountOwner,CSM,Number of Employees,Customer Since\nAcme,IT,Ann,Bob,7,2024-01-31\n"

    assert _fields(tmp_path, content, "account") == {
        "Company Name": "name",
        "Sector": "industry",
        "accountOwner": "owner",
        "CSM": "csm",
        "Number of Employees": "size",
        "Customer Since": "customer_since",
    }


def test_a_related_record_is_looked_up_by_what_the_column_holds(tmp_path: Path) -> None:
    content = "id,account_id,contact email,Sales Rep,product\n1,A-1,a@x.io,Ann Lee,Pro\n"

    matches = {match.column: match for match in _matches(tmp_path, content, "case")}
    deals = {match.column: match for match in _matches(tmp_path, content, "opportunity")}

    assert (matches["account_id"].field, matches["account_id"].look_up) == ("account", LookUp.EXTERNAL_ID)
    assert (matches["contact email"].field, matches["contact email"].look_up) == ("contact", LookUp.EMAIL)
    assert (matches["product"].field, matches["product"].look_up) == ("product", LookUp.NAME)
    assert (matches["id"].field, matches["id"].look_up) == ("external_id", None)
    assert (deals["Sales Rep"].field, deals["Sales Rep"].look_up) == ("owner", LookUp.NAME)


def test_one_field_goes_to_one_column_and_the_other_column_says_why(tmp_path: Path) -> None:
    matches = _matches(tmp_path, "account_id,account_name,subject\nA-1,Acme,Help\n", "case")

    assert [match.field for match in matches] == ["account", None, "subject"]
    assert matches[1].reason == "Account is filled from account_id already."
    assert "account" in matches[1].alternatives


def test_a_column_that_nobody_knows_comes_back(tmp_path: Path) -> None:
    assert _matches(tmp_path, "favourite colour,name\nred,Acme\n", "account")[0] == Match(
        column="favourite colour", field=None, confidence=0.0, reason="No field has a name like this."
    )


def test_content_finds_what_the_name_does_not(tmp_path: Path) -> None:
    content = "who,ccy in use\na@x.io,EUR\nb@x.io,EUR\nc@x.io,USD\nd@x.io,USD\ne@x.io,EUR\nf@x.io,EUR\n"

    assert _fields(tmp_path, content, "contact")["who"] == "email"
    assert _fields(tmp_path, content, "account")["ccy in use"] == "currency"


def test_a_name_that_fits_is_not_enough_where_the_cells_do_not(tmp_path: Path) -> None:
    [match, _] = _matches(tmp_path, "Converted,name\nyes please,Ann\n", "lead")

    assert match.field is None
    assert match.reason.startswith("Another name for Converted at. But dates are expected")
    assert match.alternatives == ("converted_at",)


def test_values_that_have_to_be_mapped_are_said(tmp_path: Path) -> None:
    content = "priority,subject\n" + "hot,a\nmild,b\nhot,c\nmild,d\nhot,e\nmild,f\n"

    [match, _] = _matches(tmp_path, content, "case")

    assert (match.field, match.confidence) == ("severity", 0.8)
    assert match.reason == "Another name for Severity. Its values have to be mapped."


def test_a_misspelt_name_is_found_with_less_confidence(tmp_path: Path) -> None:
    [match, _] = _matches(tmp_path, "Indutsry,name\nIT,Acme\n", "account")

    assert match.field in (None, "industry")
    assert match.confidence < 0.9


def test_parts_of_a_name_are_offered_to_be_put_together(tmp_path: Path) -> None:
    [first, last] = _matches(tmp_path, "First Name,Last Name\nAnn,Lee\n", "contact")

    assert (first.field, first.alternatives) == (None, ("name",))
    assert last.reason == "It is one part of a name; put first and last name together."


def test_the_time_of_the_last_change_tells_since_when_it_was_known(tmp_path: Path) -> None:
    content = "name,Last Modified Date\nAcme,2024-01-31 10:00:00\n"

    assert _fields(tmp_path, content, "account")["Last Modified Date"] == "known_from"


def test_own_fields_take_columns_too(tmp_path: Path) -> None:
    profiles = describe(table_of(tmp_path, "name,Favourite colour\nAcme,red\n"))

    matches = match_columns(profiles, model_of("account").kind, own_fields={"favourite_colour": "Favourite colour"})

    assert matches[1].field == "custom.favourite_colour"


def test_a_column_left_over_may_become_a_field(tmp_path: Path) -> None:
    number = own_field_for(profile_of(tmp_path, ["1", "2"], "Page Views (total)"), taken={"page_views_total"})
    choice = own_field_for(profile_of(tmp_path, ["a", "b", "a", "a", "b", "a", "b"], "1st choice"))
    instant = own_field_for(profile_of(tmp_path, ["2024-01-31 10:00"], "Zahl"))

    assert (number.key, number.label, number.type) == ("page_views_total_2", "Page Views (total)", "number")
    assert (choice.key, choice.type, choice.options) == ("field_1st_choice", "choice", ("a", "b"))
    assert instant.type == "text"


def test_no_two_columns_of_any_kind_get_one_field(tmp_path: Path) -> None:
    names = [
        "id",
        "name",
        "Title",
        "account",
        "account id",
        "owner",
        "status",
        "stage",
        "type",
        "date",
        "amount",
        "value",
    ]
    profiles = describe(table_of(tmp_path, ",".join(names) + "\n" + ",".join(["x"] * len(names)) + "\n"))

    for model in record_models():
        fields = [match.field for match in match_columns(profiles, model.kind) if match.field]
        assert len(fields) == len(set(fields)), model.kind.key


def test_every_kind_has_synonyms_and_every_synonym_a_field() -> None:
    synonyms = load_synonyms()["kinds"]
    models = {model.kind.key: model for model in record_models()}

    missing = [key for key in models if key not in synonyms]
    unknown = [
        f"{key}.{name}"
        for key, entry in synonyms.items()
        for name in entry.get("fields") or {}
        if key not in models or name not in {field.name for field in models[key]._meta.local_concrete_fields}
    ]

    assert missing == []
    assert unknown == []


def test_every_synonym_is_text() -> None:
    assert _not_text(load_synonyms()) == []


def test_no_two_fields_of_a_kind_share_a_synonym() -> None:
    shared = []
    for model in record_models():
        owners: dict[str, str] = {}
        for target in targets_of(model.kind):
            for phrase in target.phrases | {phrase_of(target.name)}:
                if owners.setdefault(phrase, target.name) != target.name:
                    shared.append(f"{model.kind.key}: {phrase!r} is {owners[phrase]} and {target.name}")

    assert shared == []


@pytest.mark.parametrize("kind", ["account", "contact", "opportunity", "contract", "contract_line", "invoice", "case"])
def test_every_field_finds_itself(tmp_path: Path, kind: str) -> None:
    names = [target.name for target in targets_of(model_of(kind).kind) if not target.name.startswith("external")]
    profiles = describe(table_of(tmp_path, ",".join(names) + "\n"))

    assert [match.field for match in match_columns(profiles, model_of(kind).kind)] == names


def _matches(folder: Path, content: str, kind: str) -> list[Match]:
    return match_columns(describe(table_of(folder, content)), model_of(kind).kind)


def _fields(folder: Path, content: str, kind: str) -> dict[str, str | None]:
    return {match.column: match.field for match in _matches(folder, content, kind)}


def _not_text(entry: object) -> list[object]:
    if isinstance(entry, dict):
        return [wrong for key, value in entry.items() for wrong in (*_not_text(key), *_not_text(value))]
    if isinstance(entry, list):
        return [wrong for value in entry for wrong in _not_text(value)]
    return [] if isinstance(entry, str) else [entry]

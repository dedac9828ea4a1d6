"""A cell of a list is the same as the cell of a record's page, but for the button that edits it."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from tenure.interfaces.web.lists.markup import cell_markup
from tenure.interfaces.web.records.fields import Cell
from tenure.interfaces.web.records.words import Shown

CELLS = {
    "plain, with marks": Cell("name", "Na<me", Shown("x & y"), True),
    "empty and asked for": Cell("owner", "Owner", Shown("—"), True, True, "Who looks after it"),
    "a web address": Cell("website", "Website", Shown("site", 'a "title"', "https://example.com/?a=1&b=2", "url")),
    "long": Cell("notes", "Notes", Shown("Once upon a time", shape="long"), True),
    "a choice": Cell("custom.tier", "Tier", Shown("Gold", shape="choice")),
}


@pytest.mark.parametrize("what", CELLS)
def test_a_cell_of_a_list_has_the_markup_of_a_record_s_page(what: str) -> None:
    page = {"cell": CELLS[what], "record": SimpleNamespace(public_id="acc_12345"), "page": SimpleNamespace(slug="a")}

    by_template = re.sub(r">\s+<", "><", render_to_string("records/cell.html", page).strip())

    assert cell_markup(CELLS[what]) == re.sub("<button.*</button>", "", by_template)

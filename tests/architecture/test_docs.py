"""The pages: every link leads somewhere, and what is generated is what the declarations say today."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import models

from scripts.reference import PAGES
from tenure.foundation.records.kinds import record_models
from tests.architecture.sources import ROOT, repository_files, text_of

LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
ADR_PARTS = ("## Why", "## Decision", "## Consequences")


def test_every_link_in_the_pages_leads_somewhere() -> None:
    broken = [f"{page}: {target}" for page in _pages() for target in _links(page) if not _leads_somewhere(page, target)]

    assert broken == []


@pytest.mark.parametrize("page", PAGES)
def test_a_generated_page_is_what_the_declarations_say(page: str) -> None:
    assert text_of(Path(page)) == PAGES[page](), "run `make reference`"


def test_every_kind_has_an_entry_in_the_glossary() -> None:
    glossary = text_of(Path("GLOSSARY.md")).lower()

    missing = [model.kind.label for model in record_models() if f"**{model.kind.label.lower()}**" not in glossary]

    assert missing == []


def test_every_choice_of_every_kind_is_in_the_reference() -> None:
    reference = text_of(Path("docs/reference/records.md"))

    missing = [
        f"{model.__name__}.{field.name}: {label}"
        for model in record_models()
        for field in model._meta.local_fields
        if isinstance(field, models.CharField) and field.choices
        for value, label in field.flatchoices
        if value and str(label) not in reference
    ]

    assert missing == []


def test_every_decision_says_why_what_and_what_follows() -> None:
    decisions = [path for path in repository_files() if str(path).startswith("docs/adr/") and path.stem != "README"]

    incomplete = [str(path) for path in decisions if any(part not in text_of(path) for part in ADR_PARTS)]

    assert decisions
    assert incomplete == []


def _pages() -> Iterator[Path]:
    for path in repository_files():
        if path.suffix == ".md":
            yield path


def _links(page: Path) -> Iterator[str]:
    for target in LINK.findall(CODE.sub("", text_of(page))):
        if "://" not in target and not target.startswith("mailto:"):
            yield target


def _leads_somewhere(page: Path, target: str) -> bool:
    name, _, anchor = target.partition("#")
    goal = (ROOT / page.parent / name) if name else ROOT / page
    if not goal.exists():
        return False
    return not anchor or anchor in {_anchor(heading) for heading in HEADING.findall(goal.read_text())}


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")

"""The board pack on paper (PDF), set by Typst: no browser is needed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst
from django.contrib.staticfiles import finders

from tenure.interfaces.reports.pack.contents import Figure, Pack
from tenure.interfaces.reports.pack.drawing import drawn, drawn_trend
from tenure.interfaces.reports.pack.look import ACCENT, HEAT, tone_colour

SHEET = Path(__file__).with_name("pack.typ")
A_FONT = "built/fonts/Inter-Regular.ttf"


class NoFontError(RuntimeError):
    """The type of documents is not there."""


def paper(*, pack: Pack) -> bytes:
    """The pack as the bytes of a PDF file. Raises `NoFontError`."""
    made = typst.compile(
        SHEET,
        root=SHEET.parent,
        font_paths=[_fonts()],
        format="pdf",
        sys_inputs={"pack": json.dumps(_told(pack))},
        timestamp=pack.made_at.replace(microsecond=0) if pack.made_at else None,
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no single document.")
    return made


def _fonts() -> Path:
    found = finders.find(A_FONT)
    if not found:
        raise NoFontError("The fonts of documents are missing: `make assets` brings them, and the package holds them.")
    return Path(found).parent


def _told(pack: Pack) -> dict[str, Any]:
    return {
        "company": pack.company,
        "title": pack.title,
        "serves": pack.serves,
        "period": pack.period,
        "as_of": pack.as_of,
        "known_at": pack.known_at,
        "accent": f"#{ACCENT}",
        "pages": [{"title": page.title, "figures": [_figure(one) for one in page.figures]} for page in pack.pages],
        "entries": [
            {"title": one.title, "definition": one.definition, "formula": one.formula, "limits": one.limits}
            for one in pack.entries
        ],
        "left_out": pack.left_out,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    shown = figure.shown
    told: dict[str, Any] = {
        "sort": figure.sort.value,
        "title": shown.title,
        "definition": figure.definition,
        "notes": [f"{note}." for note in figure.notes],
    }
    if figure.sort.value == "number":
        return told | _number(figure)
    if figure.chart:
        told["svg"] = drawn(figure.chart)
    elif shown.steps:
        told["steps"] = [
            {"name": one.name, "text": one.text, "width": one.width, "came_on": one.came_on} for one in shown.steps
        ]
    elif shown.grid is not None:
        cells = [
            [
                {"text": f"{each.text} ({each.mark})" if each.mark else each.text, "fill": f"#{HEAT[each.level]}"}
                for each in line.cells
            ]
            for line in shown.grid.lines
        ]
        told["grid"] = {
            "heads": [shown.grid.corner, *shown.grid.heads],
            "names": [line.name for line in shown.grid.lines],
            "cells": cells,
        }
    return told


def _number(figure: Figure) -> dict[str, Any]:
    said = figure.shown.headline
    moves = [*said.moves, *([said.against] if said.against else [])] if said else []
    return {
        "text": said.text if said else "n/a",
        "period": said.period if said else "",
        "moves": [
            {"arrow": one.arrow, "words": one.words, "label": one.label, "colour": f"#{tone_colour(one.tone)}"}
            for one in moves
        ],
        "svg": drawn_trend(figure.shown.trend) if figure.chart else "",
    }

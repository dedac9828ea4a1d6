"""The board pack as slides (PPTX): every chart is the program's own, with its numbers in a workbook to edit."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.util import Inches

from tenure.interfaces.reports.declaring import Sort
from tenure.interfaces.reports.pack.contents import Figure, Pack, Page
from tenure.interfaces.reports.pack.look import ACCENT, INK, INK_2, INK_3, tone_colour
from tenure.interfaces.reports.pack.slide_charts import add_chart, add_funnel, add_trend
from tenure.interfaces.reports.pack.slide_parts import add_rule, add_table, add_text, set_type

WIDTH, HEIGHT = 13.333, 7.5
EDGE = 0.6
TITLE_ONLY = 5
ENTRIES_A_SLIDE = 5
IN_A_LINE = 4


def slides(*, pack: Pack) -> bytes:
    """The pack as the bytes of a PPTX file."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    set_type(deck)
    deck.core_properties.title = f"{pack.company}: {pack.title}"
    deck.core_properties.author = pack.company
    if pack.made_at is not None:
        deck.core_properties.created = deck.core_properties.modified = pack.made_at.replace(tzinfo=None)
    _title(deck, pack)
    for page in pack.pages:
        _page(deck, page, pack)
    for start in range(0, len(pack.entries), ENTRIES_A_SLIDE):
        _definitions(deck, pack, start)
    held = io.BytesIO()
    deck.save(held)
    return held.getvalue()


def _title(deck: Any, pack: Pack) -> None:
    slide = _slide(deck, pack.title, top=2.4, size=40)
    add_text(slide, [pack.company], at=(EDGE, 1.7, WIDTH - 2 * EDGE, 0.5), size=18, colour=ACCENT, is_strong=True)
    add_text(slide, [pack.serves], at=(EDGE, 3.3, 9.5, 0.9), size=16, colour=INK_2)
    told = [pack.period[:1].upper() + pack.period[1:], f"As of {pack.as_of}, {pack.known_at}"]
    add_text(slide, told, at=(EDGE, 6.2, WIDTH - 2 * EDGE, 0.8), size=12, colour=INK_3)


def _page(deck: Any, page: Page, pack: Pack) -> None:
    slide = _slide(deck, page.title)
    if page.figures[0].sort is Sort.NUMBER:
        _numbers(slide, page.figures)
    else:
        _figure(slide, page.figures[0])
    _foot(deck, slide, pack)


def _numbers(slide: Any, figures: Sequence[Figure]) -> None:
    """Four in a line; up to four have a page to themselves, eight share one."""
    is_roomy = len(figures) <= IN_A_LINE
    room = (WIDTH - 2 * EDGE) / IN_A_LINE
    for place, figure in enumerate(figures):
        line, column = divmod(place, IN_A_LINE)
        _number(slide, figure, (EDGE + column * room, 1.35 + line * 2.75, room - 0.3), is_roomy=is_roomy)


def _number(slide: Any, figure: Figure, place: tuple[float, float, float], *, is_roomy: bool) -> None:
    left, top, width = place
    said = figure.shown.headline
    add_rule(slide, at=(left, top, width))
    add_text(slide, [figure.shown.title], at=(left, top + 0.08, width, 0.3), size=12, is_strong=True)
    value = (left, top + 0.38, width, 0.6)
    add_text(slide, [said.text if said else "n/a"], at=value, size=32 if is_roomy else 22, is_strong=True)
    if said:
        add_text(slide, [said.period], at=(left, top + 0.94, width, 0.25), size=10, colour=INK_3)
        moves = [*said.moves, *([said.against] if said.against else [])]
        for line, move in enumerate(moves):
            words = f"{_ARROWS.get(move.arrow, '')} {move.words} {move.label}".strip()
            at = (left, top + 1.18 + 0.21 * line, width, 0.25)
            add_text(slide, [words], at=at, size=10, colour=tone_colour(move.tone))
    if figure.chart:
        trend = (left, top + 2.1, width, 1.2) if is_roomy else (left + 0.6 * width, top + 0.36, 0.4 * width, 0.55)
        add_trend(slide, figure.chart, at=trend)
    notes = [figure.definition, *(f"{note}." for note in figure.notes)]
    at = (left, top + 3.5, width, 1.6) if is_roomy else (left, top + 1.84, width, 0.85)
    add_text(slide, notes, at=at, size=10 if is_roomy else 8, colour=INK_3)


_ARROWS = {"arrow-up": "▲", "arrow-down": "▼", "minus": "–", "target": "◎"}


def _figure(slide: Any, figure: Figure) -> None:
    add_text(slide, [figure.definition], at=(EDGE, 1.05, WIDTH - 2 * EDGE, 0.4), size=12, colour=INK_2)
    at = (EDGE, 1.55, WIDTH - 2 * EDGE, 4.75)
    if figure.chart:
        add_chart(slide, figure.chart, at=at)
    elif figure.shown.steps:
        add_funnel(slide, figure.shown, at=at)
    elif figure.shown.grid is not None:
        add_table(slide, figure.shown.grid, at=at)
    notes = [f"{note}." for note in figure.notes]
    add_text(slide, [" ".join(notes)], at=(EDGE, 6.4, WIDTH - 2 * EDGE, 0.45), size=9, colour=INK_3)


def _definitions(deck: Any, pack: Pack, start: int) -> None:
    slide = _slide(deck, "Definitions" + (", continued" if start else ""))
    room = 5.6 / ENTRIES_A_SLIDE
    for place, entry in enumerate(pack.entries[start : start + ENTRIES_A_SLIDE]):
        top = 1.2 + place * room
        add_text(slide, [entry.title], at=(EDGE, top, 3.2, room), size=11, is_strong=True)
        told = [entry.definition, f"= {entry.formula}" if entry.formula else "", entry.limits]
        at = (EDGE + 3.4, top, WIDTH - 2 * EDGE - 3.4, room)
        add_text(slide, [each for each in told if each], at=at, size=9, colour=INK_2)
    _foot(deck, slide, pack)


def _slide(deck: Any, title: str, *, top: float = 0.5, size: int = 24) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    held = slide.shapes.title
    held.left, held.top, held.width, held.height = (Inches(each) for each in (EDGE, top, WIDTH - 2 * EDGE, 0.8))
    held.text_frame.text = title
    add_text(held, [title], size=size, is_strong=True, colour=INK)
    return slide


def _foot(deck: Any, slide: Any, pack: Pack) -> None:
    number = len(deck.slides)
    told = f"{pack.company} · {pack.title} · as of {pack.as_of}, {pack.known_at}"
    add_text(slide, [told], at=(EDGE, 6.95, WIDTH - 2 * EDGE - 1, 0.3), size=8, colour=INK_3)
    add_text(slide, [str(number)], at=(WIDTH - EDGE - 0.6, 6.95, 0.6, 0.3), size=8, colour=INK_3, is_right=True)

"""The parts of slides that are not charts: texts, rules, tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from tenure.interfaces.reports.grids import Cell, Grid
from tenure.interfaces.reports.pack.look import HEAT, INK, INK_2, LINE

TYPE = "Arial"  # the one that every program for slides has
At = tuple[float, float, float, float]


def set_type(deck: Any) -> None:
    """One type for everything, charts included: that of the theme."""
    for part in deck.slide_master.part.rels.values():
        if part.reltype.endswith("/theme"):
            theme = part.target_part
            theme._blob = theme.blob.replace(b'typeface="Calibri"', f'typeface="{TYPE}"'.encode())


def add_text(
    slide: Any,
    lines: Sequence[str],
    *,
    at: At | None = None,
    size: int,
    colour: str = INK,
    is_strong: bool = False,
    is_right: bool = False,
) -> None:
    """Text in a box of its own at a place in inches, or in the shape given."""
    shape = slide.shapes.add_textbox(*(Inches(each) for each in at)) if at else slide
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.text = line
        paragraph.alignment = PP_ALIGN.RIGHT if is_right else PP_ALIGN.LEFT
        _write(paragraph, size, colour, is_strong)


def add_rule(slide: Any, *, at: tuple[float, float, float]) -> None:
    """A thin line from a place to the right."""
    left, top, width = (Inches(each) for each in at)
    rule = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, left, top, width, Pt(0.75))
    rule.fill.solid()
    rule.fill.fore_color.rgb = RGBColor.from_string(LINE)
    rule.line.fill.background()
    rule.shadow.inherit = False


def add_table(slide: Any, grid: Grid, *, at: At) -> None:
    """A table with thin lines; cells of a heat map in their shade."""
    rows, columns = len(grid.lines) + 1, len(grid.heads) + 1
    left, top, width, height = at
    room = min(0.42, height / rows)
    shape = slide.shapes.add_table(rows, columns, *(Inches(each) for each in (left, top, width, room * rows)))
    table = shape.table
    _plain(shape)
    size = 12 if rows <= 11 and columns <= 8 else 8
    first = min(3.0, width / 3) if columns <= 8 else 1.2
    for place, column in enumerate(table.columns):
        column.width = Inches(first if place == 0 else (width - first) / max(columns - 1, 1))
    for row in table.rows:
        row.height = Inches(room)
    for place, head in enumerate((grid.corner, *grid.heads)):
        _cell(table.cell(0, place), Cell(head), size, is_head=True, is_right=place > 0)
    for number, line in enumerate(grid.lines, start=1):
        _cell(table.cell(number, 0), Cell(line.name), size, is_head=False, is_right=False)
        for place, cell in enumerate(line.cells, start=1):
            _cell(table.cell(number, place), cell, size, is_head=False, is_right=True)


def _cell(held: Any, cell: Cell, size: int, *, is_head: bool, is_right: bool) -> None:
    held.margin_left = held.margin_right = Inches(0.06)
    held.margin_top = held.margin_bottom = 0
    held.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = held.text_frame.paragraphs[0]
    paragraph.text = f"{cell.text} ({cell.mark})" if cell.mark else cell.text
    paragraph.alignment = PP_ALIGN.RIGHT if is_right else PP_ALIGN.LEFT
    _write(paragraph, size, INK_2 if is_head else INK, is_head)
    held.fill.solid()
    held.fill.fore_color.rgb = RGBColor.from_string(HEAT[cell.level])


def _plain(shape: Any) -> None:
    """No style of the program's: it would paint every second line."""
    properties = shape._element.graphic.graphicData.tbl.tblPr
    for name in ("firstRow", "bandRow"):
        properties.set(name, "0")
    style = properties.find(qn("a:tableStyleId"))
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # “No Style, No Grid”


def _write(paragraph: Any, size: int, colour: str, is_strong: bool) -> None:
    font = paragraph.font
    font.size, font.bold, font.color.rgb = Pt(size), is_strong, RGBColor.from_string(colour)

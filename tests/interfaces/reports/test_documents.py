"""The board pack opened again: the slides' charts hold the exact numbers, the paper holds every word."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from tenure.interfaces.reports.pack.paper import paper
from tenure.interfaces.reports.pack.slides import slides
from tests.interfaces.reports.packs import written_pack


@pytest.fixture(scope="module")
def deck() -> Any:
    """The written pack as slides, opened again."""
    return Presentation(io.BytesIO(slides(pack=written_pack())))


def titled(deck: Any, title: str) -> Any:
    return next(slide for slide in deck.slides if slide.shapes.title.text_frame.text == title)


def texts(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def chart(slide: Any) -> Any:
    return next(shape.chart for shape in slide.shapes if shape.has_chart)


def test_there_is_a_title_a_slide_a_page_and_the_definitions(deck: Any) -> None:
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]

    assert titles == [
        *("Board", "Key numbers", "Win rate", "Bridge", "Parts", "Funnel", "Cohorts", "Nothing yet"),
        *("Definitions", "Definitions, continued"),
    ]
    first = texts(deck.slides[0])
    assert "Northwind" in first
    assert "January 2026 to March 2026, so far" in first
    assert "As of 10 March 2026, as known on 10 March 2026, 10:00" in first
    assert "won ÷ (won + lost)" in texts(deck.slides[8])


def test_a_number_stands_with_its_comparison_target_definition_footnote_and_trend(deck: Any) -> None:
    slide = titled(deck, "Key numbers")

    said = texts(slide)
    assert "€2.4K" in said
    assert "▲ 12.0 % more than January 2026" in said
    assert "◎ 80 % of target €3K" in said
    assert "What ARR means.\nMarch 2026 is still running." in said
    assert list(chart(slide).plots[0].series[0].values) == [1.0, 2.0, 4.0]


def test_lines_are_native_charts_with_their_exact_values_and_gaps(deck: Any) -> None:
    plot = chart(titled(deck, "Win rate")).plots[0]

    assert list(plot.categories) == ["Jan 2026", "Feb 2026", "Mar 2026"]
    assert [(one.name, list(one.values)) for one in plot.series] == [
        ("SMB", [0.25, None, 0.5]),
        ("Œuvre & Söhne <Łódź>", [0.3, 0.31, 0.32]),
    ]


def test_the_workbook_behind_a_chart_holds_the_same_numbers(deck: Any) -> None:
    blob = chart(titled(deck, "Win rate")).part.chart_workbook.xlsx_part.blob

    sheet = load_workbook(io.BytesIO(blob)).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        [None, "SMB", "Œuvre & Söhne <Łódź>"],
        ["Jan 2026", 0.25, 0.3],
        ["Feb 2026", None, 0.31],
        ["Mar 2026", 0.5, 0.32],
    ]


def test_a_bridge_floats_on_what_is_below_it(deck: Any) -> None:
    plot = chart(titled(deck, "Bridge")).plots[0]

    assert list(plot.categories) == ["Opening\n€1K", "New\n+€401", "Churn\n−€200", "Closing\n€1.2K"]
    assert {one.name: list(one.values) for one in plot.series} == {
        "Below": [None, 1000.0, 1200.5, None],
        "Balance": [1000.0, None, None, 1200.5],
        "More": [None, 400.5, None, None],
        "Less": [None, None, 200.0, None],
    }


def test_a_funnel_is_bars_and_a_heat_map_a_table(deck: Any) -> None:
    plot = chart(titled(deck, "Funnel")).plots[0]
    table = next(shape.table for shape in titled(deck, "Cohorts").shapes if shape.has_table)

    assert list(plot.categories) == ["Leads", "Customers (25 % of the step before)"]
    assert list(plot.series[0].values) == [40.0, 10.0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Cohort", "0", "1"],
        ["Jan 2026", "100.0 %", "50.0 % (few)"],
    ]
    assert str(table.cell(1, 1).fill.fore_color.rgb) == "A4B2E5"


def test_the_paper_holds_every_page_with_its_words_and_own_type(deck: Any) -> None:
    read = PdfReader(io.BytesIO(paper(pack=written_pack())))
    pages = [page.extract_text() for page in read.pages]

    assert len(pages) == 9
    assert read.metadata is not None
    assert read.metadata.title == "Northwind: Board"
    assert "as known on 10 March 2026, 10:00" in pages[0]
    assert "80 % of target €3K" in pages[1]
    assert "March 2026 is still running." in pages[1]
    assert "Œuvre & Söhne <Łódź>" in pages[2]
    assert "50.0 %" in pages[2]
    assert "+€401" in pages[3]
    assert "−€200" in pages[3]
    assert "25 % of the step before" in pages[5]
    assert "50.0 % (few)" in pages[6]
    assert "won ÷ (won + lost)" in pages[8]
    fonts = {str(font.get_object()["/BaseFont"]) for font in read.pages[2]["/Resources"]["/Font"].values()}  # type: ignore[index]
    assert fonts
    assert all("Inter" in font for font in fonts)

"""The charts of slides: native ones, whose numbers open in a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from babel.numbers import get_currency_symbol
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.util import Inches, Pt

from tenure.engine.metrics.declaring import Unit
from tenure.engine.metrics.showing import shown
from tenure.interfaces.reports.pack.look import ACCENT, BAD, GOOD, INK_2, LINE, SERIES
from tenure.interfaces.reports.pack.slide_parts import At
from tenure.interfaces.reports.tiles import ShownTile

_KINDS = {
    "line": XL_CHART_TYPE.LINE_MARKERS,
    "bar": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stack": XL_CHART_TYPE.COLUMN_STACKED,
}
BASE, TOTAL, MORE, LESS = "Below", "Balance", "More", "Less"


def add_chart(slide: Any, told: dict[str, Any], *, at: At) -> Any:
    """A chart by period, or a bridge."""
    if told["kind"] == "waterfall":
        return _bridge(slide, told, at)
    chart = _chart(slide, _KINDS[told["kind"]], told["periods"], told["series"], told, at)
    is_alone = len(told["series"]) == 1
    chart.has_legend = not is_alone
    if not is_alone:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        chart.legend.font.size, chart.legend.font.color.rgb = Pt(11), RGBColor.from_string(INK_2)
    for place, series in enumerate(chart.plots[0].series):
        _paint(series, SERIES[place % len(SERIES)], is_line=told["kind"] == "line")
    if told["kind"] != "line":
        chart.plots[0].gap_width = 60
        chart.plots[0].overlap = 100 if told["kind"] == "stack" else -10
    return chart


def add_trend(slide: Any, told: dict[str, Any], *, at: At) -> Any:
    """The trend of a number: a line without axes."""
    chart = _chart(slide, XL_CHART_TYPE.LINE, told["periods"], told["series"], told, at)
    chart.has_legend = False
    for axis in (chart.value_axis, chart.category_axis):
        axis.visible = False
        axis.has_major_gridlines = False
    known = [value for value in told["series"][0]["values"] if value is not None]
    low, high = min(known), max(known)
    if high > low:
        chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = low, high
    _paint(chart.plots[0].series[0], ACCENT, is_line=True)
    return chart


def add_funnel(slide: Any, tile: ShownTile, *, at: At) -> Any:
    """The steps of a funnel as bars from top to bottom."""
    steps = [step for step in tile.steps if step.value is not None]
    names = [f"{step.name} ({step.came_on} of the step before)" if step.came_on else step.name for step in steps]
    told = {"unit": "count", "currency": ""}
    series = [{"name": tile.title, "values": [step.value for step in steps]}]
    chart = _chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, names, series, told, at)
    chart.has_legend = False
    chart.category_axis.reverse_order = True
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.plots[0].gap_width = 40
    _paint(chart.plots[0].series[0], ACCENT, is_line=False)
    _label(chart.plots[0].series[0], format_of(told))
    return chart


def format_of(told: dict[str, Any]) -> str:
    """How a workbook writes numbers of the chart's unit, short."""
    unit = told["unit"]
    if unit.startswith("money"):
        symbol = f'"{get_currency_symbol(told["currency"], locale="en")}"'
        return f'[>=1000000]{symbol}0.0,,"M";[>=1000]{symbol}0,"K";{symbol}#,##0'
    return {"ratio": '0" "%', "multiple": '0.0"×"', "count": "#,##0"}.get(unit, "General")


def _bridge(slide: Any, told: dict[str, Any], at: At) -> Any:
    steps = told["steps"]
    parts = {BASE: [min(one["from"], one["to"]) if one["tone"] != "end" else None for one in steps]}
    for name, tone in ((TOTAL, "end"), (MORE, "more"), (LESS, "less")):
        parts[name] = [abs(one["to"] - one["from"]) if one["tone"] == tone else None for one in steps]
    series = [{"name": name, "values": values} for name, values in parts.items()]
    chart = _chart(slide, XL_CHART_TYPE.COLUMN_STACKED, [_step(one, told) for one in steps], series, told, at)
    chart.has_legend = False
    chart.plots[0].gap_width, chart.plots[0].overlap = 50, 100
    base, *seen = chart.plots[0].series
    base.format.fill.background()
    for one, colour in zip(seen, (ACCENT, GOOD, BAD), strict=True):
        _paint(one, colour, is_line=False)
    return chart


def _step(step: dict[str, Any], told: dict[str, Any]) -> str:
    """A step with its amount below: labels of thin bars could not be read."""
    is_end = step["tone"] == "end"
    amount = step["to"] if is_end else step["to"] - step["from"]
    sign = "+" if step["tone"] == "more" else ""
    return f"{step['name']}\n{sign}{shown(round(amount, 6), unit=Unit.MONEY, currency=told['currency'], is_short=True)}"


def _chart(slide: Any, kind: Any, names: Sequence[str], series: Sequence[Any], told: dict[str, Any], at: At) -> Any:
    data = CategoryChartData(number_format=_whole_format(told))
    data.categories = list(names)
    for one in series:
        data.add_series(one["name"], one["values"])
    chart = slide.shapes.add_chart(kind, *(Inches(each) for each in at), data).chart
    chart.has_title = False
    chart.font.size, chart.font.color.rgb = Pt(11), RGBColor.from_string(INK_2)
    value, category = chart.value_axis, chart.category_axis
    value.tick_labels.number_format, value.tick_labels.number_format_is_linked = format_of(told), False
    value.format.line.fill.background()
    value.major_gridlines.format.line.color.rgb = RGBColor.from_string(LINE)
    category.format.line.color.rgb = RGBColor.from_string(LINE)
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    return chart


def _whole_format(told: dict[str, Any]) -> str:
    """How the workbook behind the chart writes the numbers: exact."""
    if told["unit"].startswith("money"):
        return f'"{get_currency_symbol(told["currency"], locale="en")}"#,##0.00'
    return {"ratio": '0.0" "%', "multiple": '0.00"×"'}.get(told["unit"], "General")


def _paint(series: Any, colour: str, *, is_line: bool) -> None:
    rgb = RGBColor.from_string(colour)
    if not is_line:
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = rgb
        series.invert_if_negative = False
        return
    series.smooth = False
    series.format.line.color.rgb, series.format.line.width = rgb, Pt(2.25)
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 5
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = rgb
    series.marker.format.line.color.rgb = rgb


def _label(series: Any, written: str) -> None:
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = written, False
    labels.font.size, labels.font.color.rgb = Pt(11), RGBColor.from_string(INK_2)
    labels.position = XL_LABEL_POSITION.OUTSIDE_END

"""A board pack written by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tenure.interfaces.reports.charts import Step
from tenure.interfaces.reports.declaring import Sort, Tile
from tenure.interfaces.reports.figures import Headline, Move
from tenure.interfaces.reports.grids import Cell, Grid, Line
from tenure.interfaces.reports.pack.contents import Entry, Figure, Pack, Page
from tenure.interfaces.reports.tiles import ShownTile

WIN_RATE = {
    "kind": "line",
    "title": "Win rate",
    "periods": ["Jan 2026", "Feb 2026", "Mar 2026"],
    "partial": [False, False, True],
    "unit": "ratio",
    "currency": "EUR",
    "series": [
        {"name": "SMB", "values": [0.25, None, 0.5], "texts": ["25.0 %", "n/a", "50.0 %"]},
        {"name": "Œuvre & Söhne <Łódź>", "values": [0.3, 0.31, 0.32], "texts": ["30.0 %", "31.0 %", "32.0 %"]},
    ],
}
BRIDGE = {
    "kind": "waterfall",
    "title": "Bridge",
    "unit": "money",
    "currency": "EUR",
    "steps": [
        {"name": "Opening", "from": 0.0, "to": 1000.0, "text": "€1,000.00", "tone": "end"},
        {"name": "New", "from": 1000.0, "to": 1400.5, "text": "€400.50", "tone": "more"},
        {"name": "Churn", "from": 1400.5, "to": 1200.5, "text": "-€200.00", "tone": "less"},
        {"name": "Closing", "from": 0.0, "to": 1200.5, "text": "€1,200.50", "tone": "end"},
    ],
}
STACK = WIN_RATE | {"kind": "stack", "unit": "money"}
GRID = Grid("Cohort", ("0", "1"), (Line("Jan 2026", (Cell("100.0 %", level=8), Cell("50.0 %", "", "few", 4))),))
STEPS = [Step("Leads", "40", 100.0, "", 40.0), Step("Customers", "10", 25.0, "25 %", 10.0)]
SAID = Headline(
    "February 2026",
    "€2.4K",
    "€2,400.00",
    "",
    (Move("than January 2026", "12.0 % more", "good", "arrow-up"),),
    Move("target €3K", "80 % of", "bad", "target"),
)


def figure(sort: Sort, title: str, chart: dict[str, Any] | None = None, **shown: Any) -> Figure:
    """A figure of this sort."""
    told = ShownTile(0, Tile(sort, ("arr",)), title, **shown)
    return Figure(told, f"What {title} means.", chart or {}, ("March 2026 is still running",))


def written_pack() -> Pack:
    """A pack with a figure of each kind."""
    trend = WIN_RATE | {"unit": "money", "series": [{"name": "ARR", "values": [1.0, 2.0, 4.0], "texts": []}]}
    number = figure(Sort.NUMBER, "ARR", trend, headline=SAID, trend=[1.0, 2.0, 4.0])
    pages = (
        Page("Key numbers", (number,)),
        Page("Win rate", (figure(Sort.LINE, "Win rate", WIN_RATE),)),
        Page("Bridge", (figure(Sort.WATERFALL, "Bridge", BRIDGE),)),
        Page("Parts", (figure(Sort.STACK, "Parts", STACK),)),
        Page("Funnel", (figure(Sort.FUNNEL, "Funnel", steps=STEPS),)),
        Page("Cohorts", (figure(Sort.HEAT, "Cohorts", grid=GRID),)),
        Page("Nothing yet", (figure(Sort.TABLE, "Nothing yet", note="Nothing in these periods."),)),
    )
    entry = Entry("Win rate", "How many are won.", "won ÷ (won + lost)", "In: all. Out: none.")
    return Pack(
        company="Northwind",
        title="Board",
        serves="To decide.",
        period="January 2026 to March 2026, so far",
        as_of="10 March 2026",
        known_at="as known on 10 March 2026, 10:00",
        pages=pages,
        entries=(entry,) * 6,
        currency="EUR",
        made_at=datetime(2026, 3, 10, 9, 0, 0, 5, tzinfo=UTC),
    )

"""What a board pack says of the company's records, to whom, and what it makes of nonsense."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from typer.testing import CliRunner

from tenure.engine.workspace.asking import Ask
from tenure.foundation.access.models import User
from tenure.foundation.organisation.models import Company
from tenure.interfaces.cli.application import application
from tenure.interfaces.reports.declaring import Dashboard, line, number, table
from tenure.interfaces.reports.pack.contents import EmptyPackError, Pack, board_pack
from tests.interfaces.web.records.conftest import NOW

pytestmark = pytest.mark.django_db

DEALS = Dashboard(
    "deals",
    "Deals",
    "To decide.",
    (
        number("win_rate"),
        number("runway"),
        line("won_opportunities"),
        table("won_opportunities", "win_rate", by="lead_source", title="Sources"),
    ),
)


def packed(user: User, company: Company, dashboard: Dashboard = DEALS) -> Pack:
    ask = Ask(keys=(), as_of=date(2026, 3, 10), start=date(2026, 1, 1), end=date(2026, 4, 1))
    return board_pack(dashboard=dashboard, user=user, company=company, ask=ask, now=NOW)


def test_a_pack_tells_its_days_its_pages_and_what_is_left_out(seller: User, company: Company, won: None) -> None:
    pack = packed(seller, company)

    assert (pack.company, pack.period) == ("Northwind", "January 2026 to March 2026, so far")
    assert (pack.as_of, pack.known_at) == ("10 March 2026", "as known on 10 March 2026, 10:00")
    assert [(page.title, len(page.figures)) for page in pack.pages] == [
        ("Key numbers", 1),
        ("Won opportunities", 1),
        ("Sources", 1),
    ]
    assert pack.left_out == 1
    assert "Runway" not in [entry.title for entry in pack.entries]
    [rate] = pack.pages[0].figures
    assert rate.shown.headline is not None
    assert rate.shown.headline.text == "75.0 %"
    assert rate.notes == ("Stands on only 4, too few to rely on",)


def test_charts_and_tables_say_what_runs_and_what_stands_on_few(seller: User, company: Company, won: None) -> None:
    pack = packed(seller, company)

    [deals], [sources] = pack.pages[1].figures, pack.pages[2].figures
    assert deals.chart["series"][0]["values"] == [0.0, 3.0, 1.0]
    assert deals.notes == ("March 2026 is still running",)
    assert "“few”: stands on fewer than ten, too few to rely on" in sources.notes


def test_nothing_to_see_is_told(seller: User, company: Company, won: None) -> None:
    with pytest.raises(EmptyPackError, match="Nothing of “Cash”"):
        packed(seller, company, Dashboard("cash", "Cash", "", (number("runway"),)))


def test_a_dashboard_s_page_offers_both_formats_for_its_days(browse: Any, seller: User, won: None) -> None:
    page = browse(seller).get("/dashboards/sales/?from=2026-02-01&to=2026-03-01").content.decode()

    assert "/dashboards/sales/board-pack.pdf?from=2026-02-01&amp;to=2026-03-01" in page
    assert "/dashboards/sales/board-pack.pptx?from=2026-02-01&amp;to=2026-03-01" in page

    client = browse(seller)
    slides = client.get("/dashboards/sales/board-pack.pptx?from=2026-02-01&to=2026-03-01")
    assert slides["Content-Disposition"] == 'attachment; filename="board-pack-sales-2026-03-10.pptx"'
    deck = Presentation(io.BytesIO(slides.content))
    assert [slide.shapes.title.text_frame.text for slide in deck.slides][:2] == ["Sales", "Key numbers"]
    paper = client.get("/dashboards/sales/board-pack.pdf?from=2026-02-01&to=2026-03-01")
    assert paper.content.startswith(b"%PDF-")

    assert client.get("/dashboards/sales/board-pack.doc").status_code == 404
    assert client.get("/dashboards/nothing/board-pack.pdf").status_code == 404
    wrong = client.get("/dashboards/sales/board-pack.pdf?from=yesterday")
    assert (wrong.status_code, b"is not a day" in wrong.content) == (422, True)


def test_the_command_writes_chosen_metrics_and_tells_mistakes(admin: User, won: None, tmp_path: Path) -> None:
    run = CliRunner().invoke
    target = tmp_path / "pack.pptx"

    done = run(application(), ["boardpack", str(target), "--metric", "win_rate", "--from", "2026-01-01"])

    assert done.exit_code == 0, done.output
    assert done.output.strip() == f"{target}: figures on 1 page, and what they mean."
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(str(target)).slides]
    assert titles == ["Key figures", "Key numbers", "Definitions"]
    for words, told in (
        ([str(tmp_path / "pack.doc")], "is a .pdf or a .pptx file"),
        ([str(target), "--dashboard", "cats"], "There is no dashboard 'cats': it is founder, executive"),
        ([str(target), "--metric", "win_rat"], "did you mean 'win_rate'?"),
        ([str(target), "--grain", "fortnight"], "'fortnight' is no length of a period"),
    ):
        assert told in str(run(application(), ["boardpack", *words]).exception)

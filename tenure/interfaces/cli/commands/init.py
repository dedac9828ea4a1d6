"""`tenure init`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenure.interfaces.cli.application import set_up_django
from tenure.interfaces.cli.asking import asked, asked_password
from tenure.interfaces.cli.output import say

if TYPE_CHECKING:
    from tenure.foundation.organisation.set_up import CompanyFacts


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(init)


def init(
    company: Annotated[str | None, typer.Option(help="The company's name.")] = None,
    currency: Annotated[str | None, typer.Option(help="Its currency, such as EUR.")] = None,
    zone: Annotated[str | None, typer.Option(help="Its time zone, such as Europe/Berlin.")] = None,
    fiscal_year_start: Annotated[int, typer.Option(min=1, max=12, help="The month that begins its fiscal year.")] = 1,
    admin_name: Annotated[str | None, typer.Option(help="The first administrator's name.")] = None,
    admin_email: Annotated[str | None, typer.Option(help="Their e-mail address, with which they sign in.")] = None,
    admin_password: Annotated[
        str | None,
        typer.Option(envvar="TENURE_ADMIN_PASSWORD", help="Their password; better asked or in the environment."),
    ] = None,
    calendar: Annotated[Path | None, typer.Option(help="Working hours: YAML, a list of spans per weekday.")] = None,
    holidays: Annotated[Path | None, typer.Option(help="Holidays: lines such as 2026-12-25,Christmas Day.")] = None,
    rates: Annotated[Path | None, typer.Option(help="Exchange rates: lines such as USD,0.92.")] = None,
    content: Annotated[
        bool,
        typer.Option(
            " /--without-content", show_default=False, help="Begin without the mails, sheets and templates that ship."
        ),
    ] = True,
) -> None:
    """Set up a company: its money, its days, its first administrator. What is not given is asked."""
    set_up_django()
    from tenure.foundation import clock
    from tenure.foundation.organisation.set_up import Administrator, set_up_company
    from tenure.interfaces.cli.installation import migrate
    from tenure.lifecycle.content.loading import load_content

    _require_new()
    facts = _facts(
        name=asked(given=company, question="Name of the company", option="--company"),
        currency=asked(given=currency, question="Its currency", option="--currency", default="EUR"),
        zone=asked(given=zone, question="Its time zone", option="--zone", default=_zone_here()),
        fiscal_year_start=fiscal_year_start,
        files=(calendar, holidays, rates),
    )
    administrator = Administrator(
        name=asked(given=admin_name, question="Name of the first administrator", option="--admin-name"),
        email=asked(given=admin_email, question="Their e-mail address", option="--admin-email"),
        password=asked_password(given=admin_password, question="Their password", option="--admin-password"),
    )
    migrate()
    now = clock.now()
    made, user = set_up_company(facts=facts, administrator=administrator, now=now)
    if content:
        loaded = load_content(by=user, now=now)
        say(f"{len(loaded.added)} mails, sheets and templates to begin with: Settings, Content.")
    say(f"{made.name} is set up. Run `tenure serve` and sign in as {user.email}.")


def _require_new() -> None:
    from tenure.foundation.health.database import is_set_up, require_database
    from tenure.foundation.organisation.models import Company
    from tenure.foundation.organisation.set_up import AlreadySetUpError

    require_database()
    if is_set_up():
        raise AlreadySetUpError(
            f"{Company.objects.get().name} is set up here already. For another company, choose another TENURE_HOME."
        )


def _facts(
    *, name: str, currency: str, zone: str, fiscal_year_start: int, files: tuple[Path | None, Path | None, Path | None]
) -> CompanyFacts:
    from tenure.foundation.organisation.calendars import OFFICE_WEEK
    from tenure.foundation.organisation.set_up import CompanyFacts
    from tenure.interfaces.cli.set_up_files import read_holidays, read_hours, read_rates

    calendar, holidays, rates = files
    return CompanyFacts(
        name=name,
        currency=currency,
        zone=zone,
        fiscal_year_start_month=fiscal_year_start,
        rates=read_rates(path=rates) if rates else {},
        intervals=read_hours(path=calendar) if calendar else OFFICE_WEEK,
        holidays=read_holidays(path=holidays) if holidays else {},
    )


def _zone_here() -> str:
    """The zone that this machine is in, as far as it says so."""
    if name := os.environ.get("TZ"):
        return name
    target = os.path.realpath("/etc/localtime")
    return target.partition("zoneinfo/")[2] or "UTC"

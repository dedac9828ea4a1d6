"""`tenure doctor`."""

from __future__ import annotations

from dataclasses import asdict

import typer

from tenure.interfaces.cli.application import set_up_django
from tenure.interfaces.cli.output import Format, FormatOption, print_rows


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(doctor)


def doctor(format: FormatOption = Format.TABLE) -> None:
    """Look the installation over, every stored file included; ends with exit code 1 if something must be mended."""
    set_up_django()
    from tenure.configuration.home import home
    from tenure.engine.lake.place import lake_folder
    from tenure.engine.lake.records.standing import lake_finding
    from tenure.engine.metrics.standing import metrics_finding
    from tenure.foundation import clock
    from tenure.foundation.health.examining import examine
    from tenure.foundation.health.findings import Health

    findings = [*examine(home=home(), now=clock.now()), lake_finding(lake=lake_folder()), metrics_finding()]
    print_rows(rows=[asdict(finding) for finding in findings], columns=("check", "health", "finding"), format=format)
    if any(finding.health is Health.FAIL for finding in findings):
        raise typer.Exit(1)

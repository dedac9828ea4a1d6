"""`tenure metrics settings|set|reset`: what the company may decide of what its numbers mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from tenure.interfaces.cli.acting import acting_user
from tenure.interfaces.cli.application import set_up_django
from tenure.interfaces.cli.output import Format, FormatOption, print_rows, say

COLUMNS = ("key", "value", "default", "takes", "title")
PATH = "cli:metrics"
By = Annotated[str | None, typer.Option(help="The e-mail address of the user in whose name it is done.")]
Key = Annotated[str, typer.Argument(help="The setting, such as data_return_days.")]


def add_settings(metrics: typer.Typer) -> None:
    """Adds the commands to the group."""
    metrics.command("settings")(settings)
    metrics.command("set")(set_one)
    metrics.command("reset")(reset)


def settings(format: FormatOption = Format.TABLE) -> None:
    """List the settings of definitions with their values."""
    set_up_django()
    from tenure.engine.metrics.settings import find_settings
    from tenure.foundation.organisation.metric_settings import metric_settings

    held = metric_settings()
    found = [
        {
            "key": key,
            "value": one.told(held.get(key, one.default)),
            "default": one.told(one.default) or one.otherwise,
            "takes": one.takes.value,
            "title": one.title,
        }
        for key, one in find_settings().items()
    ]
    print_rows(rows=found, columns=COLUMNS, format=format)


def set_one(
    key: Key,
    value: Annotated[str, typer.Argument(help="Its value; several texts with commas between them.")],
    by: By = None,
) -> None:
    """Set a parameter of definitions, for all of history."""
    set_up_django()
    from tenure.engine.metrics.settings import find_setting
    from tenure.foundation.organisation.metric_settings import set_metric_setting

    one = find_setting(key)
    read = one.read(value)
    _write(by, lambda: set_metric_setting(key=key, value=read))
    say(f"{one.title}: {one.told(read)}.")


def reset(key: Key, by: By = None) -> None:
    """Take a setting back; what the definition comes with holds again."""
    set_up_django()
    from tenure.engine.metrics.settings import find_setting
    from tenure.foundation.organisation.metric_settings import reset_metric_setting

    one = find_setting(key)
    _write(by, lambda: reset_metric_setting(key=key))
    say(f"{one.title}: {one.told(one.default) or one.otherwise}.")


def _write(by: str | None, write: Callable[[], None]) -> None:
    from tenure.foundation import clock
    from tenure.foundation.access.rights import require
    from tenure.foundation.access.roles import Action
    from tenure.foundation.records.recording import recording

    user = acting_user(by)
    require(user=user, action=Action.CONFIGURE)
    with recording(actor=user, path=PATH, now=clock.now()):
        write()

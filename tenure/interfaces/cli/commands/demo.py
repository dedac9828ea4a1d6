"""`tenure demo` and `tenure demo advance`."""

from __future__ import annotations

import os
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from tenure.interfaces.cli.application import set_up_django
from tenure.interfaces.cli.demo_home import enter_demo_home, forget_unfinished, keep_the_story_s_day
from tenure.interfaces.cli.output import progress_of, say

if TYPE_CHECKING:
    from tenure.simulation.plan import Plan

ACCOUNTS, MONTHS, SEED = 400, 36, 7


class OtherDemoError(RuntimeError):
    """A demo company lives here that was made from other numbers."""


def register(app: typer.Typer) -> None:
    """Adds the command with its one subcommand."""
    group = typer.Typer(help="A living demo company, in a home of its own.", invoke_without_command=True)
    group.callback()(demo)
    group.command("advance")(advance)
    app.add_typer(group, name="demo")


def demo(
    context: typer.Context,
    accounts: Annotated[int | None, typer.Option(help=f"Accounts known by its day; default {ACCOUNTS}.")] = None,
    months: Annotated[int | None, typer.Option(help=f"Months of its story; default {MONTHS}.")] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same company.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Its day; default today.")] = None,
    processes: Annotated[
        int | None,
        typer.Option(min=1, max=64, help="Processes that tell it; default by size. The company is the same."),
    ] = None,
    serve: Annotated[bool, typer.Option(help="Open it afterwards.")] = True,
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen at.")] = 8000,
) -> None:
    """Build a demo company where none lives yet, and open it. Real companies are never touched."""
    if context.invoked_subcommand:
        return
    folder = enter_demo_home()
    keep_the_story_s_day(folder=folder)
    set_up_django()
    from tenure.interfaces.cli.serving.addresses import require_free
    from tenure.simulation.plan import saved_plan

    if serve:
        require_free(host=host, port=port)
    given = {"seed": seed, "accounts": accounts, "months": months, "until": until.date() if until else None}
    plan = saved_plan(home=folder)
    if plan is None:
        plan = _build(given, processes)
    else:
        _require_same(plan, given)
        _upgrade()
    keep_the_story_s_day(folder=folder)
    _tell_logins(plan)
    if serve:
        from tenure.interfaces.cli.commands.serve import serve as run_pages

        run_pages(host=host, port=port, workers=2)


def advance(months: Annotated[int, typer.Option(min=1, max=120, help="How many months to move on.")] = 1) -> None:
    """Move the demo company on; its people act on what was asked of them."""
    folder = enter_demo_home()
    keep_the_story_s_day(folder=folder, months_later=months)
    set_up_django()
    from tenure.foundation import clock
    from tenure.interfaces.cli.installation import require_ready
    from tenure.simulation import company
    from tenure.simulation.plan import saved_plan

    if saved_plan(home=folder) is None:
        raise company.NoDemoError("No demo company lives here. Run `tenure demo` first.")
    require_ready()
    with progress_of("Moving the story on") as progress:
        plan, written = company.advance(months=months, home=folder, now=clock.now(), progress=progress)
    say(f"The story stands at {plan.until:%-d %B %Y}: {sum(written.values()):,} rows more. Open it with `tenure demo`.")


def _build(given: dict[str, int | date | None], processes: int | None) -> Plan:
    from tenure.configuration.home import home
    from tenure.engine.lake.place import lake_folder
    from tenure.engine.lake.records.mirroring import refresh
    from tenure.engine.workspace.ahead import ask_ahead
    from tenure.foundation import clock
    from tenure.foundation.health.database import require_database
    from tenure.interfaces.cli.installation import migrate
    from tenure.simulation import company
    from tenure.simulation.plan import new_plan

    now = clock.now()
    chosen = {"seed": SEED, "accounts": ACCOUNTS, "months": MONTHS, "until": now.date()}
    plan = new_plan(**{**chosen, **{name: value for name, value in given.items() if value is not None}})  # type: ignore[arg-type]
    require_database()
    forget_unfinished()
    migrate()
    say(f"Telling the story of {plan.accounts:,} accounts over {plan.months} months, in {home()}.")
    with progress_of("Accounts") as progress:
        written = company.build(plan=plan, home=home(), now=now, progress=progress, processes=processes)
    say(f"{sum(written.values()):,} rows in {len(written)} kinds.")
    with progress_of("Metrics") as progress:
        refresh(lake=lake_folder(), now=now)
        ask_ahead(as_of=plan.until, lake=lake_folder(), progress=progress)
    return plan


def _require_same(plan: Plan, given: dict[str, int | date | None]) -> None:
    wanted = {name: value for name, value in given.items() if value is not None and value != getattr(plan, name)}
    if wanted:
        raise OtherDemoError(
            f"A demo company of {plan.accounts} accounts and {plan.months} months lives in {os.environ['TENURE_HOME']} "
            f"(seed {plan.seed}, until {plan.until}). Delete that folder to build another, or leave the options out."
        )


def _upgrade() -> None:
    from tenure.foundation.health.database import pending_migrations, require_database
    from tenure.interfaces.cli.installation import migrate
    from tenure.simulation.standing import refuse_real_company

    require_database()
    if pending_migrations():
        migrate()
    refuse_real_company()


def _tell_logins(plan: Plan) -> None:
    from tenure.simulation.welcome import NAME, PASSWORD, logins

    say(f"\n{NAME}, as of {plan.until:%-d %B %Y}. Sign in as one of these, password {PASSWORD}:")
    for email, role in logins():
        say(f"  {email:<44} {role}")
    say("")

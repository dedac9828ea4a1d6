"""`tenure users list|add|reset-password|deactivate`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tenure.interfaces.cli.acting import acting_user, user_called
from tenure.interfaces.cli.application import set_up_django
from tenure.interfaces.cli.asking import asked, asked_password
from tenure.interfaces.cli.output import Format, FormatOption, print_rows, say

if TYPE_CHECKING:
    from tenure.foundation.access.policy import Grant

PATH = "cli:users"
COLUMNS = ("email", "name", "roles", "active", "last_login")

Email = Annotated[str, typer.Argument(help="The e-mail address with which they sign in.")]
ActingAs = Annotated[str | None, typer.Option("--as", help="The administrator who does it; default: the first one.")]
Password = Annotated[
    str | None, typer.Option(envvar="TENURE_USER_PASSWORD", help="Their password; better asked or in the environment.")
]


class UnknownRoleError(ValueError):
    """Not a role."""


def register(app: typer.Typer) -> None:
    """Adds the group of commands."""
    users = typer.Typer(help="Who may sign in.", no_args_is_help=True)
    users.command("list")(list_users)
    users.command("add")(add)
    users.command("reset-password")(reset_password)
    users.command("deactivate")(deactivate_user)
    app.add_typer(users, name="users")


def list_users(format: FormatOption = Format.TABLE) -> None:
    """List who may sign in, with their roles."""
    _ready()
    from tenure.foundation.access.models import User

    rows = [
        {
            "email": user.email,
            "name": user.name,
            "roles": ", ".join(_role_word(role.role, role.function) for role in user.roles.all()),
            "active": user.is_active,
            "last_login": user.last_login,
        }
        for user in User.objects.prefetch_related("roles").order_by("email")
    ]
    print_rows(rows=rows, columns=COLUMNS, format=format)


def add(
    email: Email,
    name: Annotated[str | None, typer.Option(help="Their name.")] = None,
    role: Annotated[
        list[str] | None, typer.Option(help="administrator, viewer, or manager or member of a function: member:sales.")
    ] = None,
    password: Password = None,
    acting_as: ActingAs = None,
) -> None:
    """Add somebody who may sign in."""
    _ready()
    from tenure.foundation import clock
    from tenure.foundation.access.users import create_user
    from tenure.foundation.records.recording import recording

    grants = [_grant(word) for word in role or ["viewer"]]
    by = acting_user(acting_as)
    name = asked(given=name, question="Their name", option="--name")
    secret = asked_password(given=password, question="Their password", option="--password")
    with recording(actor=by, path=PATH, now=clock.now(), reason="Added on the command line"):
        user = create_user(name=name, email=email, password=secret, grants=grants)
    say(f"{user.email} may sign in now.")


def reset_password(email: Email, password: Password = None) -> None:
    """Give somebody another password, and end their sessions."""
    _ready()
    from tenure.foundation import clock
    from tenure.foundation.access.own_account import replace_password

    user = user_called(email)
    secret = asked_password(given=password, question="Their new password", option="--password")
    replace_password(user=user, password=secret, now=clock.now(), path=PATH)
    say(f"{user.email} has a new password; their sessions have ended.")


def deactivate_user(email: Email, acting_as: ActingAs = None) -> None:
    """Keep somebody out from now on; what they did stays theirs."""
    _ready()
    from tenure.foundation import clock
    from tenure.foundation.access.users import deactivate

    user = user_called(email)
    deactivate(by=acting_user(acting_as), user=user, path=PATH, now=clock.now())
    say(f"{user.email} can no longer sign in.")


def _ready() -> None:
    set_up_django()
    from tenure.interfaces.cli.installation import require_ready

    require_ready()


def _role_word(role: str, function: str | None) -> str:
    return f"{role}:{function}" if function else role


def _grant(word: str) -> Grant:
    from tenure.foundation.access.policy import Grant
    from tenure.foundation.access.roles import Role
    from tenure.foundation.records.kinds import Function

    role, _, function = word.partition(":")
    try:
        return Grant(Role(role), Function(function) if function else None)
    except ValueError as error:
        roles, functions = ", ".join(Role.values), ", ".join(Function)
        raise UnknownRoleError(
            f"{word!r} is no role. Roles: {roles}; of a function where it has one: {functions}. Example: member:sales."
        ) from error

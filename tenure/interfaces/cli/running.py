"""Running a command: whatever goes wrong is one clear line on stderr and exit code 1, never a traceback."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import DatabaseError
from typer.exceptions import Abort, TyperException

from tenure.configuration.home import home
from tenure.foundation.files.room import NO_ROOM, is_disk_trouble
from tenure.interfaces.cli.application import application

ERROR_FILE = "error.log"


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs the command with these arguments (default: the process's); gives the exit code.

    What it writes is for the owner's eyes only.
    """
    os.umask(0o077)
    try:
        given = list(sys.argv[1:] if arguments is None else arguments)
        code = application()(args=given or ["--help"], standalone_mode=False, prog_name="tenure")
        sys.stdout.flush()
    except (Abort, KeyboardInterrupt):
        return _told("Stopped; nothing more was done.")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader (head, less) went away: be quiet
        return 1
    except Exception as error:  # noqa: BLE001 - the last place where an error can become a line
        return _told(_line(error))
    return code if isinstance(code, int) else 0


def _told(line: str) -> int:
    sys.stderr.write(f"{line}\n")
    return 1


def _line(error: Exception) -> str:
    """What a person can act on."""
    if isinstance(error, TyperException):
        told = getattr(error, "format_message", lambda: str(error))()
        return f"{' '.join(told.split())} See `tenure --help`."
    if isinstance(error, ValidationError):
        return " ".join(_messages(error))
    if type(error).__module__.startswith("tenure."):
        return " ".join(str(error).split())
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return f"There is no room left on the disk{_where(error)}. Make room and try again; nothing was half written."
    if isinstance(error, OSError):
        return f"{error.strerror or error}{_where(error)}."
    if isinstance(error, DatabaseError) and is_disk_trouble(error):
        return f"There is no room left on the disk, or it fails ({error}). Make room and try again."
    if isinstance(error, DatabaseError):
        return f"The database refused: {' '.join(str(error).split())}. `tenure doctor` looks into it."
    if isinstance(error, ImproperlyConfigured):
        return f"The settings are not right: {error}"
    return _unforeseen(error)


def _messages(error: ValidationError) -> list[str]:
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    return [f"{name}: {message}" for name, messages in error.message_dict.items() for message in messages]


def _where(error: OSError) -> str:
    return f": {error.filename}" if error.filename else ""


def _unforeseen(error: Exception) -> str:
    """A line that names the file with the details; the traceback is for whoever mends it."""
    summary = f"Something went wrong inside Tenure ({type(error).__name__}: {' '.join(str(error).split())})."
    path = home() / ERROR_FILE
    try:
        with path.open("a") as file:
            file.write("".join(traceback.format_exception(error)) + "\n")
    except OSError:
        return summary
    return f"{summary} The details are in {path}."

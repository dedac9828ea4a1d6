"""Asking for what was not given as an option: at a terminal in words, from a script as lines on stdin."""

from __future__ import annotations

import sys

import typer


class MissingOptionError(ValueError):
    """Something that the command needs was neither given nor answered."""


def asked(*, given: str | None, question: str, option: str, default: str | None = None) -> str:
    """The option if it was given, else the answer. Raises `MissingOptionError` where nobody answers."""
    if given is not None:
        return given
    try:
        return str(typer.prompt(question, default=default, err=True))
    except typer.Abort as error:
        raise MissingOptionError(f"{question} was not given; use {option}.") from error


def asked_password(*, given: str | None, question: str, option: str) -> str:
    """Like `asked`, twice and without showing what is typed."""
    if given is not None:
        return given
    is_terminal = sys.stdin.isatty()
    try:
        return str(typer.prompt(question, hide_input=is_terminal, confirmation_prompt=is_terminal, err=True))
    except typer.Abort as error:
        raise MissingOptionError(f"{question} was not given; use {option}.") from error

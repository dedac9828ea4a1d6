"""Asking for what was not given as an option: at a terminal in words, from a script as lines on stdin."""

from __future__ import annotations

import sys
from getpass import getpass


class MissingOptionError(ValueError):
    """Something that the command needs was neither given nor answered."""


def asked(*, given: str | None, question: str, option: str, default: str = "") -> str:
    """The option if it was given, else the answer; no answer means the default.

    Questions are on stderr: stdout is for results. Raises `MissingOptionError` where nobody answers.
    """
    if given is not None:
        return given
    _put(f"{question} [{default}]: " if default else f"{question}: ")
    answer = sys.stdin.readline().strip() or default
    if not answer:
        raise MissingOptionError(f"{question} was not given; use {option}.")
    return answer


def asked_password(*, given: str | None, question: str, option: str) -> str:
    """Like `asked`; at a terminal twice, and without showing what is typed."""
    if given is not None or not sys.stdin.isatty():
        return asked(given=given, question=question, option=option)
    answer = getpass(f"{question}: ")
    if not answer:
        raise MissingOptionError(f"{question} was not given; use {option}.")
    if getpass("The same again: ") != answer:
        raise MissingOptionError("The two were not the same; run the command again.")
    return answer


def _put(words: str) -> None:
    sys.stderr.write(words)
    sys.stderr.flush()

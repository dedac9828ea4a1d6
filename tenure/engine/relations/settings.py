"""Parameters of definitions that a company may set: declared once in the room that reads them, found by scanning."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Takes(StrEnum):
    """What a setting holds."""

    WHOLE = "whole number"
    SHARE = "share"
    TEXT = "text"
    TEXTS = "list of texts"
    CHOICE = "choice"


class SettingError(ValueError):
    """A value that a setting cannot hold."""


@dataclass(frozen=True)
class Setting:
    """A parameter. `default` holds where the company says nothing (none: worked out, as `otherwise` says); whole
    numbers lie between `least` and `most`, and are of a `unit`. `moves` says what it changes, if not numbers."""

    key: str
    title: str
    about: str
    takes: Takes
    default: Any
    otherwise: str = ""
    unit: str = ""
    least: int = 0
    most: int = 3650
    choices: tuple[str, ...] = ()
    moves: str = ""

    def read(self, text: str) -> Any:
        """The value that a person wrote. Raises `SettingError` saying what is wanted."""
        given = text.strip()
        match self.takes:
            case Takes.WHOLE:
                return self._whole(given)
            case Takes.SHARE:
                return self._share(given)
            case Takes.CHOICE if given not in self.choices:
                raise SettingError(f"“{given}” is none of {', '.join(self.choices)}.")
            case Takes.TEXTS:
                found = [part.strip() for part in given.split(",") if part.strip()]
                if not found:
                    raise SettingError("Write at least one, with commas between several.")
                return found
            case _ if not given:
                raise SettingError("Write a text, or take the setting back.")
        return given

    def told(self, value: Any) -> str:
        """The value as a person writes it; nothing for nothing."""
        if value is None:
            return ""
        if self.takes is Takes.TEXTS:
            return ", ".join(map(str, value))
        return f"{round(float(value) * 100, 4):g} %" if self.takes is Takes.SHARE else str(value)

    def _whole(self, given: str) -> int:
        if not given.isascii() or not given.isdigit() or not self.least <= int(given) <= self.most:
            raise SettingError(f"“{given}” is no whole number from {self.least} to {self.most}.")
        return int(given)

    def _share(self, given: str) -> float:
        try:
            value = float(given.rstrip("% ").replace(",", ".")) / 100
        except ValueError:
            value = -1.0
        if not 0 <= value <= 1:
            raise SettingError(f"“{given}” is no share from 0 % to 100 %.")
        return value

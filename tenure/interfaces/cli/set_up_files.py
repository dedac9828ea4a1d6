"""The files that `tenure init` reads: working hours, holidays, exchange rates."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal, InvalidOperation
from pathlib import Path

import yaml

from tenure.foundation.organisation.business_time import Interval
from tenure.foundation.organisation.models import Weekday

_SPAN = re.compile(r"(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})")
_DAYS = {weekday.name.lower(): weekday.value for weekday in Weekday}
END_OF_DAY = "24:00"


class UnreadableFileError(ValueError):
    """A file for the set-up does not read as it should."""


def read_hours(*, path: Path) -> list[Interval]:
    """Working hours from YAML such as `monday: ["09:00-12:00", "13:00-17:00"]`. Raises `UnreadableFileError`."""
    try:
        given = yaml.safe_load(_text(path))
    except yaml.YAMLError as error:
        raise UnreadableFileError(f"{path} is not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(given, dict):
        raise UnreadableFileError(
            f'{path} must have a line per weekday, such as monday: ["09:00-12:00", "13:00-17:00"].'
        )
    intervals = []
    for day, spans in given.items():
        if str(day).lower() not in _DAYS:
            raise UnreadableFileError(f"{path}: {day!r} is not a weekday; write monday, tuesday …")
        for span in spans if isinstance(spans, list) else [spans] if spans else []:
            starts, ends = _span(path, str(span))
            intervals.append(Interval(_DAYS[str(day).lower()], starts, ends))
    return intervals


def read_holidays(*, path: Path) -> dict[date, str]:
    """Holidays from lines such as `2026-12-25,Christmas Day`. Raises `UnreadableFileError`."""
    holidays = {}
    for number, row in _rows(path, first="date"):
        try:
            holidays[date.fromisoformat(row[0])] = row[1] if len(row) > 1 else ""
        except ValueError as error:
            raise UnreadableFileError(
                f"{path}, line {number}: {row[0]!r} is not a date; write 2026-12-25,Christmas Day."
            ) from error
    return holidays


def read_rates(*, path: Path) -> dict[str, Decimal]:
    """What one unit of each currency is worth, from lines such as `USD,0.92`. Raises `UnreadableFileError`."""
    rates = {}
    for number, row in _rows(path, first="currency"):
        try:
            rates[row[0].upper()] = Decimal(row[1])
        except (IndexError, InvalidOperation) as error:
            raise UnreadableFileError(
                f"{path}, line {number}: write a currency and a rate, such as USD,0.92."
            ) from error
    return rates


def _rows(path: Path, *, first: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that are neither empty nor a heading, with their numbers."""
    for number, row in enumerate(csv.reader(_text(path).splitlines()), start=1):
        cells = [cell.strip() for cell in row]
        if any(cells) and not (number == 1 and cells[0].lower() == first):
            yield number, cells


def _span(path: Path, span: str) -> tuple[time, time]:
    found = _SPAN.fullmatch(span.strip())
    try:
        if found is None:
            raise ValueError(span)
        starts, ends = (part.zfill(5) for part in found.groups())
        return time.fromisoformat(starts), time.min if ends == END_OF_DAY else time.fromisoformat(ends)
    except ValueError as error:
        raise UnreadableFileError(f"{path}: {span!r} is not a span of a day; write 09:00-12:00.") from error


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise UnreadableFileError(f"{path} cannot be read: {reason}.") from error

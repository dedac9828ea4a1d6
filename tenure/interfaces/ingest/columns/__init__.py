"""Columns understood: what they hold, how it is written, and which fields they fill; what is open is asked."""

from tenure.interfaces.ingest.columns.booleans import NotABooleanError, parse_boolean
from tenure.interfaces.ingest.columns.dates import AmbiguousDateError, DateOrder, NotADateError, parse_date
from tenure.interfaces.ingest.columns.describing import describe
from tenure.interfaces.ingest.columns.empties import EMPTY_WORDS, is_empty
from tenure.interfaces.ingest.columns.matching import Match, match_columns
from tenure.interfaces.ingest.columns.numbers import Amount, NotANumberError, NumberStyle, parse_amount, parse_number
from tenure.interfaces.ingest.columns.own_fields import OwnField, own_field_for
from tenure.interfaces.ingest.columns.profiles import Choice, ColumnProfile, ColumnType, Question, Topic
from tenure.interfaces.ingest.columns.targets import EXTERNAL_ID, KNOWN_FROM, LookUp

__all__ = [
    "EMPTY_WORDS",
    "EXTERNAL_ID",
    "KNOWN_FROM",
    "AmbiguousDateError",
    "Amount",
    "Choice",
    "ColumnProfile",
    "ColumnType",
    "DateOrder",
    "LookUp",
    "Match",
    "NotABooleanError",
    "NotADateError",
    "NotANumberError",
    "NumberStyle",
    "OwnField",
    "Question",
    "Topic",
    "describe",
    "is_empty",
    "match_columns",
    "own_field_for",
    "parse_amount",
    "parse_boolean",
    "parse_date",
    "parse_number",
]

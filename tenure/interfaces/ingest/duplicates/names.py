"""Names of companies without what differs from one list to the next."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_FORMS = frozenset(
    {
        *("inc", "incorporated", "corp", "corporation", "co", "company", "llc", "llp", "lp", "ltd", "limited", "plc"),
        *(
            "gmbh",
            "ag",
            "kg",
            "ohg",
            "ug",
            "se",
            "sa",
            "sas",
            "sarl",
            "srl",
            "spa",
            "bv",
            "nv",
            "ab",
            "as",
            "asa",
            "oy",
        ),
        *("oyj", "aps", "pty", "pte", "kk", "holding", "holdings", "group", "the"),
    }
)
_WORD = re.compile(r"[^\W_]+")


def bare_name(name: str) -> str:
    """The name in small letters, without accents, signs and the legal form: `acme` for `ACME, Inc.`

    Letters and digits are parted, so that `Company_1` and `Company 1` are one. A name of legal forms alone stays whole.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("&", " and ")
    words = _WORD.findall(re.sub(r"(?<=\D)(?=\d)|(?<=\d)(?=\D)", " ", plain.replace(".", "")))
    kept = [word for word in words if word not in _FORMS]
    is_telling = any(not word.isdigit() for word in kept)
    return " ".join(kept if is_telling else words)


def blocks_of(bare: str) -> Iterator[str]:
    """The groups in which names are compared with each other: those that begin alike, those whose words begin alike."""
    squeezed = bare.replace(" ", "")
    yield squeezed[:4]
    first_word = min(bare.split())
    if first_word[:4] != squeezed[:4]:
        yield first_word[:4]

"""Names that sound real and belong to nobody: companies, people, addresses."""

from __future__ import annotations

import unicodedata
from random import Random

from tenure.simulation.words import (
    CITIES,
    CODAS,
    FIRST_NAMES,
    LAST_NAMES,
    ONSETS,
    REGIONS,
    STREETS,
    TRADES,
)

STEP = 1_987  # a prime that divides none of the list sizes, so that neighbours sound different and none repeats


def company_name(*, number: int, industry: str, region: str, rng: Random) -> str:
    """The name of the company with this number; no two numbers below the size of the lists share a stem and a trade."""
    place = (number * STEP) % (len(ONSETS) * len(CODAS))
    stem = ONSETS[place // len(CODAS)] + CODAS[place % len(CODAS)]
    around = number // (len(ONSETS) * len(CODAS))
    second = f" {ONSETS[around * 7 % len(ONSETS)]}" if around else ""
    ending = rng.choice(REGIONS[region][4])
    return " ".join(part for part in (f"{stem}{second}", rng.choice(TRADES[industry]), ending) if part)


def web_domain(*, name: str, number: int) -> str:
    """A domain under the reserved top level that can never exist."""
    words = [word for word in ascii_of(name).split() if word.lower() not in ENDINGS]
    tail = "" if number < len(ONSETS) * len(CODAS) else str(number)
    return "".join(words[:2]).lower() + tail + ".example"


def person_name(*, region: str, rng: Random) -> str:
    """First and last name as they are usual in a region."""
    return f"{rng.choice(FIRST_NAMES[region].split())} {rng.choice(LAST_NAMES[region].split())}"


def mail_address(*, name: str, domain: str, taken: set[str] | None = None) -> str:
    """first.last@domain, with a number where that is taken."""
    local = ".".join(ascii_of(name).lower().split())
    address, turn = f"{local}@{domain}", 1
    while taken is not None and address in taken:
        turn += 1
        address = f"{local}{turn}@{domain}"
    if taken is not None:
        taken.add(address)
    return address


def phone_number(rng: Random) -> str:
    """A number of a range that is kept for stories."""
    return f"+1 555 01{rng.randrange(100):02d} {rng.randrange(10000):04d}"


def postal_address(*, region: str, rng: Random) -> str:
    """Street and town."""
    return f"{rng.choice(STREETS)} Street {rng.randrange(1, 180)}\n{rng.choice(CITIES[region].split())}"


def ascii_of(text: str) -> str:
    """The text in plain letters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "".join(letter if letter.isalnum() or letter == " " else " " for letter in plain)


ENDINGS = {ending.lower() for region in REGIONS.values() for ending in region[4] if ending}

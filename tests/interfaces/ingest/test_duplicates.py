"""Records that may be the same are proposed, decided by a person, and not asked about twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tenure.business.accounts.models import Account
from tenure.interfaces.ingest.duplicates import deciding
from tenure.interfaces.ingest.duplicates.names import bare_name
from tenure.interfaces.ingest.models import MergeProposal
from tests.interfaces.ingest.conftest import NOW, imported

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

Write = Callable[[str, str], Path]


def mapping(source: str) -> str:
    return (
        f"source: {source}\ntargets:\n- {{kind: account, id: id, fields: {{name: name, domain: domain, size: size}}}}\n"
    )


def two_sources(by: Any, write: Write) -> None:
    imported(mapping("crm"), write("a.csv", 'id,name,domain,size\n1,"Acme, Inc.",acme.com,10\n2,Bolt,,\n'), by=by)
    rows = "id,name,domain,size\n7,ACME,ACME.com,\n8,Bolt GmbH,bolt.de,5\n9,Company 12,,\n10,Company 13,,\n"
    imported(mapping("billing"), write("b.csv", rows), by=by)


def test_the_same_domain_or_nearly_the_same_name_is_proposed(ann: Any, write: Write) -> None:
    two_sources(ann, write)

    told = [(one["keep"], one["other"], one["score"], one["reason"]) for one in deciding.listed()]

    assert told == [
        ("Acme, Inc.", "ACME", 100, "the same domain: acme.com"),
        ("Bolt", "Bolt GmbH", 99, "the same name"),
    ]


def test_accepted_ones_are_merged_with_what_both_know_and_rejected_ones_stay_apart(ann: Any, write: Write) -> None:
    two_sources(ann, write)
    acme, bolt = deciding.open_proposals()

    kept = deciding.accept(proposal=acme, by=ann, now=NOW)
    deciding.reject(proposal=bolt, by=ann, now=NOW)

    assert (kept.name, kept.domain, kept.size) == ("Acme, Inc.", "acme.com", 10)
    assert Account.objects.count() == 5
    assert not deciding.open_proposals()
    with pytest.raises(deciding.ProposalDecidedError):
        deciding.accept(proposal=bolt, by=ann, now=NOW)


def test_a_domain_that_many_share_tells_nothing(ann: Any, write: Write) -> None:
    names = [f"{word} Works" for word in ("Alder", "Birch", "Cedar", "Dogwood", "Elder", "Fir", "Ginkgo", "Holly")]
    shared = [f"{name} {letter}" for name in names for letter in "abcd"]
    rows = "".join(f"{place},{name},mail.example,\n" for place, name in enumerate(shared))

    imported(mapping("crm"), write("a.csv", f"id,name,domain,size\n{rows}"), by=ann)

    assert len(shared) == 32
    assert not [one for one in deciding.listed() if "domain" in one["reason"]]


def test_a_pair_that_was_kept_apart_can_be_proposed_again(ann: Any, write: Write) -> None:
    two_sources(ann, write)
    bolt = deciding.open_proposals()[1]
    deciding.reject(proposal=bolt, by=ann, now=NOW)
    assert list(deciding.kept_apart()) == [bolt]

    deciding.reopen(proposal=bolt, by=ann, now=NOW)

    assert bolt in deciding.open_proposals()
    assert not deciding.kept_apart()
    with pytest.raises(deciding.ProposalDecidedError, match="not kept apart"):
        deciding.reopen(proposal=bolt, by=ann, now=NOW)


def test_a_merged_record_keeps_the_ids_of_both_sources(ann: Any, write: Write) -> None:
    two_sources(ann, write)
    deciding.accept(proposal=deciding.open_proposals()[0], by=ann, now=NOW)

    result = imported(mapping("billing"), write("c.csv", "id,name,domain,size\n7,ACME,acme.com,25\n"), by=ann)

    assert result.tallies.total("updated") == 1  # type: ignore[arg-type]
    assert Account.objects.get(domain="acme.com").size == 25
    assert MergeProposal.objects.filter(state="open").count() == 1


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Acme, Inc.", "acme"),
        ("The ACME Corporation", "acme"),
        ("Müller & Söhne GmbH", "muller and sohne"),
        ("Company_12", "company 12"),
        ("A.B.C. Ltd", "abc"),
        ("Group", "group"),
        ("", ""),
    ],
)
def test_names_are_compared_without_what_differs_from_list_to_list(name: str, bare: str) -> None:
    assert bare_name(name) == bare

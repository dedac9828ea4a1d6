"""Merging two accounts or contacts that share a list or a hierarchy, and parting them again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tenure.business.accounts.models import Account
from tenure.business.accounts.queries import descendants
from tenure.business.marketing.models import CampaignMember, TargetListMember
from tenure.foundation.records.merging import merge, unmerge
from tenure.foundation.records.recording import recording
from tests.business.samples import NOW, sample

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def _act(hours: int) -> object:
    return recording(actor=None, path="test", now=NOW + timedelta(hours=hours))


def test_two_accounts_on_one_target_list_are_merged_into_one_place_on_it() -> None:
    with _act(0):
        keep, other, target_list = sample("account"), sample("account"), sample("target_list")
        kept = sample("target_list_member", target_list=target_list, account=keep)
        double = sample("target_list_member", target_list=target_list, account=other)

    with _act(1):
        merge(keep=keep, other=other)

    assert list(TargetListMember.objects.all()) == [kept]

    with _act(2):
        unmerge(record=other)

    assert {(m.pk, m.account_id) for m in TargetListMember.objects.all()} == {(kept.pk, keep.pk), (double.pk, other.pk)}


def test_two_contacts_in_one_campaign_stay_a_member_once() -> None:
    with _act(0):
        campaign, keep, other = sample("campaign"), sample("contact"), sample("contact")
        for contact in (keep, other):
            sample("campaign_member", campaign=campaign, contact=contact, lead=None)

    with _act(1):
        merge(keep=keep, other=other)

    assert [member.contact_id for member in CampaignMember.objects.all()] == [keep.pk]


def test_an_account_that_swallows_the_one_above_it_takes_its_place() -> None:
    with _act(0):
        top = sample("account", name="Top")
        other = sample("account", name="Other", parent=top)
        between = sample("account", name="Between", parent=other)
        keep = sample("account", name="Keep", parent=between)

    with _act(1):
        merge(keep=keep, other=other)

    keep.refresh_from_db()
    between.refresh_from_db()
    assert (keep.parent_id, between.parent_id) == (top.pk, keep.pk)
    assert sorted(account.name for account in descendants(account=top)) == ["Between", "Keep"]

    with _act(2):
        unmerge(record=other)

    assert dict(Account.objects.values_list("name", "parent_id")) == {
        "Top": None,
        "Other": top.pk,
        "Between": other.pk,
        "Keep": between.pk,
    }

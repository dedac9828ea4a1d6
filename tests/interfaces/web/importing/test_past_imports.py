"""Imports that were started: stopped and gone on with, undone beside later edits, listed, and kept from strangers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tenure.business.accounts.models import Account
from tenure.foundation.access.actions import change_record
from tenure.foundation.access.models import User
from tenure.foundation.jobs.models import Job
from tenure.interfaces.ingest.applying import running
from tenure.interfaces.ingest.models import ImportBatch, MergeProposal
from tenure.interfaces.web.importing.drafts import KEPT_FOR, clear_drafts
from tenure.interfaces.web.models import ImportDraft
from tenure.lifecycle.work.models import Notification
from tests.interfaces.web.importing.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

Browse = Callable[[User], Client]
Work = Callable[[], int]
ACCOUNTS = "Id,Company,Employees\n1,Acme,120\n2,Bolt,80\n3,,5\n"


def test_a_waiting_import_is_stopped_and_gone_on_with(anna: User, browse: Browse, work: Work) -> None:
    client = browse(anna)
    batch = _started(client)

    client.post(f"/imports/{batch.key}/stop/")
    work()
    assert Account.objects.count() == 0
    assert "Go on where it stopped" in client.get(f"/imports/{batch.key}/").content.decode()

    client.post(f"/imports/{batch.key}/go-on/")
    work()
    assert Account.objects.count() == 2


def test_a_stopped_import_leads_back_to_its_columns(anna: User, browse: Browse, work: Work) -> None:
    client = browse(anna)
    batch = _started(client)
    assert client.post(f"/imports/{batch.key}/mend/").headers["Location"] == f"/imports/{batch.key}/"
    client.post(f"/imports/{batch.key}/stop/")

    answer = client.post(f"/imports/{batch.key}/mend/")

    assert client.get(answer.headers["Location"]).status_code == 200
    assert ImportDraft.objects.get().batch == ""


def test_an_import_whose_worker_was_killed_goes_on_where_it_was(
    anna: User, browse: Browse, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "CHUNK_ROWS", 1)
    client = browse(anna)
    batch = _started(client)
    calls: list[int] = []

    def killed(run: Any, one: Any, read: int) -> None:
        calls.append(read)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(running, "_tell", killed)
        with pytest.raises(KeyboardInterrupt):
            work()
    assert (calls, Account.objects.count()) == ([1], 1)
    page = client.get(f"/imports/{batch.key}/").content.decode()
    Job.objects.filter(name="ingest.run").update(state="queued", lease_owner="", lease_until=None)
    work()

    assert "Importing" in page
    assert sorted(Account.objects.values_list("name", flat=True)) == ["Acme", "Bolt"]
    assert ImportBatch.objects.get().state == "done"


def test_undo_names_the_edits_made_since_and_leaves_them(anna: User, browse: Browse, work: Work) -> None:
    client = browse(anna)
    batch = _started(client)
    work()
    acme = Account.objects.get(name="Acme")
    change_record(by=anna, record=acme, values={"name": "Acme Corp"}, path="test", now=NOW)

    looking = client.get(f"/imports/{batch.key}/undo/", follow=True)
    work()
    asked = client.get(looking.request["PATH_INFO"] + "?" + looking.request["QUERY_STRING"]).content.decode()
    client.post(f"/imports/{batch.key}/undo/", {"keep": "1"})
    work()
    told = client.get(f"/imports/{batch.key}/").content.decode()

    assert "Waiting for a worker" in looking.content.decode()
    assert "Undo the" not in looking.content.decode().partition("</h1>")[2]
    assert "Account Acme Corp" in asked
    assert "Undo the rest" in asked
    assert "Left as it is, since it was edited after the import" in told
    assert list(Account.objects.values_list("name", flat=True)) == ["Acme Corp"]


def test_whoever_started_an_import_and_its_undoing_finds_their_ends_in_the_inbox(
    anna: User, browse: Browse, work: Work
) -> None:
    client = browse(anna)
    batch = _started(client)

    work()
    client.post(f"/imports/{batch.key}/undo/")
    work()

    told = Notification.objects.filter(user=anna).order_by("pk").values_list("text", "link")
    assert list(told) == [
        ("Your import of accounts.csv is done: 2 created, 1 rejected.", f"/imports/{batch.key}/"),
        ("The import of accounts.csv is undone: 2 removed, 0 set back.", f"/imports/{batch.key}/"),
    ]


def test_the_search_for_later_edits_is_only_shown_for_its_own_import(anna: User, browse: Browse, work: Work) -> None:
    client = browse(anna)
    batch = _started(client)
    work()
    other = Job.objects.get(name="ingest.run")

    answer = client.get(f"/imports/{batch.key}/undo/?look={other.pk}")

    look = Job.objects.get(name="web.look_before_undo")
    assert answer["Location"] == f"/imports/{batch.key}/undo/?look={look.pk}"


def test_an_edit_made_while_undo_waits_stops_it_with_the_reason(anna: User, browse: Browse, work: Work) -> None:
    client = browse(anna)
    batch = _started(client)
    work()
    client.post(f"/imports/{batch.key}/undo/")
    acme = Account.objects.get(name="Acme")
    change_record(by=anna, record=acme, values={"name": "Acme Corp"}, path="test", now=NOW)

    work()

    assert "It could not be undone" in client.get(f"/imports/{batch.key}/").content.decode()
    assert Account.objects.count() == 2


def test_rejected_rows_come_back_as_a_file(anna: User, browse: Browse, work: Work) -> None:
    client = browse(anna)
    batch = _started(client)
    work()

    answer: Any = client.get(f"/imports/{batch.key}/rejected.csv")

    assert answer["Content-Disposition"] == 'attachment; filename="accounts.csv.rejected.csv"'
    assert b"".join(answer.streaming_content).decode("utf-8-sig").splitlines() == [
        "table,row,kind,reason,Id,Company,Employees",
        'accounts,4,account,"name: is empty, and every record needs one",3,,5',
    ]


def test_the_list_tells_who_when_and_what(anna: User, browse: Browse, work: Work) -> None:
    client = browse(anna)
    batch = _started(client)
    work()

    page = client.get("/imports/").content.decode()
    records = client.get(f"/imports/{batch.key}/records/accounts/").content.decode()

    assert all(word in page for word in ("accounts.csv", "Anna Bergmann", "Done", f"/imports/{batch.key}/undo/"))
    assert all(word in records for word in ("Acme", "Bolt", "created it"))


@pytest.mark.parametrize("place", ["/imports/new/", "/imports/drafts/drf_x/"])
def test_a_member_is_told_why_they_may_not_import(place: str, ben: User, browse: Browse) -> None:
    answer = browse(ben).get(place)

    assert answer.status_code == 403
    assert "Your role does not let you import." in answer.content.decode()


def test_the_list_of_imports_tells_a_member_whom_to_ask(ben: User, browse: Browse) -> None:
    answer = browse(ben).get("/imports/")

    assert answer.status_code == 200
    assert "Managers of a function and administrators may" in answer.content.decode()


def test_a_manager_imports_without_adding_fields_and_sees_only_their_own(
    anna: User, mara: User, browse: Browse, work: Work
) -> None:
    theirs = _started(browse(anna))
    work()
    client = browse(mara)
    deals = "Deal ID,Deal name,Colour\n1,Renewal,red\n"
    client.post("/imports/new/", {"file": SimpleUploadedFile("deals.csv", deals.encode())})
    draft = ImportDraft.objects.get(by=mara)
    page = client.get(f"/imports/drafts/{draft.key}/").content.decode()
    columns = client.get(f"/imports/drafts/{draft.key}/columns/").content.decode()

    assert "Opportunity</option>" in page
    assert "Invoice line</option>" not in page
    assert "Keep as a new field of our own" not in columns
    assert "1 left out" in columns
    assert client.get(f"/imports/{theirs.key}/").status_code == 403
    assert "accounts.csv" not in client.get("/imports/").content.decode()


def test_a_draft_is_its_owners_alone(anna: User, mara: User, browse: Browse) -> None:
    browse(anna).post("/imports/new/", {"file": SimpleUploadedFile("a.csv", ACCOUNTS.encode())})
    draft = ImportDraft.objects.get()

    assert browse(mara).get(f"/imports/drafts/{draft.key}/").status_code == 404


def test_pairs_are_merged_or_kept_apart_on_one_screen(anna: User, browse: Browse, work: Work) -> None:
    client = browse(anna)
    rows = "Id,Company,Website\n1,Acme GmbH,acme.example\n2,ACME,\n3,Bolt Inc,\n4,Bolt,\n"
    _started(client, rows)
    work()
    page = client.get("/imports/duplicates/").content.decode()
    first, second = MergeProposal.objects.order_by("keep_id")

    merged = client.post(f"/imports/duplicates/{first.pk}/merge/", headers={"HX-Request": "true"})
    apart = client.post(f"/imports/duplicates/{second.pk}/apart/", headers={"HX-Request": "true"})
    again = client.post(f"/imports/duplicates/{second.pk}/merge/", headers={"HX-Request": "true"})

    assert all(name in page for name in ("Acme GmbH", "ACME", "Bolt Inc"))
    assert "Merged into “Acme GmbH”." in merged.content.decode()
    assert "They stay two." in apart.content.decode()
    assert "It has been decided about these two already." in again.content.decode()
    assert sorted(Account.objects.values_list("name", flat=True)) == ["Acme GmbH", "Bolt", "Bolt Inc"]
    assert "Nothing to decide" in client.get("/imports/duplicates/").content.decode()
    listed = client.get("/imports/duplicates/apart/").content.decode()
    assert all(words in listed for words in ("Bolt Inc", "the same name", "Propose again"))

    back = client.post(f"/imports/duplicates/{second.pk}/again/", follow=True).content.decode()

    assert "Nothing is kept apart" in back
    assert "Bolt Inc" in client.get("/imports/duplicates/").content.decode()


def test_a_member_may_not_decide_about_pairs(anna: User, ben: User, browse: Browse, work: Work) -> None:
    _started(browse(anna), "Id,Company\n1,Acme GmbH\n2,ACME\n")
    work()
    proposal = MergeProposal.objects.get()
    client = browse(ben)

    page, decided = client.get("/imports/duplicates/"), client.post(f"/imports/duplicates/{proposal.pk}/merge/")
    apart = client.get("/imports/duplicates/apart/")

    assert (page.status_code, decided.status_code, apart.status_code) == (403, 403, 403)
    assert "Your role does not let you merge" in page.content.decode()
    assert Account.objects.count() == 2


def test_drafts_are_cleared_when_imported_or_forgotten(anna: User, browse: Browse, work: Work, home: Any) -> None:
    client = browse(anna)
    _started(client)
    work()
    client.post("/imports/new/", {"file": SimpleUploadedFile("b.csv", ACCOUNTS.encode())})
    open_draft = ImportDraft.objects.get(batch="")

    assert clear_drafts(now=NOW) == 1
    assert list(ImportDraft.objects.all()) == [open_draft]
    assert clear_drafts(now=NOW + KEPT_FOR * 2) == 1
    assert list((home / "imports").iterdir()) == []


def _started(client: Client, rows: str = ACCOUNTS) -> ImportBatch:
    answer = client.post("/imports/new/", {"file": SimpleUploadedFile("accounts.csv", rows.encode())})
    client.get(answer.headers["Location"])
    started = client.post(f"{answer.headers['Location']}run/")
    return ImportBatch.objects.get(key=started.headers["Location"].split("/")[2])

"""The steps of an import as its pages take them: files, kinds, columns, values, the text, the dry run, the start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tenure.business.accounts.models import Account, Contact
from tenure.business.sales.models import Opportunity
from tenure.foundation.access.models import User
from tenure.foundation.jobs.models import Job
from tenure.foundation.records.models import CustomField
from tenure.interfaces.ingest.mapping.reading import read_mapping
from tenure.interfaces.ingest.models import ImportBatch, SavedMapping
from tenure.interfaces.web.erasure import erase
from tenure.interfaces.web.models import ImportDraft

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

Browse = Callable[[User], Client]
Work = Callable[[], int]
ACCOUNTS = "Id,Company,Employees,Customer since,Colour\n1,Acme,120,2025-01-10,red\n2,Bolt,80,2025-02-01,blue\n"


def test_a_file_is_read_matched_and_imported(anna: User, browse: Browse, work: Work) -> None:
    client = browse(anna)
    draft = _draft(client, ("accounts.csv", ACCOUNTS))

    assert read_mapping(draft.mapping).targets[0].kind == "account"
    assert _ran(client, draft, work).state == "done"

    assert list(Account.objects.order_by("name").values_list("name", "size", "custom")) == [
        ("Acme", 120, {"colour": "red"}),
        ("Bolt", 80, {"colour": "blue"}),
    ]
    assert SavedMapping.objects.get().source == "accounts"


def test_the_same_file_again_uses_the_kept_mapping_and_changes_nothing(anna: User, browse: Browse, work: Work) -> None:
    client = browse(anna)
    _ran(client, _draft(client, ("accounts.csv", ACCOUNTS)), work)

    draft = _draft(client, ("accounts.csv", ACCOUNTS))
    assert "The mapping of the last import from accounts fits" in client.get(_at(draft)).content.decode()
    batch = _ran(client, draft, work)

    assert "Nothing to change: every row is as it was." in client.get(f"/imports/{batch.key}/").content.decode()
    assert Account.objects.count() == 2


def test_several_files_become_linked_records(anna: User, browse: Browse, work: Work) -> None:
    client = browse(anna)
    deals = "Deal ID,Deal name,Company,Amount,Stage\n9,Acme renewal,Acme,1200,Won\n"

    draft = _draft(client, ("deals.csv", deals), ("accounts.csv", ACCOUNTS))
    assert [target.kind for target in read_mapping(draft.mapping).targets] == ["account", "opportunity"]
    _ran(client, draft, work)

    deal = Opportunity.objects.get()
    assert (deal.name, str(deal.account)) == ("Acme renewal", "Acme")


def test_a_file_that_cannot_be_read_is_refused_with_the_reason(anna: User, browse: Browse) -> None:
    sent = [_sent("photo.csv", b"\x89PNG\r\n\x1a\n rest"), _sent("accounts.csv", ACCOUNTS.encode())]

    answer = browse(anna).post("/imports/new/", {"file": sent}, headers={"Accept": "application/json"})

    assert answer.status_code == 422
    assert answer.json()["refused"] == ["photo.csv is a picture. Choose the file with the table."]
    assert [file["name"] for file in ImportDraft.objects.get().files] == ["accounts.csv"]


def test_nothing_usable_leaves_no_draft(anna: User, browse: Browse) -> None:
    client = browse(anna)

    empty = client.post("/imports/new/", {"file": _sent("empty.csv", b"")}, headers={"Accept": "application/json"})
    nothing = client.post("/imports/new/", headers={"Accept": "application/json"})

    assert (empty.status_code, nothing.status_code) == (422, 422)
    assert "Choose a file first." in nothing.json()["refused"][0]
    assert ImportDraft.objects.count() == 0


def test_a_file_beyond_the_limit_is_refused(anna: User, browse: Browse, settings: Any) -> None:
    settings.TENURE_MAX_IMPORT_MB = 1
    large = _sent("large.csv", b"a,b\n" + b"1,2\n" * 300_000)

    answer = browse(anna).post("/imports/new/", {"file": large}, headers={"Accept": "application/json"})

    assert answer.json()["refused"] == [
        "“large.csv” has more than 1 MB. Pack it (gzip, zip), or import it with `tenure import`."
    ]


def test_the_kind_of_a_table_is_said_and_the_table_left_out(anna: User, browse: Browse) -> None:
    client = browse(anna)
    draft = _draft(client, ("accounts.csv", ACCOUNTS), ("notes.csv", "x,y\n1,2\n"))

    client.post(f"{_at(draft)}kind/", {"table": "accounts", "kind": "competitor"})
    client.post(f"{_at(draft)}kind/", {"table": "notes", "kind": ""})

    draft.refresh_from_db()
    assert [(one.kind, one.table) for one in read_mapping(draft.mapping).targets] == [("competitor", "accounts")]
    assert client.post(f"{_at(draft)}kind/", {"table": "accounts", "kind": "nonsense"}).status_code == 404


def test_an_ambiguous_date_is_asked_and_nothing_runs_before_the_answer(anna: User, browse: Browse, work: Work) -> None:
    client = browse(anna)
    draft = _draft(client, ("accounts.csv", "Id,Company,Customer since\n1,Acme,03/04/2025\n"))

    page = client.get(f"{_at(draft)}columns/").content.decode()
    early = client.get(f"{_at(draft)}try/")
    _change(client, draft, "answer", field="customer_since", topic="date_order", answer="day first")
    _ran(client, draft, work)

    assert "Which day is 03/04/2025 in Customer since?" in page
    assert "Thursday 3 April 2025" in page
    assert early.headers["Location"] == f"{_at(draft)}columns/"
    assert Account.objects.get().customer_since == date(2025, 4, 3)


def test_a_column_gets_another_field_and_takes_it_from_the_one_before(anna: User, browse: Browse) -> None:
    client = browse(anna)
    draft = _draft(client, ("accounts.csv", "Id,Company,Legal name\n1,Acme,Acme GmbH\n"))

    _change(client, draft, "assign", column="2", choice="name")

    target = _target(draft)
    assert target.fields["name"].column == "Legal name"
    assert "Company" not in {rule.column for rule in target.fields.values()}


def test_a_column_is_left_out_and_kept_again_as_a_field_of_our_own(anna: User, browse: Browse, work: Work) -> None:
    client = browse(anna)
    draft = _draft(client, ("accounts.csv", ACCOUNTS))

    _change(client, draft, "assign", column="4", choice="")
    assert "custom.colour" not in _target(draft).fields
    _change(client, draft, "assign", column="4", choice="=own")
    assert _target(draft).fields["custom.colour"].column == "Colour"
    assert CustomField.objects.count() == 0

    _ran(client, draft, work)
    assert CustomField.objects.get().label == "Colour"


def test_the_last_column_of_a_table_cannot_be_left_out(anna: User, browse: Browse) -> None:
    client = browse(anna)
    draft = _draft(client, ("accounts.csv", "Company\nAcme\n"))

    answer = _change(client, draft, "assign", column="0", choice="")

    assert "One column at least has to fill a field." in answer.headers["HX-Trigger"]
    assert _target(draft).fields["name"].column == "Company"


def test_values_that_a_field_does_not_know_are_given_a_meaning(anna: User, browse: Browse, work: Work) -> None:
    client = browse(anna)
    rows = "".join(f"{n},Company {n},{status}\n" for n, status in enumerate(["Customer", "Bezahlend", "Customer"]))
    draft = _draft(client, ("accounts.csv", f"Id,Company,Status\n{rows}"))
    assert "value to be told what it means" in client.get(f"{_at(draft)}columns/").content.decode()

    _change(client, draft, "meaning", field="status", value="Bezahlend", meaning="customer")
    batch = _ran(client, draft, work)

    assert batch.rejected_rows.count() == 0
    assert list(Account.objects.values_list("status", flat=True)) == ["customer"] * 3


def test_all_rows_get_the_same_value(anna: User, browse: Browse, work: Work) -> None:
    client = browse(anna)
    draft = _draft(client, ("accounts.csv", ACCOUNTS))

    _change(client, draft, "constant", field="status", value="customer")
    _ran(client, draft, work)

    assert set(Account.objects.values_list("status", flat=True)) == {"customer"}


def test_a_link_is_found_by_another_way(anna: User, browse: Browse) -> None:
    client = browse(anna)
    draft = _draft(client, ("deals.csv", "Deal ID,Deal name,Company\n1,Renewal,acme.example\n"))

    _change(client, draft, "way", field="account", way="domain", missing="create")

    rule = _target(draft).fields["account"]
    assert (rule.find, rule.missing) == (["domain"], "create")


def test_the_text_is_downloaded_changed_and_uploaded(anna: User, browse: Browse, work: Work) -> None:
    client = browse(anna)
    draft = _draft(client, ("accounts.csv", ACCOUNTS))
    file = client.get(f"{_at(draft)}mapping/file/")
    assert file["Content-Disposition"] == 'attachment; filename="accounts.yaml"'

    text = file.content.decode().replace("name: Company", "name: {expression: upper(`Company`)}")
    sent = SimpleUploadedFile("map.yaml", text.encode())
    answer = client.post(f"{_at(draft)}mapping/", {"file": sent})
    assert answer.headers["Location"] == f"{_at(draft)}columns/"
    _ran(client, draft, work)

    assert sorted(Account.objects.values_list("name", flat=True)) == ["ACME", "BOLT"]


def test_a_faulty_text_is_told_of_and_not_used(anna: User, browse: Browse) -> None:
    client = browse(anna)
    draft = _draft(client, ("accounts.csv", ACCOUNTS))

    answer = client.post(f"{_at(draft)}mapping/", {"text": draft.mapping.replace("Company", "Compny")})

    assert answer.status_code == 422
    assert "the table has no column “Compny”. Did you mean “Company”?" in answer.content.decode()
    before = draft.mapping
    draft.refresh_from_db()
    assert draft.mapping == before


def test_the_dry_run_writes_nothing_and_tells_what_would_be_rejected(anna: User, browse: Browse, work: Work) -> None:
    client = browse(anna)
    draft = _draft(client, ("accounts.csv", f"{ACCOUNTS}3,,7,2025-01-01,red\n"))

    client.get(f"{_at(draft)}try/")
    work()
    page = client.get(f"{_at(draft)}try/").content.decode()

    assert "name: is empty, and every record needs one" in page
    assert (Account.objects.count(), CustomField.objects.count(), ImportBatch.objects.count()) == (0, 0, 0)


def test_a_change_after_the_dry_run_asks_for_another(anna: User, browse: Browse, work: Work) -> None:
    client = browse(anna)
    draft = _draft(client, ("accounts.csv", ACCOUNTS))
    client.get(f"{_at(draft)}try/")
    work()

    _change(client, draft, "constant", field="status", value="customer")

    assert "Waiting for a worker" in client.get(f"{_at(draft)}try/").content.decode()
    assert Job.objects.filter(name="web.try_import").count() == 2


def test_large_files_are_read_by_a_worker(
    anna: User, browse: Browse, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenure.interfaces.web.importing.views.files.READ_AT_ONCE", 10)
    client = browse(anna)
    answer = client.post("/imports/new/", {"file": _sent("accounts.csv", ACCOUNTS.encode())})
    draft = ImportDraft.objects.get()

    assert "Waiting for a worker" in client.get(answer.headers["Location"]).content.decode()
    assert "tenure serve" in client.get(f"{_at(draft)}reading/").content.decode()
    work()
    assert client.get(f"{_at(draft)}reading/").headers["HX-Refresh"] == "true"

    assert "Match the columns" in client.get(_at(draft)).content.decode()


def test_pressing_import_twice_imports_once(anna: User, browse: Browse, work: Work) -> None:
    client = browse(anna)
    draft = _draft(client, ("accounts.csv", ACCOUNTS))

    first, second = client.post(f"{_at(draft)}run/"), client.post(f"{_at(draft)}run/")
    work()

    assert first.headers["Location"] == second.headers["Location"]
    assert ImportBatch.objects.count() == 1


def test_giving_up_takes_the_files_along(anna: User, browse: Browse, home: Any) -> None:
    client = browse(anna)
    draft = _draft(client, ("accounts.csv", ACCOUNTS))
    assert (home / "imports" / draft.key / "0" / "accounts.csv").is_file()

    client.post(f"{_at(draft)}discard/")

    assert not (home / "imports" / draft.key).exists()
    assert ImportDraft.objects.count() == 0


def test_amounts_take_the_currency_that_is_answered(anna: User, browse: Browse, work: Work) -> None:
    client = browse(anna)
    draft = _draft(client, ("deals.csv", "Deal ID,Deal name,Amount\n1,Renewal,$1200\n"))
    text = draft.mapping.replace("currency: EUR\n", "")
    client.post(f"{_at(draft)}mapping/", {"text": text})

    page = client.get(f"{_at(draft)}columns/").content.decode()
    assert "Which currency is meant by $ in Amount?" in page
    _change(client, draft, "answer", field=_amount_field(draft), topic="currency", answer="CAD")
    _ran(client, draft, work)

    deal = Opportunity.objects.get()
    assert (getattr(deal, _amount_field(draft)), deal.currency) == (Decimal(1200), "CAD")


def test_a_ready_mapping_is_offered_where_it_fits_and_taken_with_one_click(
    anna: User, browse: Browse, work: Work
) -> None:
    client = browse(anna)
    rows = "id,name,email,created\ncus_1,Acme,ann@acme.example,2025-01-10 10:00:00\n"
    draft = _draft(client, ("customers.csv", rows))

    page = client.get(_at(draft)).content.decode()
    answer = client.post(f"{_at(draft)}ready/", {"name": "stripe"})
    columns = client.get(answer.headers["Location"]).content.decode()
    _ran(client, draft, work)

    assert "Do these come from <b>Stripe</b>?" in page
    assert "Matched by the ready mapping for Stripe." in columns
    assert list(Account.objects.values_list("name", flat=True)) == ["Acme"]
    assert ImportBatch.objects.get().source == "stripe"


def test_erasing_a_person_gives_up_the_files_that_may_tell_of_them(
    anna: User, browse: Browse, home: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client = browse(anna)
    people = _draft(client, ("contacts.csv", "Contact ID,Name,Email\n1,Mara Lind,mara@acme.example\n"))
    client.post(f"{_at(people)}kind/", {"table": "contacts", "kind": "contact"})
    deals = _draft(client, ("deals.csv", "Deal ID,Deal name,Stage\n1,Renewal,won\n"))

    with django_capture_on_commit_callbacks(execute=True):
        erase(Contact(name="Mara Lind"))

    assert list(ImportDraft.objects.all()) == [deals]
    assert not (home / "imports" / people.key).exists()


def _amount_field(draft: ImportDraft) -> str:
    return next(name for name, rule in _target(draft).fields.items() if rule.column == "Amount")


def test_usage_events_are_known_or_said_to_be_some(anna: User, browse: Browse, work: Work) -> None:
    client = browse(anna)
    _ran(client, _draft(client, ("accounts.csv", ACCOUNTS)), work)
    known = _draft(client, ("events.csv", "event_id,timestamp,customer,feature\ne1,2026-01-02T10:00Z,Acme,reports\n"))
    said = _draft(client, ("clicks.csv", "time,company,user\n2026-01-02T10:00Z,Bolt,mara\n"))

    client.post(f"{_at(said)}kind/", {"table": "clicks", "kind": "usage_event"})

    assert [_target(one).kind for one in (known, said)] == ["usage_event", "usage_event"]
    assert _ran(client, known, work).rejected_rows.count() == 0
    assert _ran(client, said, work).rejected_rows.count() == 0


def test_what_lacks_an_account_cannot_be_usage_events(anna: User, browse: Browse) -> None:
    client = browse(anna)
    draft = _draft(client, ("clicks.csv", "time,user\n2026-01-02T10:00Z,mara\n"))

    client.post(f"{_at(draft)}kind/", {"table": "clicks", "kind": "usage_event"})

    assert "Usage events need account and occurred_at" in client.get(_at(draft)).content.decode()


def _draft(client: Client, *files: tuple[str, str]) -> ImportDraft:
    """The draft of these files, read and matched."""
    answer = client.post("/imports/new/", {"file": [_sent(name, text.encode()) for name, text in files]})
    client.get(answer.headers["Location"])
    return ImportDraft.objects.get(key=answer.headers["Location"].split("/")[3])


def _ran(client: Client, draft: ImportDraft, work: Work) -> ImportBatch:
    answer = client.post(f"{_at(draft)}run/")
    work()
    return ImportBatch.objects.get(key=answer.headers["Location"].split("/")[2])


def _change(client: Client, draft: ImportDraft, what: str, **given: str) -> Any:
    headers = {"HX-Request": "true"}
    return client.post(f"{_at(draft)}columns/{what}/", {"place": "0", **given}, headers=headers)


def _target(draft: ImportDraft) -> Any:
    kept = ImportDraft.objects.get(pk=draft.pk)
    return read_mapping(kept.mapping).targets[0]


def _at(draft: ImportDraft) -> str:
    return f"/imports/drafts/{draft.key}/"


def _sent(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)

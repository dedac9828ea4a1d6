"""What a startup keeps in its own files comes in without a mapping: names in parts, words of others, plain headers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tenure.business.accounts.models import Account, Contact
from tenure.business.billing.models import ContractLine, Invoice
from tenure.business.delivery.models import Project
from tenure.business.sales.models import Opportunity
from tenure.business.success.models import Offboarding, SurveyResponse
from tenure.business.support.models import Case
from tenure.engine.lake.place import lake_folder
from tenure.engine.lake.usage import events
from tenure.foundation.organisation.models import Company
from tenure.foundation.records.recording import recording
from tenure.interfaces.cli.importing.choosing import choose
from tenure.interfaces.ingest.mapping.kind_of_rows import NoKindFoundError
from tenure.interfaces.ingest.mapping.reading import write_mapping
from tenure.interfaces.ingest.mapping.suggesting import suggest_mapping
from tenure.interfaces.ingest.models import RejectedRow
from tenure.interfaces.ingest.reading import open_tables
from tests.interfaces.ingest.conftest import NOW, imported
from tests.interfaces.ingest.test_files_one_by_one import guessed

pytestmark = pytest.mark.django_db
Write = Callable[[str, str], Path]


@pytest.fixture(autouse=True)
def company(ann: Any) -> None:
    Company.objects.create(name="Kestrel", currency="USD", zone="UTC")
    with recording(actor=ann, path="test", now=NOW):
        for number in (1, 2):
            Account.objects.create(name=f"Firm {number}")


@pytest.fixture
def bring(ann: Any, write: Write) -> Callable[[str, str], None]:
    """Imports a file by its name and text, whose rows must all be taken."""

    def bring(name: str, text: str) -> None:
        assert guessed(write(name, text), kind=None, by=ann).tallies.rejected == 0

    return bring


def test_people_with_a_contact_id_are_contacts_and_their_names_put_together(bring: Callable[..., None]) -> None:
    bring(
        "people.csv",
        "Contact ID,First name,Last name,Email,Company\n"
        "P1,Mara,Voss,mara@firm1.example,Firm 1\nP2,,Okoro,o@firm2.example,Firm 2\n",
    )

    assert list(Contact.objects.order_by("pk").values_list("name", "account__name")) == [
        ("Mara Voss", "Firm 1"),
        ("Okoro", "Firm 2"),
    ]


def test_deals_are_of_the_types_that_other_words_mean(bring: Callable[..., None]) -> None:
    bring(
        "deals.csv",
        "Deal ID,Deal name,Company,Type,Stage,Amount,Created date,Close date\n"
        "D1,One,Firm 1,New Business,Closed Won,100,2025-11-01,2026-01-31\n"
        "D2,Two,Firm 2,Existing Business,Closed Lost,200,2025-11-02,2026-01-31\n"
        "D3,Three,Firm 2,Renewal,Proposal,300,2025-11-02,2026-06-30\n",
    )

    found = Opportunity.objects.order_by("pk").values_list("type", "outcome")
    assert list(found) == [("new", "won"), ("expansion", "lost"), ("renewal", "")]


def test_tickets_know_priorities_states_and_whoever_asked(bring: Callable[..., None]) -> None:
    words = [("Low", "Open"), ("Normal", "Pending"), ("High", "On-hold"), ("Urgent", "Solved")] * 3
    rows = "".join(
        f"T{n},Problem {n},p{n % 2}@firm1.example,{priority},{status},2026-02-0{n % 9 + 1} 09:00\n"
        for n, (priority, status) in enumerate(words)
    )
    bring("tickets.csv", "Ticket ID,Subject,Requester email,Priority,Status,Created at\n" + rows)

    assert Counter(Case.objects.values_list("severity", "status")) == {
        ("4", "open"): 3,
        ("3", "waiting_customer"): 3,
        ("2", "waiting_third_party"): 3,
        ("1", "resolved"): 3,
    }
    assert list(Contact.objects.order_by("email").values_list("email", flat=True)) == [
        "p0@firm1.example",
        "p1@firm1.example",
    ]


def test_answers_belong_to_the_contact_with_the_address(bring: Callable[..., None]) -> None:
    bring("contacts.csv", "Contact ID,Name,Email,Company\nP1,Mara Voss,mara@firm1.example,Firm 1\n")
    bring(
        "nps.csv",
        "Response ID,Email,Survey,Score,Sent at,Responded at\n"
        "S1,mara@firm1.example,Net Promoter Score,9,2026-02-01 08:00,2026-02-02 12:00\n",
    )

    answer = SurveyResponse.objects.get()
    assert (answer.contact.name, answer.type, answer.score) == ("Mara Voss", "nps", 9)
    assert answer.account.name == "Firm 1"


def test_an_open_invoice_is_one_that_was_issued(bring: Callable[..., None]) -> None:
    bring(
        "invoices.csv",
        "Invoice ID,Invoice number,Company,Total,Invoice date,Due date,Status\n"
        "I1,INV-1,Firm 1,100,2026-01-15,2026-02-14,Open\nI2,INV-2,Firm 2,200,2026-01-15,2026-02-14,Paid\n",
    )

    assert list(Invoice.objects.order_by("pk").values_list("status", flat=True)) == ["issued", "paid"]


@pytest.mark.parametrize(("column", "period"), [("MRR", "month"), ("Annual amount", "year"), ("ARR", "year")])
def test_the_name_of_an_amount_says_for_how_long_it_is(bring: Callable[..., None], column: str, period: str) -> None:
    bring("contracts.csv", "Contract ID,Company,Status,Signed on\nC1,Firm 1,Active,2025-01-01\n")
    bring(
        "contract_lines.csv",
        f"Line ID,Contract ID,Product,{column},Recurring,Service start\nL1,C1,Suite,1200,yes,2025-01-01\n",
    )

    line = ContractLine.objects.get()
    assert (line.amount, line.period, line.contract.status, line.product.name) == (1200, period, "signed", "Suite")
    assert line.account.name == "Firm 1"


def test_what_a_record_needs_and_nothing_tells_is_said_in_words(ann: Any, write: Write) -> None:
    result = guessed(write("nps.csv", "Response ID,Survey,Score\nS1,NPS,9\n"), kind=None, by=ann)

    [row] = RejectedRow.objects.all()
    assert result.tallies.rejected == 1
    assert row.reason == "account: every record needs one, and neither a column nor another record tells it"


def test_events_of_use_are_known_by_their_columns(bring: Callable[..., None], home: Path) -> None:
    rows = "".join(f"e{n},2026-02-{n + 1:02}T10:00:00Z,Firm {n % 2 + 1},u{n},reports,2,beta\n" for n in range(6))
    bring("app_events.csv", "event_id,timestamp,customer,user,feature,count,channel\n" + rows)

    found = events(lake=lake_folder()).to_table().to_pylist()
    accounts = {account.public_id: account.name for account in Account.objects.all()}
    assert Counter((accounts[one["account_id"]], one["feature"], one["events"]) for one in found) == {
        ("Firm 1", "reports", 2): 3,
        ("Firm 2", "reports", 2): 3,
    }


def test_a_file_of_those_who_left_is_one_of_departures(bring: Callable[..., None]) -> None:
    bring("churned_customers.csv", "Customer,Churn date,Churn reason,Notice date\nFirm 2,2026-02-28,Price,2025-12-15\n")

    left = Offboarding.objects.get()
    assert (left.account.name, left.ended_on, left.notified_on) == ("Firm 2", date(2026, 2, 28), date(2025, 12, 15))


def test_a_file_of_customers_with_mrr_takes_the_mapping_that_knows_it(ann: Any, write: Write) -> None:
    path = write("customers.csv", "Customer,Domain,MRR,Start date,Plan\nAcme,acme.example,100.50,2025-02-01,Pro\n")

    chosen = choose(tables=open_tables(path), file=None, kind=None, source=None, keep_unmapped=False, by=ann)
    told = choose(tables=open_tables(path), file=None, kind="account", source=None, keep_unmapped=False, by=ann)

    assert chosen.origin == "spreadsheet, which comes with Tenure"
    assert {target.kind for target in chosen.mapping.targets} == {"account", "product", "contract", "contract_line"}
    assert {target.kind for target in told.mapping.targets} == {"account"}


def test_a_project_s_planned_and_real_days_are_told_apart(bring: Callable[..., None]) -> None:
    bring(
        "projects.csv",
        "Project ID,Project name,Customer,Planned go-live,Go-live date\nP1,Onboarding,Firm 1,2025-04-15,2025-04-20\n",
    )

    project = Project.objects.get()
    assert (project.planned_go_live, project.went_live_on) == (date(2025, 4, 15), date(2025, 4, 20))


def test_what_one_column_leaves_open_another_of_the_file_tells(ann: Any, write: Write) -> None:
    path = write("kunden.csv", "Firma;Umsatz;Mitarbeiter\nGroß AG;1.234,50;1.200\nKlein KG;99,00;2.500\n")
    alone = write("leute.csv", "Firma;Mitarbeiter\nGroß AG;1.200\nKlein KG;2.500\n")

    told = suggest_mapping(open_tables(path), kind="account")
    imported(write_mapping(told.mapping), path, by=ann)

    assert told.questions == []
    assert "kunden: Numbers in Mitarbeiter are read as those in Umsatz are written." in told.notes
    sizes = dict(Account.objects.filter(size__isnull=False).values_list("name", "size"))
    assert sizes == {"Groß AG": 1200, "Klein KG": 2500}
    asked = suggest_mapping(open_tables(alone), kind="account").questions
    assert [one.question.column for one in asked] == ["Mitarbeiter"]


def test_a_table_of_which_nothing_is_known_does_not_keep_the_others_out(write: Write) -> None:
    known = open_tables(write("customers.csv", "Company,Website\nAcme,acme.example\n"))
    unknown = open_tables(write("remarks.csv", "made by ann\nyes\n"))

    told = suggest_mapping([*known, *unknown])

    assert [target.kind for target in told.mapping.targets] == ["account"]
    assert any("the rows of remarks are" in note and note.endswith("It is left out.") for note in told.notes)
    with pytest.raises(NoKindFoundError):
        suggest_mapping(unknown)

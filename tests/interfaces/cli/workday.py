"""What the tests do in an installation of its own, as a process: `workday.py fill|history|numbers`, printed as JSON."""

from __future__ import annotations

import hashlib
import json
import os
import random
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()


from tenure.business.accounts.models import Account  # noqa: E402
from tenure.business.sales.models import Opportunity  # noqa: E402
from tenure.configuration.home import home  # noqa: E402
from tenure.foundation.jobs.models import Job  # noqa: E402
from tenure.foundation.mail.models import Mail  # noqa: E402
from tenure.foundation.mail.outbox import send  # noqa: E402
from tenure.foundation.organisation.models import Company, ExchangeRate  # noqa: E402
from tenure.foundation.records import operations  # noqa: E402
from tenure.foundation.records.models import ExternalId  # noqa: E402
from tenure.foundation.records.recording import recording  # noqa: E402
from tenure.foundation.search.models import SearchEntry  # noqa: E402
from tenure.interfaces.cli.archives.rows import kept_models, written_rows  # noqa: E402
from tenure.interfaces.cli.archives.snapshot import last_id  # noqa: E402
from tenure.interfaces.cli.installation import migrate  # noqa: E402
from tenure.lifecycle.work.operations import add_task, write_note  # noqa: E402

DAYS = [datetime(2026, 1, day, 9, 30, 15, 123456, tzinfo=UTC) for day in (5, 6, 7, 8)]


def act(day: int) -> Any:
    """An act of Ann on one of the days."""
    return recording(actor=None, actor_label="Ann", reason="Day's work", path="test", now=DAYS[day])


def fill() -> None:
    """A company with a few records, changed, deleted and written about, two stored files and a waiting mail."""
    migrate()
    with act(0):
        Company.objects.create(name="Ours", currency="EUR", zone="Europe/Berlin")
        ExchangeRate.objects.create(
            from_currency="USD", to_currency="EUR", on=date(2026, 1, 1), rate=Decimal("0.912345678901")
        )
        acme = operations.create(
            model=Account,
            values={"name": "Acme “Ünïcode”\nand more", "tier": "gold", "created_on": date(2025, 12, 1)},
            external_ids={"crm": "0017", "old": "x"},
        )
        deal = operations.create(
            model=Opportunity,
            values={
                "account": acme,
                "name": "50 seats",
                "type": "new",
                "created_at": DAYS[0],
                "arr": Decimal("12345678.123456"),
                "currency": "EUR",
            },
        )
    with act(1):
        operations.change(record=acme, values={"tier": "silver"})
        ExternalId.objects.filter(source="old").delete()
        write_note(body="They are *keen*.", author=None, about=deal)
        add_task(title="Call them", about=acme, due_on=date(2026, 1, 9))
    with act(2):
        operations.delete(record=deal)
    send(to="ann@example.com", subject="Hello", text="Waiting.", key="hello", now=DAYS[3])
    for name, content in (("ab/cd.bin", random.Random(7).randbytes(300_000)), ("ab/empty", b"")):
        path = home() / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def contents() -> dict[str, Any]:
    """Every row of every table, every number counter, every file: what must be equal in a restored home.

    Not equal by intent: the number of the transaction that wrote a change, and the mails that were waiting.
    """
    rows = {model._meta.db_table: _rows(model) for model in kept_models()}
    for change in rows["records_change"]:
        change[-1] = 0
    del rows["mail_mail"]
    files = {
        path.relative_to(home()).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((home() / "files").rglob("*"))
        if path.is_file()
    }
    counters = {model._meta.db_table: last_id(model=model, using="default") for model in kept_models()}
    return {
        "rows": rows,
        "counters": {table: counter for table, counter in counters.items() if rows.get(table)},
        "files": files,
        "secret": (home() / "secret_key").read_text(),
        "mails": [[mail.subject, mail.state] for mail in Mail.objects.all()],
        "jobs": Job.objects.count(),
    }


def _rows(model: Any) -> list[Any]:
    return [json.loads(line) for line in written_rows(model=model, using="default")]


def work_on() -> dict[str, Any]:
    """A further change, to see that history goes on; and what the database says to somebody who alters it."""
    acme = Account.objects.get()
    with act(3):
        operations.change(record=acme, values={"tier": "bronze"})
    tiers = acme.versions_model._default_manager.order_by("version_id").values_list("tier", flat=True)
    try:
        acme.versions_model._default_manager.all().delete()
    except django.db.DatabaseError as error:
        refused = str(error)
    return {"tiers": list(tiers), "refused": refused, "indexed": SearchEntry.objects.count()}


if __name__ == "__main__":
    result = {"fill": fill, "contents": contents, "work_on": work_on}[sys.argv[1]]()
    sys.stdout.write(json.dumps(result))

"""What the tests do in an installation, as a process: `visitor.py full_disk|session|contents`, printed as JSON."""

from __future__ import annotations

import json
import os
import resource
import sys
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.middleware.csrf import _get_new_csrf_string  # noqa: E402
from django.test import Client  # noqa: E402

from tenure.business.accounts.models import Account  # noqa: E402
from tenure.configuration.home import home  # noqa: E402
from tenure.foundation.access.models import User  # noqa: E402
from tenure.foundation.files.models import File  # noqa: E402
from tenure.foundation.jobs.models import Job  # noqa: E402
from tenure.foundation.records.models import Change  # noqa: E402

LARGEST_FILE = 200_000
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def full_disk() -> Any:
    """Pages that write while no file may grow beyond a limit, and again once it may."""
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    client.force_login(User.objects.get(), backend=BACKEND)
    client.post("/accounts/new/", {"name": "Acme", "status": "prospect", "anyway": "1"})
    account = Account.objects.get()
    form = {"name": "Bulky", "status": "prospect", "description": "x" * 1_000_000, "anyway": "1"}
    before = _state()
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, resource.RLIM_INFINITY))
    written = client.post("/accounts/new/", form)
    uploaded = client.post(f"/accounts/{account.public_id}/files/", {"file": _upload()})
    read = client.get(f"/accounts/{account.public_id}/")
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    after = _state()
    again = client.post("/accounts/new/", form)
    return {
        "written": [written.status_code, written.content.decode()],
        "uploaded": [uploaded.status_code, uploaded.content.decode()],
        "read": read.status_code,
        "before": before,
        "after": after,
        "again": again.status_code,
        "names": sorted(Account.objects.values_list("name", flat=True)),
    }


def session() -> Any:
    """The cookies of somebody signed in, and the token that a form sends with them."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(), backend=BACKEND)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    token = _get_new_csrf_string()
    return {"cookie": f"{cookie}; {settings.CSRF_COOKIE_NAME}={token}", "token": token}


def contents() -> Any:
    """The accounts with the number of their versions, the states of the jobs, and whether the database is whole."""
    versions = dict(
        Account.versions_model._default_manager.values_list("record_id").annotate(count=Count("version_id"))
    )
    accounts = [[name, versions[pk]] for pk, name in Account.objects.order_by("pk").values_list("pk", "name")]
    jobs = [[job.key, job.state] for job in Job.objects.filter(name="search.follow")]
    return {"accounts": accounts, "jobs": jobs, "changes": Change.objects.filter(path__startswith="web").count()}


def _upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("plan.txt", b"y" * 1_000_000, content_type="text/plain")


def _state() -> Any:
    files = sorted(path.name for path in (home() / "files").rglob("*") if path.is_file())
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        (health,) = cursor.fetchone()
    return [Account.everything.count(), Change.objects.count(), File.objects.count(), files, health]


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"full_disk": full_disk, "session": session, "contents": contents}[sys.argv[1]]()))

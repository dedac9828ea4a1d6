"""Files on a record's page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tenure.business.accounts.models import Account
from tenure.foundation.access.models import User
from tenure.foundation.files.models import File
from tenure.interfaces.web.addresses import record_url


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    """A store of its own for each test."""
    settings.HOME = tmp_path


def test_a_file_is_attached_downloaded_removed_and_put_back(
    admin: User, account: Account, browse: Callable[..., Client]
) -> None:
    client, address = browse(admin), f"{record_url(account)}files/"

    listed = client.post(address, {"file": _sent("plan.txt", b"hello")})
    number = File.objects.get().pk

    assert (listed.status_code, "plan.txt" in listed.content.decode()) == (200, True)
    download: Any = client.get(f"{address}{number}/")
    assert b"".join(download.streaming_content) == b"hello"
    assert download["Content-Disposition"] == 'attachment; filename="plan.txt"'
    assert download["Content-Type"] == "text/plain"
    assert download["X-Content-Type-Options"] == "nosniff"
    assert "No file yet." in client.post(f"{address}{number}/remove/").content.decode()
    assert client.get(f"{address}{number}/").status_code == 404
    assert client.post(f"{address}{number}/put-back/").status_code == 204
    assert "plan.txt" in client.get(address).content.decode()


def test_what_is_refused_says_why_and_the_rest_is_taken(
    admin: User, account: Account, browse: Callable[..., Client]
) -> None:
    sent = [_sent("photo.png", b"hello"), _sent("plan.txt", b"hello")]

    answer = browse(admin).post(f"{record_url(account)}files/", {"file": sent})

    assert answer.status_code == 422
    assert "“photo.png” is called png, but its content is not." in answer.content.decode()
    assert list(File.objects.values_list("name", flat=True)) == ["plan.txt"]


def test_each_file_sent_by_itself_is_told_what_became_of_it(
    admin: User, account: Account, browse: Callable[..., Client]
) -> None:
    client, address = browse(admin), f"{record_url(account)}files/"
    json = {"Accept": "application/json"}

    taken = client.post(address, {"file": _sent("plan.txt", b"hello")}, headers=json)
    refused = client.post(address, {"file": _sent("photo.png", b"hello")}, headers=json)
    nothing = client.post(address, headers=json)

    assert (taken.status_code, taken.json()) == (201, {"attached": ["plan.txt"], "refused": []})
    assert refused.status_code == 422
    assert refused.json()["attached"] == []
    assert "“photo.png” is called png, but its content is not." in refused.json()["refused"][0]
    assert nothing.json()["refused"] == ["The file could not be read. Is it a folder?"]


def test_sending_nothing_is_told(admin: User, account: Account, browse: Callable[..., Client]) -> None:
    answer = browse(admin).post(f"{record_url(account)}files/")

    assert (answer.status_code, "Choose a file first." in answer.content.decode()) == (422, True)


def test_a_viewer_sees_files_and_no_way_to_write_them(
    viewer: User, account: Account, browse: Callable[..., Client]
) -> None:
    client, address = browse(viewer), f"{record_url(account)}files/"

    page = client.get(address).content.decode()

    assert "No file yet." in page
    assert "Attach" not in page
    assert client.post(address, {"file": _sent("plan.txt", b"hello")}).status_code == 403
    assert File.objects.count() == 0


def _sent(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)

"""Files on records: what is taken, what is refused, who may, and what stays on disk."""

from __future__ import annotations

import errno
import io
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tenure.business.accounts.models import Account, Contact
from tenure.foundation.access.actions import erase_person
from tenure.foundation.access.models import User
from tenure.foundation.access.policy import Grant
from tenure.foundation.access.rights import NotAllowedError
from tenure.foundation.access.roles import Role
from tenure.foundation.access.users import create_user
from tenure.foundation.files.checking import verify
from tenure.foundation.files.files import FileGoneError, attach, files_of, open_file, put_back, remove
from tenure.foundation.files.models import File
from tenure.foundation.files.names import clean_name
from tenure.foundation.files.store import FileTooLargeError, StorageFullError, path_of
from tenure.foundation.files.types import FileTypeError
from tenure.foundation.records import operations
from tenure.foundation.records.recording import recording

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\0" * 40
HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    """A store of its own for each test."""
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def admin() -> User:
    """Somebody who may do everything."""
    return _user("ann", Grant(Role.ADMINISTRATOR))


@pytest.fixture
def account() -> Account:
    """A record to hang files on."""
    with recording(actor=None, path="test", now=NOW):
        return operations.create(model=Account, values={"name": "Acme"})


def test_a_file_lies_under_its_hash_and_opens_as_a_download(admin: User, account: Account, home: Path) -> None:
    file = attach(by=admin, record=account, name="Übersicht.txt", content=io.BytesIO(b"hello"), now=NOW)

    path, headers = open_file(file=file, user=admin)

    assert path == home / "files" / "2c" / "f2" / HELLO
    assert path.read_bytes() == b"hello"
    assert (file.size, file.sha256, file.content_type) == (5, HELLO, "text/plain")
    assert headers == {
        "Content-Disposition": "attachment; filename*=utf-8''%C3%9Cbersicht.txt",
        "Content-Type": "text/plain",
        "X-Content-Type-Options": "nosniff",
    }
    assert [each.name for each in files_of(record=account, user=admin)] == ["Übersicht.txt"]
    assert _left_over(home) == []


def test_what_a_browser_might_run_is_sent_as_bytes(admin: User, account: Account) -> None:
    file = attach(by=admin, record=account, name="mail.eml", content=[b"From: a@b.example\n\n<html>"], now=NOW)

    _, headers = open_file(file=file, user=admin)

    assert headers["Content-Type"] == "application/octet-stream"


def test_a_file_over_the_limit_is_refused_while_it_comes_in(
    admin: User, account: Account, home: Path, settings: Any
) -> None:
    settings.TENURE_MAX_FILE_MB = 1
    blocks = iter([b"x" * 600_000, b"x" * 600_000, b"never read"])

    with pytest.raises(FileTooLargeError, match="more than 1 MB"):
        attach(by=admin, record=account, name="long.txt", content=blocks, now=NOW)

    assert next(blocks) == b"never read"
    assert (File.objects.count(), _all_files(home)) == (0, [])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.png", b"hello"),
        ("photo.jpg", PNG),
        ("notes.txt", PNG),
        ("notes.txt", b"MZ\x90\x00\x03\x00\x00\x00"),
        ("notes.txt", b"#!/bin/sh\nrm -rf /\n"),
        ("notes.md", b"\n <!DOCTYPE html><script>"),
        ("notes.txt", b'<?xml version="1.0"?><svg onload="x">'),
        ("letter.docx", b"PK\x03\x04 not really"),
        ("setup.exe", b"MZ"),
        ("page.html", b"<html>"),
        ("drawing.svg", b"<svg>"),
        ("code.js", b"alert(1)"),
        ("nothing", b"hello"),
        ("photo.png.exe", PNG),
    ],
)
def test_what_is_dangerous_or_not_what_it_says_is_refused(
    admin: User, account: Account, home: Path, name: str, content: bytes
) -> None:
    with pytest.raises(FileTypeError):
        attach(by=admin, record=account, name=name, content=[content], now=NOW)

    assert (File.objects.count(), _all_files(home)) == (0, [])


def test_pictures_and_office_files_are_taken(admin: User, account: Account) -> None:
    attach(by=admin, record=account, name="photo.PNG", content=[PNG], now=NOW)
    attach(by=admin, record=account, name="sheet.xlsx", content=[_office("xl/workbook.xml")], now=NOW)

    with pytest.raises(FileTypeError, match="is called docx, but its content is not"):
        attach(by=admin, record=account, name="letter.docx", content=[_office("xl/workbook.xml")], now=NOW)

    assert sorted(File.objects.values_list("content_type", flat=True)) == [
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "image/png",
    ]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\ann\\plan.pdf", "plan.pdf"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt"),
        ("invoice\u202egpj.txt", "invoicegpj.txt"),
        ("..", "file"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_name_keeps_no_folder_and_nothing_unseen(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_a_viewer_opens_but_neither_attaches_nor_removes(admin: User, account: Account, home: Path) -> None:
    viewer = _user("vic", Grant(Role.VIEWER))
    file = attach(by=admin, record=account, name="a.txt", content=[b"hello"], now=NOW)

    with pytest.raises(NotAllowedError):
        attach(by=viewer, record=account, name="b.txt", content=[b"other"], now=NOW)
    with pytest.raises(NotAllowedError):
        remove(by=viewer, file=file, now=NOW)

    assert open_file(file=file, user=viewer)[0] == path_of(HELLO)
    assert len(_all_files(home)) == 1


def test_somebody_without_a_role_sees_no_file(admin: User, account: Account) -> None:
    nobody = _user("nob")
    file = attach(by=admin, record=account, name="a.txt", content=[b"hello"], now=NOW)

    with pytest.raises(NotAllowedError):
        open_file(file=file, user=nobody)
    with pytest.raises(NotAllowedError):
        files_of(record=account, user=nobody)


def test_a_removed_file_can_be_put_back_and_its_history_says_so(admin: User, account: Account) -> None:
    file = attach(by=admin, record=account, name="a.txt", content=[b"hello"], now=NOW)

    remove(by=admin, file=file, now=NOW)

    assert list(files_of(record=account, user=admin)) == []
    with pytest.raises(FileGoneError):
        open_file(file=file, user=admin)
    put_back(by=admin, file=file, now=NOW)
    assert list(files_of(record=account, user=admin)) == [file]
    reasons = File.versions_model._default_manager.order_by("version_id").values_list("change__reason", flat=True)
    assert list(reasons) == ["File a.txt attached", "File a.txt removed", "File a.txt put back"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG])
def test_a_full_disk_is_named_and_leaves_nothing(
    admin: User, account: Account, home: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("tenure.foundation.files.store.os.fsync", full)

    with pytest.raises(StorageFullError, match="The disk is full"):
        attach(by=admin, record=account, name="a.txt", content=[b"hello"], now=NOW)

    assert (File.objects.count(), _all_files(home)) == (0, [])


def test_missing_and_altered_contents_are_found(admin: User, account: Account) -> None:
    attach(by=admin, record=account, name="a.txt", content=[b"hello"], now=NOW)
    other = attach(by=admin, record=account, name="b.txt", content=[b"other"], now=NOW)
    assert verify() == []

    path_of(HELLO).unlink()
    path_of(other.sha256).write_bytes(b"altered")

    assert sorted(problem.partition(" (")[0] for problem in verify()) == [
        "a.txt: the content is missing",
        "b.txt: the content is not what was stored",
    ]


def test_erasing_a_person_removes_what_no_other_record_shares(
    admin: User, account: Account, django_capture_on_commit_callbacks: Any
) -> None:
    with recording(actor=None, path="test", now=NOW):
        contact = operations.create(model=Contact, values={"name": "Eve Ray", "account": account})
    attach(by=admin, record=account, name="shared.txt", content=[b"hello"], now=NOW)
    attach(by=admin, record=contact, name="eve.txt", content=[b"hello"], now=NOW)
    own = attach(by=admin, record=contact, name="cv.txt", content=[b"own"], now=NOW)

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(by=admin, record=contact, path="test", now=NOW, reason="Asked for by the person.")

    assert (path_of(HELLO).exists(), path_of(own.sha256).exists()) == (True, False)
    assert set(File.versions_model._default_manager.values_list("name", flat=True)) == {"shared.txt", "erased"}
    assert verify() == []


def _user(name: str, *grants: Grant) -> User:
    with recording(actor=None, path="test", now=NOW):
        return create_user(name=name, email=f"{name}@example.com", password=None, grants=grants)


def _office(member: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(member, "<x/>")
    return held.getvalue()


def _all_files(home: Path) -> list[Path]:
    return [path for path in home.rglob("*") if path.is_file()]


def _left_over(home: Path) -> list[Path]:
    return _all_files(home / "incoming")

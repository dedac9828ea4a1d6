"""Packed files: gzip and zip, harmless and not."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from tenure.interfaces.ingest.reading import (
    EncryptedFileError,
    Limits,
    TooLargeError,
    TruncatedFileError,
    UnreadableFileError,
    UnsafeArchiveError,
    UnsupportedFormatError,
    open_tables,
)
from tests.interfaces.ingest.reading.files import table_of, values_of, written

CUSTOMERS = "name,mrr\nAcme,1\nGlobex,2\n"


def test_a_gzip_file_is_unpacked(tmp_path: Path) -> None:
    table = table_of(tmp_path, gzip.compress(CUSTOMERS.encode()), "customers.csv.gz")

    assert table.name == "customers"
    assert values_of(table) == [("Acme", "1"), ("Globex", "2")]


def test_a_zip_file_gives_a_table_for_each_member_with_rows(tmp_path: Path) -> None:
    content = _zip(
        {
            "export/customers.csv": CUSTOMERS,
            "export/deals.jsonl": '{"deal": "New", "value": 5}\n',
            "export/packed.csv.gz": gzip.compress(b"a;b\n1;2\n"),
            "export/readme.txt": "Hello, all,\nthis is, not a table",
            "__MACOSX/._customers.csv": b"\0\1",
            "export/empty.csv": "",
        }
    )

    tables = open_tables(written(tmp_path, content, "export.zip"))

    assert [table.name for table in tables] == ["export/customers", "export/deals", "export/packed"]
    assert [values_of(table) for table in tables] == [[("Acme", "1"), ("Globex", "2")], [("New", 5)], [("1", "2")]]
    assert tables[0].notes.skipped == (
        "export/readme.txt is no table.",
        "export/empty.csv is empty. Export it again.",
    )


def test_a_truncated_gzip_file_is_refused(tmp_path: Path) -> None:
    packed = gzip.compress("\n".join(f"{number},{number * 7919}" for number in range(5_000)).encode())

    with pytest.raises(TruncatedFileError, match="ends before its end"):
        table_of(tmp_path, packed[: len(packed) // 2], "customers.csv.gz")


def test_a_damaged_gzip_file_is_refused(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(CUSTOMERS.encode() * 100))
    packed[40:44] = b"\xff\xff\xff\xff"

    with pytest.raises(UnreadableFileError):
        table_of(tmp_path, bytes(packed), "customers.csv.gz")


def test_what_is_packed_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFormatError, match="packed twice"):
        table_of(tmp_path, gzip.compress(gzip.compress(CUSTOMERS.encode())), "customers.csv.gz.gz")


def test_an_archive_in_an_archive_is_left_out(tmp_path: Path) -> None:
    content = _zip({"inner.zip": _zip({"a.csv": CUSTOMERS}), "b.csv": CUSTOMERS})

    [table] = open_tables(written(tmp_path, content, "export.zip"))

    assert table.notes.skipped == ("inner.zip is an archive inside an archive. Unpack it first.",)


@pytest.mark.parametrize("pack", ["gzip", "zip"])
def test_a_bomb_is_defused_by_its_ratio(tmp_path: Path, pack: str) -> None:
    bomb = b"0" * 3_000_000
    content = gzip.compress(bomb) if pack == "gzip" else _zip({"a.csv": bomb})

    with pytest.raises(TooLargeError, match="more than 100 times its size"):
        open_tables(written(tmp_path, content, "bomb"), limits=Limits(ratio=100, ratio_from_bytes=1_000_000))


@pytest.mark.parametrize("pack", ["gzip", "zip"])
def test_a_bomb_is_defused_by_its_size(tmp_path: Path, pack: str) -> None:
    bomb = b"0" * 3_000_000
    content = gzip.compress(bomb) if pack == "gzip" else _zip({"a.csv": bomb})

    with pytest.raises(TooLargeError):
        open_tables(written(tmp_path, content, "bomb"), limits=Limits(unpacked_bytes=2_000_000))


def test_a_member_that_lies_about_its_size_does_not_get_through(tmp_path: Path) -> None:
    honest = _zip({"a.csv": b"name,mrr\n" + b"0,0\n" * 1_000_000})
    lying = honest.replace((9 + 4_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))

    with pytest.raises(UnreadableFileError):
        open_tables(written(tmp_path, lying, "export.zip"), limits=Limits(unpacked_bytes=2_000_000))


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    content = _zip({f"{number}.csv": CUSTOMERS for number in range(6)})

    with pytest.raises(TooLargeError, match="holds 6 files; at most 5"):
        open_tables(written(tmp_path, content, "export.zip"), limits=Limits(members=5))


@pytest.mark.parametrize("name", ["../../etc/passwd.csv", "/etc/x.csv", "C:\\x.csv", "a/..\\..\\x.csv"])
def test_names_that_lead_out_of_the_archive_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnsafeArchiveError, match="leads outside"):
        open_tables(written(tmp_path, _zip({name: CUSTOMERS}), "export.zip"))


def test_a_zip_file_with_a_password_is_refused(tmp_path: Path) -> None:
    content = bytearray(_zip({"a.csv": CUSTOMERS}))
    content[6] |= 1  # the flag of encryption, in the member's own header
    content[content.index(b"PK\x01\x02") + 8] |= 1  # and in the directory

    with pytest.raises(EncryptedFileError, match="protected by a password"):
        open_tables(written(tmp_path, bytes(content), "export.zip"))


def test_a_zip_file_cut_short_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="damaged"):
        open_tables(written(tmp_path, _zip({"a.csv": CUSTOMERS})[:-30], "export.zip"))


def test_a_zip_file_with_nothing_in_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="holds no table"):
        open_tables(written(tmp_path, _zip({}), "export.zip"))


def _zip(members: dict[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()

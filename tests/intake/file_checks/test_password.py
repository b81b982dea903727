"""Workbooks behind a password, and other files that look like them from outside."""

import struct
import tempfile
from pathlib import Path

import pytest

from tests.support.books.hostile_files import SHEET, TABLE, book, opened, patched, refused, said
from tests.system.corpus.make.files.old_format import old_workbook, record

_PASSWORD = "open sesame"


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _locked(book(tmp_path_factory.mktemp("locked") / "plain.xlsx"))


def test_without_a_password_the_way_out_is_told(locked: Path) -> None:
    problem = refused(locked)
    assert said(problem) == ("file_encrypted", "the workbook is protected with a password")
    assert "--password-file FILE" in problem.hint


def test_another_password_does_not_open_it(locked: Path) -> None:
    problem = refused(locked, password="open barley")
    assert said(problem) == (
        "file_encrypted",
        "the workbook is protected with a password, and the one given does not open it",
    )


def test_the_password_opens_it_and_leaves_nothing_behind(
    locked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    sheets = opened(locked, password=_PASSWORD).sheets
    assert sheets[0].cells["B"].to_list() == ["Owner email", "anna@acme.example"]
    folders = list(tmp_path.iterdir())
    assert [folder.stat().st_mode & 0o777 for folder in folders] == [0o700]
    assert sheets[0].stored("B").height == 0
    del sheets
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_that_excel_opens_without_asking_is_read_without_asking(tmp_path: Path) -> None:
    path = _locked(book(tmp_path / "plain.xlsx"), "VelvetSweatshop")
    assert opened(path).sheets[0].cells["B"].to_list() == ["Owner email", "anna@acme.example"]


def test_an_old_workbook_with_an_old_password_asks_for_it(tmp_path: Path) -> None:
    old_password = record(0x002F, struct.pack("<HHH", 0, 0x1234, 0x5678))
    (tmp_path / "old.xls").write_bytes(old_workbook({"Devices": b""}, before=old_password))
    assert said(refused(tmp_path / "old.xls")) == ("file_encrypted", "the workbook is protected with a password")


def test_what_comes_out_is_guarded_too(tmp_path: Path) -> None:
    locked = _locked(book(tmp_path / "plain.xlsx", {**TABLE, "XFD1048576": "x"}))
    assert "in cell XFD1048576" in refused(locked, password=_PASSWORD).message


def test_an_office_file_that_is_cut_off_is_damaged(locked: Path, tmp_path: Path) -> None:
    (tmp_path / "old.xls").write_bytes(locked.read_bytes()[:700])
    problem = refused(tmp_path / "old.xls")
    assert problem.code == "file_unreadable"
    assert problem.message.startswith("the file is damaged or incomplete")


@pytest.mark.parametrize("share", [0.2, 0.4, 0.6, 0.8, 0.95])
def test_an_encrypted_workbook_that_is_cut_off_is_damaged_whatever_the_password(
    share: float, locked: Path, tmp_path: Path
) -> None:
    content = locked.read_bytes()
    (tmp_path / "a.xlsx").write_bytes(content[: int(len(content) * share)])
    for password in (None, _PASSWORD):
        assert refused(tmp_path / "a.xlsx", password=password).message.startswith("the file is damaged or incomplete")


def test_a_zip_file_with_a_password_is_to_be_unpacked(tmp_path: Path) -> None:
    path = patched(book(tmp_path / "a.xlsx"), SHEET, 8, "<H", 1)
    for password in (None, _PASSWORD):
        problem = refused(path, password=password)
        assert said(problem) == ("file_encrypted", "this is a zip file with a password, not a workbook")
        assert problem.hint.startswith("Unpack it")


def test_what_was_changed_after_it_was_encrypted_is_not_read(locked: Path, tmp_path: Path) -> None:
    content = bytearray(locked.read_bytes())
    content[-2000] ^= 1
    (tmp_path / "a.xlsx").write_bytes(content)
    message = "the file was damaged or changed after it was encrypted"
    assert said(refused(tmp_path / "a.xlsx", password=_PASSWORD)) == ("file_unreadable", message)


def test_an_encryption_that_was_tampered_with_is_refused(locked: Path, tmp_path: Path) -> None:
    content = locked.read_bytes().replace(b"encryptedKeyValue", b"encryptedKeyVulae")
    (tmp_path / "a.xlsx").write_bytes(content)
    assert refused(tmp_path / "a.xlsx", password=_PASSWORD).code in ("file_encrypted", "file_unreadable")


def _locked(path: Path, password: str = _PASSWORD) -> Path:
    from msoffcrypto.format.ooxml import OOXMLFile

    target = path.with_name("locked.xlsx")
    with path.open("rb") as plain, target.open("wb") as encrypted:
        OOXMLFile(plain).encrypt(password, encrypted)
    return target

"""What kind of file it is, whatever its name says."""

import os
from pathlib import Path

import pytest

from tests.support.books.hostile_files import book, opened, refused, said, written

_LOCK_OF_EXCEL = b"\x05Carla".ljust(55) + "\x05Carla".encode("utf-16-le").ljust(110)
_FLAT = (
    b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    b'office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.xlsx", b"", "the file is empty"),
        ("zeros.xlsx", bytes(5000), "the file is damaged or incomplete: it holds nothing but zeros"),
        ("~$devices.xlsx", b"\x05Carla" + bytes(159), "this only marks that somebody has devices.xlsx open"),
        ("copy.xlsx", _LOCK_OF_EXCEL, "this only marks that somebody has a workbook open"),
        (
            "copy.xlsx",
            b",carla,desk,01.03.2026 10:00,file:///home;",
            "this only marks that somebody has a workbook open",
        ),
        ("flat.fods", _FLAT, "this is a flat OpenDocument spreadsheet (.fods)"),
        (".~lock.devices.ods#", b",carla,desk,01.03.2026;", "this only marks that somebody has devices.ods open"),
        ("page.xls", b"\r\n<HTML><table><tr><td>SN-1", "this is a web page (HTML), not a workbook"),
        ("page.xls", "\ufeff<html>".encode("utf-16-le"), "this is a web page (HTML), not a workbook"),
        (
            "book.xls",
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>',
            "this is an Excel 2003 XML workbook, and workbooks of that kind are not read",
        ),
        ("feed.xlsx", b'<?xml version="1.0"?><devices/>', "this is a web page or XML file"),
        ("scan.xlsx", b"%PDF-1.7 ...", "this is a PDF file, not a spreadsheet"),
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(99), "this is a picture (PNG), not a spreadsheet"),
        ("packed.csv", b"\x1f\x8b\x08" + bytes(99), "this is a packed file (gzip), not a spreadsheet"),
        ("program.exe", b"MZ\x90" + bytes(99), "this kind of file (.exe) cannot be read"),
        ("noise.xlsx", bytes(range(11, 255)) * 9, "this is no spreadsheet and no text, whatever its name says"),
        ("noise.csv", b"\x01\x02\x00\x00\x03", "this kind of file cannot be read"),
    ],
)
def test_a_file_that_is_no_table_is_named_and_refused(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    problem = refused(tmp_path / name)
    assert problem.code == "file_unreadable"
    assert message in problem.message


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ("word/document.xml", "this is a Word document, not a spreadsheet"),
        ("ppt/presentation.xml", "this is a PowerPoint presentation, not a spreadsheet"),
        ("Index/Document.iwa", "this is an Apple Numbers document, not a spreadsheet"),
        ("readme.txt", "this kind of zip file cannot be read"),
    ],
)
def test_a_zip_file_that_is_no_workbook_is_named_and_refused(part: str, message: str, tmp_path: Path) -> None:
    assert said(refused(written(tmp_path / "devices.xlsx", {part: b"x"}))) == ("file_unreadable", message)


def test_a_text_document_is_told_from_an_open_document_spreadsheet(tmp_path: Path) -> None:
    parts = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}
    problem = refused(written(tmp_path / "letter.ods", parts))
    assert problem.message == "this is a text document (OpenDocument), not a spreadsheet"


def test_an_open_document_spreadsheet_behind_a_password_says_so(tmp_path: Path) -> None:
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": b"\x8f\x02",
        "META-INF/manifest.xml": b"<manifest:encryption-data/>",
    }
    problem = refused(written(tmp_path / "secret.ods", parts))
    assert problem.code == "file_encrypted"
    assert "save it without password" in problem.hint


def test_a_workbook_by_the_name_of_a_text_file_is_read(tmp_path: Path) -> None:
    (sheet,) = opened(book(tmp_path / "devices.csv")).sheets
    assert sheet.cells["A"].to_list() == ["Serial number", "SN-1"]


def test_text_by_the_name_of_a_workbook_is_read(tmp_path: Path) -> None:
    (tmp_path / "BM.xlsx").write_bytes(b"BMC serial;owner_email\nSN-1;anna@acme.example\n")
    (sheet,) = opened(tmp_path / "BM.xlsx").sheets
    assert sheet.cells["A"].to_list() == ["BMC serial", "SN-1"]


def test_a_file_that_only_began_to_arrive_is_incomplete(tmp_path: Path) -> None:
    path = book(tmp_path / "devices.xlsx")
    path.write_bytes(path.read_bytes()[:-200])
    assert said(refused(path)) == ("file_unreadable", "the file is damaged or incomplete: its end is missing")


def test_a_file_that_is_larger_than_allowed_is_refused_with_the_setting_to_raise(tmp_path: Path) -> None:
    path = tmp_path / "devices.csv"
    path.write_bytes(b"serial_number,owner_email\n" * 1000)
    problem = refused(path, megabytes=0.02)
    assert said(problem) == (
        "file_too_large",
        "the file has 0.026 MB, and 0.02 MB are the most that a file may have",
    )
    assert "`megabytes` under [reading] in rollcall.toml" in problem.hint


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes among its files")
def test_a_named_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "devices.csv")
    assert refused(tmp_path / "devices.csv").message == "this is not an ordinary file"


def test_an_excel_2003_xml_workbook_with_a_table_is_no_web_page(tmp_path: Path) -> None:
    xml = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Table><Row/></Table>'
    (tmp_path / "book.xls").write_bytes(xml)
    problem = refused(tmp_path / "book.xls")
    assert problem.message.startswith("this is an Excel 2003 XML workbook")
    assert "Save As, Excel Workbook (.xlsx)" in problem.hint


@pytest.mark.parametrize("text", ["Serial number;Büro\x07\nSN-1;a", "Серийный номер;Имя\nSN-1;а"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_text_with_odd_letters_is_still_text(text: str, encoding: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    assert opened(tmp_path / "a.csv").sheets[0].cells.height == 2

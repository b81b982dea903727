"""The table of contents of a workbook, and its parts while they are inflated."""

import zipfile
from pathlib import Path

import pytest

from tests.support.books.hostile_files import SHEET, book, changed, opened, patched, refused, said, with_parts

_DECLARED, _PACKED, _CHECKSUM, _FLAGS = 24, 20, 16, 8


@pytest.mark.parametrize("name", ["../../outside.xml", "/etc/passwd", "C:/outside.xml", "..\\outside.xml"])
def test_a_part_whose_name_leads_out_of_the_file_is_refused(name: str, tmp_path: Path) -> None:
    problem = refused(with_parts(book(tmp_path / "a.xlsx"), {name: b"<x/>"}))
    assert said(problem) == ("file_hostile", f'a part of it is called "{name}", which leads out of the file')


def test_a_part_whose_name_ends_early_is_refused(tmp_path: Path) -> None:
    path = with_parts(book(tmp_path / "a.xlsx"), {"xl/evil.xml": b"<x/>"})
    path.write_bytes(path.read_bytes().replace(b"xl/evil.xml", b"xl/evi\x00.xml"))
    assert refused(path).message == 'a part of it is called "xl/evi?.xml", which leads out of the file'


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    problem = refused(with_parts(book(tmp_path / "a.xlsx"), {"XL/Worksheets/Sheet1.xml": b"<x/>"}))
    assert said(problem) == ("file_hostile", 'two parts of it are called "XL/Worksheets/Sheet1.xml"')


@pytest.mark.system
def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    problem = refused(with_parts(book(tmp_path / "a.xlsx"), {f"x/{number}": b"" for number in range(10_001)}))
    assert "and no workbook has more than 10,000" in problem.message


def test_parts_that_overlap_are_refused(tmp_path: Path) -> None:
    path = with_parts(book(tmp_path / "a.xlsx"), {"xl/a.xml": b"<a/>", "xl/b.xml": b"<b/>"})
    problem = refused(patched(path, "xl/a.xml", _PACKED, "<I", 90))
    assert said(problem) == ("file_hostile", 'its part "xl/a.xml" overlaps another part')


def test_a_second_table_of_contents_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = b"PK\x05\x06" + bytes(18) + b"more"
    assert said(refused(path)) == ("file_hostile", "it has two tables of contents")


def test_a_part_behind_a_zip_password_is_refused(tmp_path: Path) -> None:
    assert refused(patched(book(tmp_path / "a.xlsx"), SHEET, _FLAGS, "<H", 1)).code == "file_encrypted"


def test_a_packing_that_spreadsheet_programs_do_not_use_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/extra.xml", "<x/>" * 99)
    problem = refused(path)
    assert said(problem) == (
        "file_hostile",
        'its part "xl/extra.xml" is packed in a way that no spreadsheet program uses',
    )


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = changed(book(tmp_path / "bomb.xlsx"), blanks=(b"<sheetData>", b"<sheetData>" + b" " * 60_000_000))
    problem = refused(path)
    assert problem.code == "file_hostile"
    assert "unpacks to 1,0" in problem.message


def test_content_that_unpacks_to_more_than_allowed_is_refused_with_the_setting_to_raise(tmp_path: Path) -> None:
    problem = refused(book(tmp_path / "a.xlsx"), inflated_megabytes=0.01)
    assert problem.code == "file_too_large"
    assert "and 0.01 MB are the most that it may" in problem.message
    assert "`inflated_megabytes` under [reading]" in problem.hint


def test_a_part_that_is_larger_than_it_says_is_refused(tmp_path: Path) -> None:
    problem = refused(patched(book(tmp_path / "a.xlsx"), SHEET, _DECLARED, "<I", 100))
    assert said(problem) == ("file_hostile", f'its part "{SHEET}" is larger than its table of contents says')


def test_a_part_that_is_smaller_than_it_says_is_damaged(tmp_path: Path) -> None:
    problem = refused(patched(book(tmp_path / "a.xlsx"), SHEET, _DECLARED, "<I", 100_000))
    assert said(problem) == ("file_unreadable", "the file is damaged or incomplete")


def test_a_part_whose_bytes_were_changed_is_damaged(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo(SHEET).header_offset + 30 + len(SHEET)
    content = bytearray(path.read_bytes())
    content[start : start + 40] = b"\xff" * 40
    path.write_bytes(content)
    assert said(refused(path)) == ("file_unreadable", "the file is damaged or incomplete")


def test_a_part_with_a_wrong_checksum_is_damaged(tmp_path: Path) -> None:
    problem = refused(patched(book(tmp_path / "a.xlsx"), "xl/workbook.xml", _CHECKSUM, "<I", 1))
    assert said(problem) == ("file_unreadable", "the file is damaged or incomplete")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_xml_that_defines_entities_is_refused(encoding: str, tmp_path: Path) -> None:
    bomb = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY more "&lol;&lol;">]><worksheet/>'
    problem = refused(with_parts(book(tmp_path / "a.xlsx"), {SHEET: bomb.encode(encoding)}))
    assert said(problem) == (
        "file_hostile",
        f'its part "{SHEET}" defines entities (DOCTYPE), as no spreadsheet program does',
    )


@pytest.mark.system
@pytest.mark.parametrize("before", [65_530, 9_000_000])
def test_a_definition_is_also_found_in_a_large_part(before: int, tmp_path: Path) -> None:
    hidden = b"<!--" + bytes(range(48, 58)) * (before // 10) + b"--><!DOCTYPE x><worksheet/>"
    assert refused(with_parts(book(tmp_path / "a.xlsx"), {SHEET: hidden})).code == "file_hostile"


def test_a_cell_that_speaks_of_definitions_is_read(tmp_path: Path) -> None:
    (sheet,) = opened(book(tmp_path / "a.xlsx", {"A1": "<!DOCTYPE html>"})).sheets
    assert sheet.cells["A"].to_list() == ["<!DOCTYPE html>"]


def test_names_with_backslashes_are_told_as_faulty_packing(tmp_path: Path) -> None:
    problem = refused(with_parts(book(tmp_path / "a.xlsx"), {"xl\\more.xml": b"<x/>"}))
    assert problem.code == "file_unreadable"
    assert "names with backslashes" in problem.message

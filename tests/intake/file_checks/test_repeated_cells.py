"""Rows, cells and sheets that stand twice: of two, one would be lost, or counted double."""

from pathlib import Path

import pytest

from pipeline.intake.file_checks.repeated_cells import RowOrder
from tests.support.books.hostile_files import SHEET, book, changed, opened, refused, said, with_parts

_START = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_END = b"</sheetData></worksheet>"
_BOOK = "xl/workbook.xml"


def _sheet(path: Path, *rows: str) -> Path:
    return with_parts(book(path), {SHEET: _START + "".join(rows).encode() + _END})


def _row(number: int, text: str) -> str:
    return f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def test_two_rows_with_one_number_are_refused(tmp_path: Path) -> None:
    path = _sheet(tmp_path / "a.xlsx", _row(1, "Serial number"), _row(2, "SN-1"), _row(2, "SN-2"))
    message = "sheet Desired has two rows 2, of which only one would be read"
    assert said(refused(path)) == ("file_hostile", message)


def test_so_are_two_rows_whose_tags_have_a_prefix(tmp_path: Path) -> None:
    rows = [_row(1, "Serial number"), _row(2, "SN-1"), _row(2, "SN-2")]
    plain = (_START + "".join(rows).encode() + _END).decode().replace("xmlns=", "xmlns:x=")
    prefixed = plain.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:").encode()
    path = with_parts(book(tmp_path / "a.xlsx"), {SHEET: prefixed})
    assert "two rows 2" in refused(path).message


def test_a_row_without_a_number_may_not_stand_on_another(tmp_path: Path) -> None:
    unnumbered = "<row><c><v>7</v></c></row>"
    path = _sheet(tmp_path / "a.xlsx", _row(1, "Serial number"), _row(3, "SN-1"), _row(2, "SN-2"), unnumbered)
    assert "two rows 3" in refused(path).message


def test_rows_with_impossible_numbers_are_left_to_the_parser(tmp_path: Path) -> None:
    path = _sheet(tmp_path / "a.xlsx", _row(1, "Serial number"), _row(0, "SN-1"), _row(-1, "SN-2"))
    assert refused(path).code == "file_unreadable"


def test_two_cells_in_one_place_are_refused(tmp_path: Path) -> None:
    path = changed(book(tmp_path / "a.xlsx"), place=(b'r="B2"', b'r="A2"'))
    assert said(refused(path))[1] == "sheet Desired has two cells A2, of which only one would be read"


def test_blank_cells_and_rows_that_stand_twice_lose_nothing(tmp_path: Path) -> None:
    blank = '<row r="2" ht="9"/><row r="3"><c r="A3" s="1"/><c r="A3"></c></row>'
    path = _sheet(tmp_path / "a.xlsx", _row(1, "Serial number"), blank, _row(2, "SN-1"))
    assert opened(path).sheets[0].cells["A"].to_list() == ["Serial number", "SN-1"]


def test_rows_in_order_are_seen_to_ascend_wherever_a_piece_ends() -> None:
    sheet = _START + "".join(_row(number, "x") for number in range(8, 120)).encode() + _END

    for size in range(120, 400):
        order = RowOrder()
        assert b"".join(order.watch(sheet[at : at + size] for at in range(0, len(sheet), size))) == sheet
        assert order.ascends, size


@pytest.mark.system
@pytest.mark.parametrize("megabytes", [2, 9])
def test_in_a_large_sheet_too_rows_may_be_out_of_order_but_not_double(megabytes: int, tmp_path: Path) -> None:
    rows = [_row(number, "x" * 1000) for number in range(1, megabytes * 1000)]
    path = _sheet(tmp_path / "a.xlsx", *rows[10:], *rows[:10])
    assert opened(path).sheets[0].cells.height == len(rows)
    path = _sheet(tmp_path / "b.xlsx", *rows, rows[20])
    assert "has two rows 21" in refused(path).message


def test_two_sheets_of_one_name_are_refused(tmp_path: Path) -> None:
    tag = b'<sheet name="Desired" sheetId="1" state="visible" r:id="rId1" />'
    path = _with_sheets(tmp_path / "a.xlsx", tag + tag)
    assert said(refused(path)) == ("file_hostile", 'two sheets of it are called "Desired"')


def test_one_sheet_under_two_names_is_refused(tmp_path: Path) -> None:
    tag = b'<sheet name="Desired" sheetId="1" state="visible" r:id="rId1" />'
    path = _with_sheets(tmp_path / "a.xlsx", tag + tag.replace(b"Desired", b"Again"))
    assert said(refused(path)) == ("file_hostile", 'its sheets "Desired" and "Again" are one and the same')


def _with_sheets(path: Path, tags: bytes) -> Path:
    head = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="'
    relations = b'http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    return with_parts(book(path), {_BOOK: head + relations + tags + b"</sheets></workbook>"})

"""What a cell is for the file, where it is no text."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.intake.readers import FileKind
from pipeline.intake.readers.xml.number_formats import is_date_format
from tests.support.books.value_table import VALUES, Converted, read_one
from tests.support.workbooks import write

Cell = tuple[str, str, str | None]


def _stored(path: Path, kind: FileKind) -> dict[str, Cell]:
    """What the cells of column B are, by the name in column A."""
    names = list(VALUES)
    return {names[row - 1]: (kind, raw, code) for row, _, kind, raw, code in read_one(path, kind).stored(["B"]).rows()}


def _rewritten(path: Path, change: Callable[[str], str], part: str = "sheet1.xml") -> Path:
    changed = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()) if name.endswith(part) else content)
    return changed


def test_numbers_have_their_digits_and_their_format(table: Path) -> None:
    found = _stored(table, FileKind.XLSX)
    assert found["whole"] == ("number", "123", None)
    assert found["19 digits"] == ("number", "1.234567890123457e+18", None)
    assert found["padded"] == ("number", "123", "00000")
    assert found["percent"] == ("number", "0.25", "0.00%")


def test_dates_and_booleans_are_told_from_numbers(table: Path) -> None:
    found = _stored(table, FileKind.XLSX)
    assert found["day"] == ("date", "45717", "yyyy-mm-dd")
    assert found["clock"][0] == "date"
    assert found["yes"] == ("boolean", "1", None)


def test_text_and_blank_cells_are_not_listed(table: Path) -> None:
    assert set(VALUES) - set(_stored(table, FileKind.XLSX)) == {"digits as text", "empty", "word"}


def test_only_the_columns_that_were_asked_for_are_listed(tmp_path: Path) -> None:
    row = list(range(1, 30))
    stored = read_one(write(tmp_path / "a.xlsx", {"Desired": [row, row]}), FileKind.XLSX).stored
    assert stored(["B", "AB"]).select("row", "column", "raw").rows() == [
        (1, "B", "2"),
        (1, "AB", "28"),
        (2, "B", "2"),
        (2, "AB", "28"),
    ]
    assert stored([]).is_empty()
    assert stored(["ZZ"]).is_empty()


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ('<c r="A2"><v>123</v></c>', [("number", "123")]),
        ('<c r="A2" t="n" s="0"><v>1.5E+21</v></c>', [("number", "1.5E+21")]),
        ('<c t="n" r="A2"><v>123</v></c>', [("number", "123")]),
        ("<c r='A2'><v>123</v></c>", [("number", "123")]),
        ('<c r="A2"><f>1+1</f><v>2</v></c>', [("number", "2")]),
        ('<c r="A2"><f t="shared" si="0"/><v>2</v></c>', [("number", "2")]),
        ('<c r="A2"><f>A1</f><v></v></c>', []),
        ('<c r="A2" t="str"><f>A1</f><v>12</v></c>', []),
        ('<c r="A2" t="inlineStr"><is><t>12</t></is></c>', []),
        ('<c r="A2" t="e"><v>#N/A</v></c>', []),
        ('<c r="A2" t="b"><v>1</v></c>', [("boolean", "1")]),
        ('<c r="A2" t="d"><v>2025-03-01</v></c>', [("date", "2025-03-01")]),
        ('<c r="A2" s="0"/>', []),
    ],
)
def test_the_type_in_the_file_decides(cell: str, found: list[tuple[str, str]], tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"Desired": [["Serial number", "Tag"], [1, 2]]})
    changed = _rewritten(path, lambda xml: re.sub(r'<c r="A2".*?</c>', cell, xml))
    stored = read_one(changed, FileKind.XLSX).stored(["A"])
    assert stored.select("stored_as", "raw").rows() == found


def test_a_sheet_with_a_namespace_prefix_is_looked_into_too(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"Desired": [["Serial number"], [123]]})
    prefixed = _rewritten(path, lambda xml: re.sub(r"<(/?)(\w)", r"<\1x:\2", xml).replace('xmlns="', 'xmlns:x="'))
    assert read_one(prefixed, FileKind.XLSX).stored(["A"])["raw"].to_list() == ["123"]


def test_a_file_without_styles_has_numbers_without_a_format(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"Desired": [["Serial number"], [123]]})
    bare = _rewritten(path, lambda xml: re.sub(r"<cellXfs.*</cellXfs>", "", xml), "styles.xml")
    assert read_one(bare, FileKind.XLSX).stored(["A"]).rows() == [(2, "A", "number", "123", None)]


@pytest.mark.system
def test_an_old_workbook_tells_numbers_and_dates_from_text(converted: Converted) -> None:
    found = _stored(converted("xls"), FileKind.XLS)
    assert set(VALUES) - set(found) == {"digits as text", "empty", "word"}
    assert found["19 digits"] == ("number", "1234567890123457024", None)
    assert (found["day"][0], found["yes"][0]) == ("date", "boolean")


@pytest.mark.system
def test_an_open_document_tells_digits_and_leading_zeros(converted: Converted) -> None:
    found = _stored(converted("ods"), FileKind.ODS)
    assert set(VALUES) - set(found) == {"digits as text", "empty", "word"}
    assert found["19 digits"] == ("number", "1.23456789012346E+018", None)
    assert found["padded"] == ("number", "123", "00000")
    assert found["day"] == ("date", "2025-03-01", None)
    assert found["shown as yes"] == ("boolean", "true", None)


@pytest.mark.parametrize("code", ["yyyy-mm-dd", "d-mmm", "[$-409]h:mm AM/PM", "[h]:mm", "[hh]", "mm:ss.0", "D/M/YY;@"])
def test_a_format_with_parts_of_a_date_shows_a_date(code: str) -> None:
    assert is_date_format(code)


@pytest.mark.parametrize(
    "code", [None, "0", "00000", '0.00" days"', "[Red]0.00", r"0\d", "_y0", '#,##0 "€"', "@", "0E+0"]
)
def test_a_format_without_them_shows_a_number(code: str | None) -> None:
    assert not is_date_format(code)

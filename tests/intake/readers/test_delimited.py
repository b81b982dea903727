"""CSV files as they come out of programs: any encoding, delimiter and line end."""

from pathlib import Path

import pytest

from pipeline.errors import FileUnusable
from schemas.vocabulary import UnknownColumns
from tests.support.workbooks import findings, read


def _csv(folder: Path, content: bytes) -> Path:
    path = folder / "assignments.csv"
    path.write_bytes(content)
    return path


_LINES = "Serial number;Owner email;Label\nSN1;anna@example.com;Büro\n"


@pytest.mark.parametrize(
    "content",
    [
        _LINES.encode(),
        _LINES.encode("utf-8-sig"),
        _LINES.encode("utf-16"),
        _LINES.encode("cp1252"),
        _LINES.replace(";", ",").encode(),
        _LINES.replace(";", "\t").encode(),
        _LINES.replace(";", "|").encode(),
        _LINES.replace("\n", "\r\n").encode(),
        _LINES.replace("\n", "\r").encode(),
        _LINES.replace("SN1", '"SN1"').encode(),
        _LINES.replace("SN1", "S\x00N1").encode(),
        b"sep=;\n" + _LINES.encode(),
        b"Fleet of March\n\n" + _LINES.encode(),
    ],
)
def test_every_usual_form_of_csv_is_read(content: bytes, tmp_path: Path) -> None:
    assignments = read(_csv(tmp_path, content)).assignments
    assert assignments.select("serial_number", "owner_email", "label").rows() == [("SN1", "anna@example.com", "Büro")]


def test_rows_are_numbered_as_excel_numbers_them(tmp_path: Path) -> None:
    content = b'Serial number,Owner email,Label\n\n"SN1",a@x.com,"two\nlines"\n,,\nSN2,acme,15" screen\n'
    checked = read(_csv(tmp_path, content))
    assert checked.assignments.select("row", "label").rows() == [(3, "two lines"), (5, '15" screen')]
    assert findings(checked) == [("B5", "invalid_email")]


def test_a_message_about_a_csv_names_no_sheet(tmp_path: Path) -> None:
    (message,) = read(_csv(tmp_path, b"Serial number,Owner email\nSN1,acme\n")).issues["message"].to_list()
    assert message == 'assignments.csv, B2: "acme" is not an e-mail address.'


def test_a_message_about_a_row_of_a_csv_names_no_sheet(tmp_path: Path) -> None:
    (message,) = read(_csv(tmp_path, b"Serial number,Owner email\n,a@x.com\n")).issues["message"].to_list()
    assert message == "assignments.csv, row 2: the row names no device."


def test_a_file_with_more_columns_than_a_workbook_has_room_for_is_refused(tmp_path: Path) -> None:
    header = ",".join(["Serial number", "Owner email", *(f"x{number}" for number in range(15_999))])
    path = _csv(tmp_path, header.encode())
    with pytest.raises(FileUnusable) as caught:
        read(path, unknown_columns=UnknownColumns.IGNORE)
    assert caught.value.code == "file_unreadable"
    said = "assignments.csv: the file has 16,001 columns; 16,000 are the most that can be read."
    assert caught.value.message == said


def test_rows_may_be_shorter_than_the_header(tmp_path: Path) -> None:
    content = b"Serial number,Owner email,Label\nSN1,a@x.com\n"
    assert read(_csv(tmp_path, content)).assignments["label"].to_list() == [None]


def test_errors_that_excel_exported_are_error_cells(tmp_path: Path) -> None:
    assert findings(read(_csv(tmp_path, b"Serial number,Owner email\nSN1,#N/A\n"))) == [("B2", "error_cell")]

"""Where each field's column is, so that a cell can be named long after its file was read."""

from __future__ import annotations

from pathlib import Path

from pipeline.intake import read_files
from pipeline.model import Reading, Sheet
from schemas.vocabulary import UnknownColumns
from tests.support.workbooks import write


def sheets_of(path: Path, unknown_columns: UnknownColumns = UnknownColumns.KEEP) -> tuple[Sheet, ...]:
    checked = read_files([path], Reading(unknown_columns=unknown_columns))
    return checked.sheets


def test_every_field_has_the_letter_of_its_column(tmp_path: Path) -> None:
    header = ("S/N", None, "_ours", "Owner Email", "Effective At")
    book = write(
        tmp_path / "moves.xlsx", {"Moves": [("Moves of March",), header, ("LT-1", None, 1, "eva@acme.example")]}
    )

    (sheet,) = sheets_of(book)

    assert sheet.columns == {"serial_number": "A", "owner_email": "D", "effective_at": "E"}


def test_a_kept_attribute_has_one_too(tmp_path: Path) -> None:
    rows = [("Serial", "Name", "Type", "Category", "Floor"), ("LT-1", "Laptop", "laptop", "computers", "3")]

    (sheet,) = sheets_of(write(tmp_path / "inventory.xlsx", {"Devices": rows}))

    assert sheet.columns["extra.Floor"] == "E"


def test_columns_past_z_have_two_letters(tmp_path: Path) -> None:
    blank = (None,) * 26
    rows = [("Serial", *blank, "Owner Email"), ("LT-1", *blank, "eva@acme.example")]

    (sheet,) = sheets_of(write(tmp_path / "wide.xlsx", {"Moves": rows}))

    assert sheet.columns == {"serial_number": "A", "owner_email": "AB"}


def test_both_kinds_of_a_mixed_sheet_have_their_own(tmp_path: Path) -> None:
    header = ("_kind", "Serial", "Name", "Type", "Category", "Owner Email")
    rows = [
        header,
        ("inventory", "LT-1", "Laptop", "laptop", "computers", None),
        ("assignments", "LT-2", None, None, None, "eva@acme.example"),
    ]

    inventory, assignments = sheets_of(write(tmp_path / "mixed.xlsx", {"Rejected": rows}))

    assert inventory.columns == {"serial_number": "B", "name": "C", "type": "D", "category": "E"}
    assert assignments.columns == {"serial_number": "B", "owner_email": "F"}


def test_a_delimited_file_has_letters_as_a_spreadsheet_shows_it(tmp_path: Path) -> None:
    path = tmp_path / "moves.csv"
    path.write_text("note;serial;owner email\nx;LT-1;eva@acme.example\n")

    (sheet,) = sheets_of(path, UnknownColumns.IGNORE)

    assert (sheet.columns["serial_number"], sheet.columns["owner_email"]) == ("B", "C")

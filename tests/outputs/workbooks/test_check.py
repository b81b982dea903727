"""The workbook of `check`."""

from pathlib import Path

import openpyxl

from pipeline.model import Sheet
from pipeline.outputs import write_check
from schemas.vocabulary import Kind
from tests.support.frames import samples

_CELL = ("assignments.xlsx", "Desired", 6, "owner_email", "B6", "acme ", "invalid_email")


def test_a_check_counts_the_issues_by_cause_and_lists_each(tmp_path: Path) -> None:
    issues = samples.issues_of(
        (*_CELL, "error", "Not an e-mail address.", "Write name@company.com.", 8),
        (*_CELL[:2], 9, "owner_email", None, "x", "invalid_email", "error", "Not one either.", "Write it.", 9),
        (
            "assignments.xlsx",
            None,
            None,
            "Flor",
            None,
            None,
            "unknown_column",
            "warning",
            'No field "Flor".',
            "Floor?",
            None,
        ),
    )
    book = openpyxl.load_workbook(write_check(tmp_path / "check.xlsx", samples.SOURCES, samples.SHEETS, issues))
    summary = [row[:3] for row in book["Summary"].iter_rows(values_only=True)]
    assert ("invalid_email", 1, "Not an e-mail address.  B6 (Desired)") in summary
    assert ("unknown_column", 1, 'No field "Flor".') in summary
    assert ("Found: 2 errors and 1 warning.", None, None) in summary
    assert book["Issues"].max_row == 4


def test_a_file_without_sheets_is_named_without_one(tmp_path: Path) -> None:
    issues = samples.issues_of(
        ("a.csv", "", 6, "owner_email", "B6", "x", "invalid_email", "error", "Not an address.", "Write it.", 8),
        ("a.csv", "", 7, "owner_email", None, "x", "invalid_email", "error", "Not an address.", "Write it.", 9),
    )
    sheets = [Sheet("a.csv", "", Kind.ASSIGNMENTS, 1, 9)]
    book = openpyxl.load_workbook(write_check(tmp_path / "check.xlsx", (), sheets, issues))
    rows = {row[0]: row[1:3] for row in book["Summary"].iter_rows(values_only=True)}
    assert rows["invalid_email"] == (2, "Not an address.  B6, row 7")
    assert rows["a.csv"] == (9, 2)


def test_a_message_of_several_lines_gets_a_row_of_that_height(tmp_path: Path) -> None:
    issues = samples.issues_of((*_CELL, "error", "word " * 60, "Write it.", 8))
    sheet = openpyxl.load_workbook(write_check(tmp_path / "check.xlsx", (), (), issues))["Issues"]
    assert sheet.row_dimensions[2].height >= 60


def test_a_check_that_found_nothing_says_so(tmp_path: Path) -> None:
    path = write_check(tmp_path / "check.xlsx", samples.SOURCES, samples.SHEETS, samples.issues_of())
    assert "Nothing was found." in str(openpyxl.load_workbook(path)["Summary"]["A5"].value)

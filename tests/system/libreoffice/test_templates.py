"""A template that LibreOffice opened and saved, in its own format and back, still guards what is typed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from tests.support.books.exports import NO_ACTION
from tests.support.books.templates import headers, letter, made, offered, rule
from tests.support.desk import Desk

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed here")


@pytest.fixture(scope="module")
def saved(odd_office: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The prefilled inventory of the odd_office, saved there."""
    folder, profile = tmp_path_factory.mktemp("saved"), tmp_path_factory.mktemp("profile")
    path = made(odd_office, "inventory", "--prefill", name="prefilled.xlsx")
    command = ["soffice", "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to"]
    subprocess.run([*command, "xlsx:Calc MS Excel 2007 XML", "--outdir", folder, path], check=True, capture_output=True)
    return folder / path.name


def test_dropdowns_tests_formats_and_comments_are_still_there(saved: Path) -> None:
    book = openpyxl.load_workbook(saved)
    sheet = book["Inventory"]
    assert offered(book, sheet, "Category") == ["computers", "phones"]
    rules = {header: rule(sheet, header) for header in ("Category", "Purchase date", "Purchase price", "Device ID")}
    assert [found and (found.type, found.errorStyle) for found in rules.values()] == [
        *(("list", "warning"), ("custom", "stop"), ("custom", "warning"), ("whole", "stop")),
    ]
    assert sheet.column_dimensions[letter(sheet, "Serial number")].number_format == "@"
    assert sheet[f"{letter(sheet, 'Serial number')}2"].number_format == "@"
    assert all(cell.comment for cell in sheet[1])
    assert book["Lists"].sheet_state == "hidden"


def test_it_still_plans_to_nothing(odd_office: Desk, saved: Path) -> None:
    report = odd_office.json("plan", saved)
    assert (report["actions"], report["rows"]["in"], report["issues"]) == (NO_ACTION, 11, [])
    assert "Serial number" in headers(openpyxl.load_workbook(saved)["Inventory"])

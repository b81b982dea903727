"""A copy that comes back: unchanged it says what the file said; mended it is the mended file."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest
import xlsxturbo

from tests.support.books.annotated_copies import COPY, SHEET, check, colours, comments, messy, opened, outcomes
from tests.support.desk import ROOT, Desk
from tests.support.workbooks import read


@pytest.mark.system
@pytest.mark.parametrize("command", ["check", "plan", "run"])
def test_an_unchanged_copy_says_what_the_file_said(checked: Desk, command: str) -> None:
    copy = checked.at(COPY)

    reports = [
        checked.json("--state", f"{at}.duckdb", command, path, "--create-devices", code=4)
        for at, path in enumerate(("desired.xlsx", copy))
    ]

    assert outcomes(reports[0]) == outcomes(reports[1])
    assert reports[0]["rows"]["in"] == 7


@pytest.mark.system
@pytest.mark.parametrize("name", ["assignments.xlsx", "inventory.xlsx"])
def test_a_copy_of_a_sample_has_the_same_rows(desk: Desk, name: str) -> None:
    shutil.copy(ROOT / "sample_data" / name, desk.folder)

    first, second = read(desk.folder / name), read(check(desk, name))

    for kind in ("assignments", "inventory"):
        assert getattr(first, kind).drop("file").equals(getattr(second, kind).drop("file"))
    assert first.originals.equals(second.originals)
    assert first.headers == second.headers


@pytest.mark.system
def test_a_formula_without_its_value_is_the_same_finding_again(desk: Desk) -> None:
    path = messy(desk)
    book = opened(path)
    book[SHEET]["D4"] = "=UPPER(A4)"
    book.save(path)

    again = desk.json("check", check(desk, path), "--create-devices", code=4)

    assert [issue["cell"] for issue in again["issues"] if issue["code"] == "no_saved_value"] == ["D4"]


@pytest.mark.system
def test_numbers_keep_every_digit(desk: Desk) -> None:
    exact = pl.DataFrame({"Serial Number": ["LT-1"], "Owner Email": ["anna@acme.example"], "Label": [0.1 + 0.2]})
    xlsxturbo.df_to_xlsx(exact, str(desk.folder / "desired.xlsx"))
    assert opened(check(desk, "desired.xlsx"))["Sheet1"]["C2"].value == 0.1 + 0.2


@pytest.mark.system
def test_an_export_stays_one(office: Desk) -> None:
    office.say("export", "-o", "export.xlsx")
    copy = check(office, "export.xlsx")

    assert opened(copy)["_rollcall"].sheet_state == "hidden"
    assert read(copy).bases == read(office.folder / "export.xlsx").bases
    assert len(read(copy).bases) == 1
    assert office.json("plan", copy)["rows"]["unchanged"] == office.json("plan", "export.xlsx")["rows"]["in"]


@pytest.mark.system
def test_a_mended_copy_is_the_mended_file(checked: Desk) -> None:
    copy = checked.at(COPY)
    _mend(copy)

    report = checked.json("check", copy, "--create-devices", code=4)

    assert (report["rows"]["in"], report["rows"]["rejected"]) == (6, 2)
    assert report["reasons"] == {"conflicting_rows": 2}


@pytest.mark.system
def test_a_copy_of_a_copy_has_no_traces_of_the_first_check(checked: Desk) -> None:
    copy = checked.at(COPY)
    _mend(copy)

    again = opened(check(checked, copy))

    assert again.sheetnames == ["Issues", SHEET, "Lists"]
    assert set(colours(again[SHEET])) == {"A9", "A10"}
    assert comments(again[SHEET])["B5"] == "Please ask Ben"
    assert set(comments(again[SHEET])) == {"B5", "A9", "A10"}
    assert [cell.value for cell in again[SHEET][3]][5:] == ["_outcome", "_reason", "_message"]
    assert [again[SHEET].cell(row, 6).value for row in (5, 7, 9)] == ["applied", None, "rejected"]


def _mend(copy: Path) -> None:
    book = opened(copy)
    sheet = book[SHEET]
    sheet["B5"], sheet["C5"], sheet["B7"] = "ben@acme.example", "2026-01-11", None
    book.save(copy)

"""Where copies go: beside their file, never over what somebody gave or worked on."""

from __future__ import annotations

import os
import zipfile

import pytest

from tests.support.books.annotated_copies import COPY, SHEET, check, messy, opened
from tests.support.desk import Desk, read_sheet, sheet_names


@pytest.mark.system
def test_a_copy_that_nobody_touched_is_written_anew(checked: Desk) -> None:
    first = checked.at(COPY)
    assert first.name == "desired.checked.xlsx"
    assert check(checked, "desired.xlsx") == first


@pytest.mark.system
def test_a_copy_that_somebody_worked_on_is_left_alone(checked: Desk) -> None:
    first = checked.at(COPY)
    book = opened(first)
    book[SHEET]["B5"] = "ben@acme.example"
    book.save(first)
    assert opened(first).properties.lastModifiedBy == "Rollcall"
    before = first.read_bytes()

    assert check(checked, "desired.xlsx").name == "desired.checked-2.xlsx"
    assert first.read_bytes() == before


@pytest.mark.system
def test_a_copy_of_which_one_cell_was_changed_in_place_is_left_alone(checked: Desk) -> None:
    first = checked.at(COPY)
    with zipfile.ZipFile(first) as archive:
        parts, comment = {name: archive.read(name) for name in archive.namelist()}, archive.comment
    with zipfile.ZipFile(first, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace(b"LT-0001", b"LT-0009"))
        archive.comment = comment

    assert check(checked, "desired.xlsx").name == "desired.checked-2.xlsx"


@pytest.mark.system
def test_a_list_of_findings_is_written_anew_unless_somebody_worked_on_it(desk: Desk) -> None:
    messy(desk)
    (desk.folder / "rollcall.toml").write_text("[check]\nannotated_rows = 6\n")
    first = check(desk, "desired.xlsx")
    assert check(desk, "desired.xlsx") == first
    opened(first).save(first)

    assert check(desk, "desired.xlsx").name == "desired.checked-2.xlsx"


@pytest.mark.system
def test_a_name_too_long_for_a_copy_is_told_with_the_findings(desk: Desk) -> None:
    path = messy(desk, f"{'d' * 249}.xlsx")

    said = desk.say("check", path.name, "--create-devices")

    assert said.code == 4
    assert f"The copy could not be written beside {path.name} (File name too long); say where with -o FILE." in said.out
    assert "is not an e-mail address" in said.out
    assert not list(desk.folder.glob("*.checked*"))


def test_a_folder_that_cannot_be_written_to_is_told_with_the_findings(desk: Desk) -> None:
    folder = desk.folder / "ro"
    folder.mkdir()
    messy(desk).rename(folder / "odd.xlsx")
    folder.chmod(0o555)
    if os.access(folder, os.W_OK):
        pytest.skip("for whoever may write anywhere there is no such folder")

    said = desk.say("check", "ro/odd.xlsx", "--create-devices")
    asked = desk.say("check", "ro/odd.xlsx", "--create-devices", "-o", "ro/found.xlsx")
    folder.chmod(0o755)

    assert "The copy could not be written beside ro/odd.xlsx (Permission denied); say where with -o FILE." in said.out
    assert (said.code, asked.code) == (4, 8)


@pytest.mark.system
def test_one_copy_that_cannot_be_written_keeps_no_other_back(desk: Desk) -> None:
    long = messy(desk, f"{'d' * 249}.xlsx")
    messy(desk)
    report = desk.json("check", long.name, "desired.xlsx", "--create-devices", code=4)
    assert report["outputs"] == {"desired.xlsx": "desired.checked.xlsx"}


@pytest.mark.system
def test_a_checked_copy_gives_the_next_one_and_stays(checked: Desk) -> None:
    first = checked.at(COPY)
    before = first.read_bytes()

    assert check(checked, first).name == "desired.checked-2.xlsx"
    assert first.read_bytes() == before


@pytest.mark.system
def test_two_files_of_one_name_get_a_copy_each(desk: Desk) -> None:
    messy(desk)
    (desk.folder / "desired.csv").write_text("Serial Number,Owner Email\nLT-1,anna@acme.example\n")

    report = desk.json("check", "desired.xlsx", "desired.csv", code=None)

    assert report["outputs"] == {"desired.xlsx": "desired.checked.xlsx", "desired.csv": "desired.checked-2.xlsx"}


@pytest.mark.system
def test_the_copy_of_one_file_goes_where_it_is_asked_for(desk: Desk) -> None:
    assert check(desk, messy(desk), "-o", "given/back.xlsx") == desk.folder / "given" / "back.xlsx"
    assert sheet_names(desk.folder / "given" / "back.xlsx") == ["Issues", SHEET, "Lists"]


def test_a_file_is_never_written_over_itself(desk: Desk) -> None:
    path = messy(desk)
    before = path.read_bytes()
    assert desk.say("check", path, "-o", path).code == 2
    assert path.read_bytes() == before


@pytest.mark.system
def test_a_file_of_too_many_rows_is_listed_instead(desk: Desk) -> None:
    messy(desk)
    (desk.folder / "rollcall.toml").write_text("[check]\nannotated_rows = 6\n")

    said = desk.say("check", "desired.xlsx", "--create-devices")

    assert "desired.xlsx has 7 rows, and only up to 6 are given back as they stand" in said.out
    path = desk.folder / "desired.checked.xlsx"
    assert sheet_names(path) == ["Summary", "Issues", "Rows"]
    assert [row["_reason"] for row in read_sheet(path, "Rows")][:2] == [None, "invalid_email"]
    assert len(read_sheet(path, "Rows")) == 7


@pytest.mark.system
def test_a_list_of_findings_that_comes_back_is_read_by_its_rows_alone(desk: Desk) -> None:
    messy(desk)
    (desk.folder / "rollcall.toml").write_text("[check]\nannotated_rows = 6\n")
    copy = check(desk, "desired.xlsx")

    assert desk.json("plan", copy, "--create-devices", code=4)["rows"]["in"] == 7

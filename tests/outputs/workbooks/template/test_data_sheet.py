"""A template that is filled with the current state: the same as an export, to be changed with more comfort."""

from __future__ import annotations

import openpyxl
import pytest

from pipeline.outputs.workbooks import template
from tests.support.books.exports import FULL, NO_ACTION
from tests.support.books.templates import filled, headers, made, opened
from tests.support.desk import Desk


@pytest.fixture
def own(odd_office: Desk, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The odd_office, of one's own."""
    return odd_office.copied_to(tmp_path_factory.mktemp("own"))


@pytest.mark.system
@pytest.mark.parametrize("kind", ["inventory", "assignments"])
@pytest.mark.parametrize("words", [("--all-columns",), ("--org", "odd")], ids=["all", "org"])
def test_loaded_unchanged_it_changes_nothing(own: Desk, kind: str, words: tuple[str, ...]) -> None:
    made(own, kind, "--prefill", *words)
    report = own.json("plan", "template.xlsx")
    assert report["actions"] == NO_ACTION
    assert (report["rows"]["unchanged"], report["issues"]) == (report["rows"]["in"], [])


@pytest.mark.system
def test_both_together_are_the_whole_ledger(own: Desk) -> None:
    made(own, "inventory", "--prefill", name="devices.xlsx")
    made(own, "assignments", "--prefill", name="held.xlsx")
    report = own.json("plan", "devices.xlsx", "held.xlsx", *FULL)
    assert (report["actions"], report["rows"]["in"]) == (NO_ACTION, 16)


def test_values_stand_in_it_as_they_are_on_record(odd_office: Desk) -> None:
    _, sheet = opened(odd_office, "inventory", "--prefill", "--org", "odd")
    rows = [dict(zip(headers(sheet), (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=2)]
    shown = ("Serial number", "Name", "Location", "Is rented", "extra.Floor")
    assert {tuple(row[header] for header in shown) for row in rows} == {
        ("0012", "=1+1", '=HYPERLINK("http://x","y")', "yes", None),
        ("1E5", "+cmd", "-2 basement", "no", "third"),
        ("2025-03-01", "_x005F_x0041_", "@home", None, "=A1"),  # openpyxl shows what stands in the file
        ("BELL", None, None, None, None),
    }


def test_what_a_workbook_cannot_hold_is_on_record_all_the_same(odd_office: Desk) -> None:
    assert [one["name"] for one in odd_office.show("devices", "--serial", "BELL")] == ["bell\x07"]


def test_its_identifiers_are_text_and_its_dates_are_dates(odd_office: Desk) -> None:
    _, sheet = opened(odd_office, "inventory", "--prefill", "--org", "odd")
    at = {title: column for column, title in enumerate(headers(sheet), start=1)}
    serial, end = sheet.cell(2, at["Serial number"]), sheet.cell(3, at["Rental end"])
    assert (serial.data_type, serial.number_format) == ("s", "@")
    assert (end.is_date, end.number_format) == (True, "yyyy-mm-dd")


@pytest.mark.system
def test_what_is_changed_in_it_is_all_that_changes(own: Desk) -> None:
    filled(made(own, "inventory", "--prefill"), {"Location": "Lyon"})
    report = own.json("run", "filled.xlsx")
    assert report["actions"] == {**NO_ACTION, "update": 1}
    assert [one["location"] for one in own.show("devices", "--serial", "LT-0001")] == ["Lyon"]


@pytest.mark.system
def test_what_the_ledger_has_changed_since_is_left_alone(own: Desk) -> None:
    made(own, "inventory", "--prefill")
    own.book("later.xlsx", ("Serial Number", "Location"), ("LT-0001", "Turin"))
    own.say("run", "later.xlsx")
    assert own.json("plan", "template.xlsx")["actions"] == NO_ACTION


@pytest.mark.system
def test_there_is_room_below_what_is_filled_in(odd_office: Desk) -> None:
    _, sheet = opened(odd_office, "inventory", "--prefill", "--rows", "5")
    assert sheet.auto_filter.ref == f"A1:{openpyxl.utils.get_column_letter(sheet.max_column)}17"


def test_more_than_it_can_hold_is_refused_with_a_way_out(odd_office: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template, "MOST_CELLS", 20)
    said = odd_office.say("template", "inventory", "-o", "many.xlsx", "--prefill")
    assert said.code == 2
    assert "11 rows with" in said.err
    assert "rollcall export -o FILE.xlsx" in said.err
    assert not odd_office.at("many.xlsx").exists()

"""What becomes of a template once it is filled in: its rows are read, and nothing else of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pipeline.outputs.workbooks.template.columns import FIELDS, columns_of
from schemas.fields import FieldType, is_clearable
from schemas.vocabulary import Kind
from tests.support.books.templates import filled, made
from tests.support.desk import Desk
from tests.support.workbooks import findings, read, write

LAPTOP = {
    "Serial number": "0047",
    "Name": "LT-1",
    "Type": "laptop",
    "Category": "computers",
    "Purchase price": 1249,
    "Purchase date": date(2026, 3, 31),
}
PHONE = {"Asset tag": "00012", "Name": "PH-1", "Type": "phone", "Category": "phones"}


@pytest.mark.parametrize(("kind", "what"), [("inventory", "device"), ("assignments", "device"), ("people", "person")])
def test_of_an_empty_one_is_said_that_no_row_is_filled_in(desk: Desk, kind: str, what: str) -> None:
    made(desk, kind)
    said = desk.say("check", "template.xlsx")
    assert said.code == 0
    assert said.out.startswith("No row is filled in yet: below the header there is nothing to check in 1 file.\n")
    assert f"Next: fill in one row per {what} below the header, save, and check again." in said.out


def test_one_of_people_is_read_as_such(desk: Desk) -> None:
    path = filled(made(desk, "people"), {"Employee number": "0047", "Last day": date(2026, 12, 31)})
    people = read(path).people
    assert people.select("external_user_id", "ends_on").rows() == [("0047", date(2026, 12, 31))]


@pytest.mark.system
def test_an_empty_one_plans_nothing(desk: Desk) -> None:
    made(desk, "inventory", "--all-columns")
    assert "Nothing to do: no row is filled in." in desk.say("plan", "template.xlsx").out


@pytest.mark.system
def test_the_rows_that_are_filled_in_are_read_and_nothing_else(desk: Desk) -> None:
    filled(made(desk, "inventory"), LAPTOP, PHONE)
    report = desk.json("check", "filled.xlsx")
    assert (report["rows"]["in"], report["issues"]) == (2, [])


@pytest.mark.system
def test_what_is_filled_in_is_put_on_record_as_it_was_typed(desk: Desk) -> None:
    filled(made(desk, "inventory"), LAPTOP, PHONE)
    filled(
        made(desk, "assignments", name="given.xlsx"),
        {"Serial number": "0047", "Owner e-mail": "ines@company.example", "Action": "assign"},
        name="given-filled.xlsx",
    )
    assert desk.say("run", "filled.xlsx", "given-filled.xlsx").code == 0
    assert {(one["serial_number"], one["asset_tag"]) for one in desk.show("devices")} == {
        ("0047", None),
        (None, "00012"),
    }
    assert desk.holders() == {"0047": "ines@company.example"}


@pytest.mark.system
def test_a_slip_is_found_in_its_cell(desk: Desk) -> None:
    filled(made(desk, "inventory"), LAPTOP, {**PHONE, "Purchase date": "soon"})
    report = desk.json("check", "filled.xlsx", code=None)
    assert [(issue["sheet"], issue["cell"]) for issue in report["issues"]] == [("Inventory", "N3")]


@pytest.mark.system
def test_its_other_sheets_are_no_data_also_when_they_are_shown_and_renamed(desk: Desk) -> None:
    path = filled(made(desk, "inventory"), LAPTOP)
    book = openpyxl.load_workbook(path)
    for sheet in book:
        if sheet.title != "Inventory":
            sheet.sheet_state, sheet.title = "visible", f"{sheet.title} 2"
    book.save(path)
    report = desk.json("check", "filled.xlsx")
    assert (report["rows"]["in"], report["issues"]) == (1, [])


@pytest.mark.system
@pytest.mark.parametrize("kind", Kind)
def test_clear_is_allowed_where_the_template_says_so(tmp_path: Path, kind: Kind) -> None:
    columns = columns_of(kind, is_whole=True)
    titles = [column.title for column in columns]
    checked = read(write(tmp_path / "all.xlsx", {"Sheet": [titles, ["<clear>"] * len(titles)]}), kind=kind)
    refused = {issue for issue in checked.issues["column"].to_list() if issue}
    assert refused == {column.title for column in columns if not is_clearable(column.name, kind)}


@pytest.mark.parametrize("kind", Kind)
def test_every_example_is_read(tmp_path: Path, kind: Kind) -> None:
    columns = [column for column in columns_of(kind, is_whole=True) if column.example]
    rows = [[column.title for column in columns], [column.example for column in columns]]
    checked = read(write(tmp_path / "examples.xlsx", {"Sheet": rows}), kind=kind)
    assert findings(checked) == []


@pytest.mark.parametrize("kind", Kind)
def test_only_texts_may_go_without_an_example(kind: Kind) -> None:
    types = {column.type for column in columns_of(kind, is_whole=True) if not column.example}
    assert types <= {FieldType.TEXT}
    assert len(FIELDS[kind]) == len(columns_of(kind, is_whole=True))

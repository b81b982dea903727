"""`--blank-clears`: where somebody says so of a column, its blank cells empty what is on record, and those alone."""

from __future__ import annotations

import openpyxl
import pytest

from tests.support.desk import Desk

HEADER = ("Serial Number", "Name", "Type", "Category", "Location", "Model", "Owner Email")
FIRST = (
    HEADER,
    ("S1", "One", "laptop", "it", "Berlin", "T14", "ann@acme.example"),
    ("S2", "Two", "laptop", "it", "Rome", "T15"),
)
BLANK = (HEADER, ("S1", "One", "laptop", "it", "n/a", None, None), ("S2", "Two", "laptop", "it", None, "T16", None))


def _facts(desk: Desk) -> dict[str, tuple[str | None, str | None]]:
    listed = desk.say("show", "devices", "--format", "json").json
    return {one["serial_number"]: (one["location"], one["model"]) for one in listed}


@pytest.mark.system
def test_blank_cells_of_the_named_columns_empty_what_is_on_record(desk: Desk) -> None:
    desk.book("first.xlsx", *FIRST)
    desk.book("blank.xlsx", *BLANK)
    assert desk.say("run", "first.xlsx").code == 0
    assert desk.say("run", "blank.xlsx").code == 0
    assert _facts(desk) == {"S1": ("Berlin", "T14"), "S2": ("Rome", "T16")}
    told = desk.json("run", "blank.xlsx", "--blank-clears", "location")
    assert _facts(desk) == {"S1": (None, "T14"), "S2": (None, "T16")}
    assert sorted((one["field"], one["old"], one["new"]) for one in told["changes"]) == [
        ("location", "Berlin", None),
        ("location", "Rome", None),
    ]
    assert desk.json("run", "blank.xlsx", "--blank-clears", "location")["change_count"] == 0
    assert desk.holders() == {"S1": "ann@acme.example"}


@pytest.mark.system
def test_rejected_rows_that_come_back_empty_what_their_own_list_did(desk: Desk) -> None:
    """They stand beside rows of lists without that column, and ask for the same without the option, too."""
    desk.book("first.xlsx", *FIRST)
    desk.say("run", "first.xlsx")
    desk.book("dates.xlsx", ("Serial Number", "Purchase date"), ("S1", "soon"))
    desk.book("places.xlsx", ("Serial Number", "Purchase date", "Location"), ("S2", "soon", None))
    told = desk.json("run", "dates.xlsx", "places.xlsx", "--blank-clears", "location", code=4)
    book = openpyxl.load_workbook(desk.folder / told["outputs"]["results"])
    column = [cell.value for cell in book["Rejected"][1]].index("Purchase date") + 1
    for row in (2, 3):
        book["Rejected"].cell(row, column).value = "2024-03-01"
    book.save(desk.folder / "mended.xlsx")
    for more in (("--blank-clears", "location"), ()):
        planned = desk.json("check", "mended.xlsx", *more)
        found = sorted((one["serial_number"], one["field"], one["new"]) for one in planned["changes"])
        assert found == [
            ("S1", "purchase_date", "2024-03-01"),
            ("S2", "location", None),
            ("S2", "purchase_date", "2024-03-01"),
        ]


@pytest.mark.system
def test_of_people_too_and_a_source_may_say_it(desk: Desk) -> None:
    people = ("E-mail", "Name", "Department")
    desk.book("people.xlsx", people, ("ann@acme.example", "Ann", "IT"))
    desk.book("later.xlsx", people, ("ann@acme.example", "Ann", None))
    desk.folder.joinpath("rollcall.toml").write_text('[sources.hr]\nblank_clears = "department"\n')
    desk.say("run", "people.xlsx")
    told = desk.json("run", "later.xlsx", "--source", "hr")
    assert told["owners_updated"] == 1


@pytest.mark.parametrize("name", ["serial_number", "name", "asset_tag", "owner_email", "due_at", "nonsense"])
def test_what_a_blank_cannot_empty_is_refused(desk: Desk, name: str) -> None:
    desk.book("first.xlsx", *FIRST)
    said = desk.say("run", "first.xlsx", "--blank-clears", f"location, {name}")
    assert (said.code, f'cannot empty "{name}"' in " ".join(said.err.split())) == (2, True)

"""A plan that goes too far: it is shown and written all the same, says so, and is not carried out as it is."""

from __future__ import annotations

import json
import math
from pathlib import Path

import openpyxl
import pytest

from pipeline import api
from pipeline.settings import load_settings
from schemas.reasons.limit_words import LIMIT_WORDS
from tests.support.desk import Desk
from tests.support.fixtures.desks import Prepared
from tests.support.workbooks import write

PEOPLE, SHARE = 20, 5
WHY = ("--reason", "The office moves out")


@pytest.fixture
def full_house(prepared: Prepared) -> Desk:
    """A desk where twenty people have a laptop each, and a sheet that takes fifteen of them away."""
    return prepared(fill_house)


def fill_house(desk: Desk) -> None:
    devices = [(f"LT-{number:04}", f"Laptop {number}", "laptop", "computers") for number in range(PEOPLE)]
    holders = [(f"LT-{number:04}", f"owner{number}@acme.example") for number in range(PEOPLE)]
    write(
        desk.folder / "all.xlsx",
        {
            "Stock": [("Serial Number", "Name", "Type", "Category"), *devices],
            "Desired": [("Serial Number", "Owner Email"), *holders],
        },
    )
    assert desk.say("run", "all.xlsx").code == 0
    gone = [(f"LT-{number:04}", f"owner{number}@acme.example", "unassign") for number in range(PEOPLE - SHARE)]
    desk.book("gone.xlsx", ("Serial Number", "Owner Email", "Action"), *gone)


def cover(path: Path) -> list[str]:
    """The texts of the Cover, from the top."""
    rows = openpyxl.load_workbook(path)["Cover"].iter_rows(values_only=True)
    return [str(cell) for row in rows for cell in row if cell is not None]


def decline(path: Path, lines: int) -> None:
    """Say N to the first lines of the sheet Unassign, and save it."""
    book = openpyxl.load_workbook(path)
    sheet = book["Unassign"]
    (header,) = (row for row in sheet.iter_rows() if "Approve" in [cell.value for cell in row])
    (column,) = (cell.column for cell in header if cell.value == "Approve")
    for line in range(lines):
        sheet.cell(header[0].row + 1 + line, column).value = "N"
    book.save(path)


@pytest.mark.system
def test_it_is_shown_and_written_and_its_exit_code_tells(full_house: Desk) -> None:
    said = full_house.say("plan", "gone.xlsx", "-o", "plan.xlsx")
    assert said.code == 5
    assert "15 would be applied" in said.out
    assert "LT-0000" in said.out
    assert "plan.xlsx is for looking at: it goes too far" in said.out
    assert said.err.startswith("Open ownerships unassigned: 75 % of 20, and unassign_percent allows 30 %")
    assert "Nothing was written" not in said.err
    assert "--allow unassign_percent=75 --reason TEXT" in said.err
    texts = cover(full_house.at("plan.xlsx"))
    assert "Not to be applied as it is" in texts
    assert any("rollcall apply plan.xlsx --allow unassign_percent=75 --reason TEXT" in text for text in texts)
    assert texts.count("OVER") == 1


@pytest.mark.system
def test_a_plan_within_the_limits_has_no_such_mark(full_house: Desk) -> None:
    allowed = ("--allow", "unassign_percent=75", *WHY)
    assert full_house.say("plan", "gone.xlsx", "-o", "plan.xlsx", *allowed).code == 0
    assert "Not to be applied as it is" not in cover(full_house.at("plan.xlsx"))
    assert full_house.say("apply", "plan.xlsx").code == 0


def test_the_json_has_the_plan_and_all_limits(full_house: Desk) -> None:
    told = full_house.json("plan", "gone.xlsx", code=5)
    assert (told["ok"], told["error"]["code"], told["change_count"]) == (False, "unassign_percent", 15)
    limits = {limit["name"]: (limit["value"], limit["allowed"], limit["exceeded"]) for limit in told["limits"]}
    assert limits["unassign_percent"] == (75, 30, True)
    assert limits["new_owners"] == (0, 50, False)
    assert limits.keys() == LIMIT_WORDS.keys()
    refused = full_house.json("run", "gone.xlsx", code=5)
    assert refused["limits"] == told["limits"]


@pytest.mark.system
def test_it_is_refused_when_applied_and_the_option_given_lets_it_through(full_house: Desk) -> None:
    full_house.say("plan", "gone.xlsx", "-o", "plan.xlsx")
    before = full_house.holders()
    refused = full_house.say("apply", "plan.xlsx")
    assert (refused.code, full_house.holders()) == (5, before)
    assert "Nothing was written." in refused.err
    assert "--allow unassign_percent=75 --reason TEXT" in refused.err
    assert full_house.say("apply", "plan.xlsx", "--allow", "unassign_percent=74", *WHY).code == 5
    assert full_house.say("apply", "plan.xlsx", "--allow", "unassign_percent=75", *WHY).code == 0
    assert len(full_house.holders()) == SHARE
    settings = json.loads(full_house.show("runs")[-1]["settings"])
    assert (settings["allow"], settings["reason"]) == (["unassign_percent=75"], WHY[1])


@pytest.mark.system
def test_it_may_be_applied_once_enough_lines_are_declined(full_house: Desk) -> None:
    full_house.say("plan", "gone.xlsx", "-o", "plan.xlsx")
    decline(full_house.at("plan.xlsx"), 8)
    refused = full_house.say("apply", "plan.xlsx")
    assert refused.code == 5
    assert "unassigned: 35 % of 20" in refused.err
    decline(full_house.at("plan.xlsx"), 10)
    assert full_house.say("apply", "plan.xlsx").code in {0, 4}
    assert len(full_house.holders()) == 15


@pytest.mark.system
def test_the_reverse_of_a_run_is_shown_and_held_alike(full_house: Desk) -> None:
    told = full_house.json("undo", "last", "-o", "back.xlsx", code=5)
    assert told["error"]["code"] == "unassign_percent"
    assert full_house.say("apply", "back.xlsx").code == 5


@pytest.mark.system
def test_rows_that_a_file_lacks_cannot_be_declined(full_house: Desk) -> None:
    long, short = ([(f"LT-{number:04}", f"owner{number}@acme.example") for number in range(n)] for n in (20, 8))
    full_house.book("list.xlsx", ("Serial Number", "Owner Email"), *long)
    assert full_house.say("run", "list.xlsx").code == 0
    full_house.book("list.xlsx", ("Serial Number", "Owner Email"), *short[:-1], ("LT-0007", "new@acme.example"))
    told = full_house.json("plan", "list.xlsx", "-o", "plan.xlsx", code=5)
    assert told["error"]["code"] == "fewer_rows_percent"
    figure = math.ceil(next(one["value"] for one in told["limits"] if one["name"] == "fewer_rows_percent"))
    assert full_house.say("apply", "plan.xlsx").code == 5
    assert full_house.say("apply", "plan.xlsx", "--allow", f"fewer_rows_percent={figure}", *WHY).code == 0


@pytest.mark.system
def test_a_program_gets_the_plan_and_what_stands_against_it(full_house: Desk) -> None:
    done = api.plan(full_house.at("gone.xlsx"), settings=load_settings(None, {"state": full_house.state}))
    assert done.refusal is not None
    assert (done.report.exit_code, done.refusal.code, done.results.changes.height) == (5, "unassign_percent", 15)

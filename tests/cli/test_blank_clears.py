"""`--blank-clears`: where somebody says so of a column, its blank cells empty what is on record, and those alone."""

from __future__ import annotations

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

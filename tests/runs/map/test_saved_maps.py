"""What `map --write` saves reads the file back as it was shown."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from tests.support.desk import Cells, Desk
from tests.support.workbooks import Rows, write

STOCK = ("Serial Number", "Name", "Type", "Category")
DEVICE = ("SN-00012", "Laptop", "laptop", "computers")
OTHER = ("SN-00013", "Laptop", "laptop", "computers")

FILES: dict[str, list[Cells]] = {
    "inventory": [
        (*STOCK, "Vendor", "Floor", "Last seen", "No.", "Serial No", "Qty"),
        (*DEVICE, "Dell", "3", "today", 1, "SN-00012", 1),
        (*OTHER, "Lenovo", "4", "today", 2, "SN-00013", 1),
    ],
    "fills": [(*STOCK, "Serial No"), (*DEVICE, None), (None, *OTHER[1:], "SN-00013")],
    "register": [(*STOCK, "Owner", "Model", "Floor"), (*DEVICE, "ada@acme.example", "X1", "3")],
    "assignments": [
        ("Serial Number", "Name", "Owner Email", "Status", "Desk"),
        ("SN-00012", "Laptop", "ada@acme.example", "checked out", "4"),
        ("SN-00013", "Laptop", "bob@acme.example", "returned", "5"),
    ],
    "people": [("Name", "E-mail", "Department", "Title", "Shirt"), ("Ada Day", "ada@acme.example", "IT", "Boss", "M")],
    "twice": [(*STOCK, "Rack", "Rack", "rack"), (*DEVICE, "a", "b", "c"), (*OTHER, "d", "e", "f")],
    "numbers": [(*STOCK, "Model", "Model #"), (*DEVICE, "X1", "4-1"), (*OTHER, "X2", "4-2")],
}


def uses(report: Any) -> list[Any]:
    return [
        (sheet["sheet"], sheet["kind"], sheet["rows"], [(one["use"], one["target"], one["parsed"]) for one in columns])
        for sheet in report["sheets"]
        for columns in [sheet["columns"]]
    ]


@pytest.mark.parametrize("rows", FILES.values(), ids=FILES)
def test_it_is_read_back_as_it_was_shown(desk: Desk, rows: list[Cells]) -> None:
    desk.book("My list.xlsx", *rows)
    shown = desk.json("map", "My list.xlsx", "--write")
    again = desk.json("map", "My list.xlsx", "--source", "my-list")
    assert uses(again) == uses(shown)
    assert shown["outputs"] == {"settings": "rollcall.toml"}
    assert tomllib.loads(desk.at("rollcall.toml").read_text())["sources"]["my-list"]["columns"]


@pytest.mark.system
def test_sheets_of_several_kinds_are_read_back_as_they_were_shown(desk: Desk) -> None:
    sheets: dict[str, Rows] = {
        "Stock": [[*STOCK, "Status"], [*DEVICE, "in use"]],
        "Desired": [
            ["Serial Number", "Name", "Owner Email", "Status"],
            ["SN-00012", "Laptop", "ada@acme.example", "busy"],
        ],
        "Legend": [["Status"], ["in use"]],
    }
    write(desk.at("list.xlsx"), sheets)
    shown = desk.json("map", "list.xlsx", "--write")
    assert len(shown["sheets"]) == 2
    assert uses(desk.json("map", "list.xlsx", "--source", "list")) == uses(shown)


def test_what_is_doubtful_and_was_not_answered_is_only_proposed(desk: Desk) -> None:
    desk.book("list.xlsx", ("Serail Number", *STOCK[1:], "Locaton"), (*DEVICE, "Lyon"))
    report = desk.json("map", "list.xlsx", "--write", code=3)
    text = desk.at("rollcall.toml").read_text()
    assert report["error"]["code"] == "unknown_column"
    assert '# "Serail Number" = "serial_number"  # no field is called so; perhaps serial_number\n' in text
    assert '# "Locaton" = "location"' in text
    desk.at("rollcall.toml").write_text(text.replace('# "', '"'))
    assert desk.say("map", "list.xlsx", "--source", "list").code == 0


def test_options_that_were_given_are_saved_with_it(desk: Desk) -> None:
    desk.book("list.xlsx", (*STOCK, "Purchase Date"), (*DEVICE, "03/04/2024"))
    shown = desk.json("map", "list.xlsx", "--write", "--source", "it", "--date-order", "mdy")
    assert shown["sheets"][0]["columns"][4]["parsed"] == 1
    assert uses(desk.json("map", "list.xlsx", "--source", "it")) == uses(shown)
    assert tomllib.loads(desk.at("rollcall.toml").read_text())["sources"]["it"]["date_order"] == "mdy"


def test_a_source_of_that_name_is_not_overwritten_unasked(desk: Desk) -> None:
    desk.book("list.xlsx", STOCK, DEVICE)
    assert desk.say("map", "list.xlsx", "--write").code == 0
    before = desk.at("rollcall.toml").read_bytes()
    refused = desk.say("map", "list.xlsx", "--write")
    assert (refused.code, desk.at("rollcall.toml").read_bytes()) == (2, before)
    assert "The settings have a source list already. Say --source list to add to it" in refused.err
    assert desk.say("map", "list.xlsx", "--write", "--source", "list").code == 0


def test_the_settings_in_use_are_written_to(desk: Desk) -> None:
    desk.at("mine.toml").write_text('state = "x.duckdb"\n')
    desk.book("list.xlsx", STOCK, DEVICE)
    assert desk.say("map", "list.xlsx", "--write", "--config", "mine.toml").code == 0
    assert desk.at("mine.toml").read_text().startswith('state = "x.duckdb"\n\n# How list.xlsx is read')
    assert not desk.at("rollcall.toml").exists()

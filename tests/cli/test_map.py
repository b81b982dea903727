"""`rollcall map`: what it prints, and how it ends."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk

STOCK = ("Serial Number", "Name", "Type", "Category", "Locaton")
DEVICE = ("SN-00012", "Laptop", "laptop", "computers", "Lyon")


def test_it_shows_each_column_with_its_use_its_reason_and_its_values(desk: Desk) -> None:
    desk.book("list.xlsx", STOCK, DEVICE)
    said = desk.say("map", "list.xlsx")
    first, head, _rule, *rows = said.out.splitlines()
    assert (said.code, said.err) == (0, "")
    assert first.startswith("list.xlsx, sheet Sheet1: read as inventory, since ")
    assert head.split() == ["Column", "Read", "as", "Why", "Values", "Parse"]
    assert " ".join(rows[0].split()) == "A Serial Number serial_number its own name SN-00012 1 of 1"
    assert "kept as extra.Locaton" in rows[4]
    assert "no field is called so; perhaps location" in rows[4]


def test_it_needs_and_makes_no_ledger(desk: Desk) -> None:
    desk.book("list.xlsx", STOCK, DEVICE)
    desk.say("map", "list.xlsx")
    assert not desk.state.exists()


def test_what_refuses_the_file_is_shown_with_the_way_out(desk: Desk) -> None:
    desk.book("list.xlsx", ("Serail Number", *STOCK[1:]), DEVICE)
    said = desk.say("map", "list.xlsx")
    assert said.code == 3
    assert "REFUSED" in said.out
    assert "perhaps serial_number" in said.out
    assert said.err.startswith("The file cannot be used as it is:\n  list.xlsx, sheet Sheet1, A1: ")
    assert "Did you mean `serial_number`?" in said.err


def test_a_file_without_columns_ends_as_in_a_run(desk: Desk) -> None:
    desk.at("notes.csv").write_text("call Ada\n")
    mapped, run = desk.say("map", "notes.csv"), desk.say("run", "notes.csv")
    assert (mapped.code, mapped.err) == (3, run.err)


@pytest.mark.parametrize(("header", "code"), [("Serial Number", 0), ("Serail Number", 3)])
def test_for_a_program_it_gives_the_same_as_data(desk: Desk, header: str, code: int) -> None:
    desk.book("list.xlsx", (header, *STOCK[1:]), DEVICE)
    report = desk.json("map", "list.xlsx", code=code)
    (sheet,) = report["sheets"]
    assert (report["ok"], report["command"], report["file"]) == (code == 0, "map", "list.xlsx")
    assert (sheet["sheet"], sheet["kind"], sheet["rows"]) == ("Sheet1", "inventory", 1)
    assert sheet["columns"][1] == {
        "column": "B",
        "header": "Name",
        "use": "field",
        "target": "name",
        "why": "own_name",
        "why_said": "its own name",
        "likely": None,
        "values": ["Laptop"],
        "bad": [],
        "filled": 1,
        "parsed": 1,
    }
    assert ("error" in report) == (code == 3)


def test_a_source_of_the_settings_is_followed(desk: Desk) -> None:
    desk.at("rollcall.toml").write_text('[sources.it.columns]\n"Locaton" = "location"\n')
    desk.book("list.xlsx", STOCK, DEVICE)
    report = desk.json("map", "list.xlsx", "--source", "it")
    assert [report["sheets"][0]["columns"][4][key] for key in ("target", "why")] == ["location", "mapping"]


@pytest.mark.system
def test_a_check_of_a_file_with_doubtful_columns_names_this_command(desk: Desk) -> None:
    desk.book("my list.xlsx", STOCK, DEVICE)
    desk.book("slip.xlsx", ("Serail Number", "Asset tga", *STOCK[1:]), ("SN-00012", "T-1", *DEVICE[1:]))
    desk.book("fine.xlsx", STOCK[:4], DEVICE[:4])
    way = "To see how each column is read, and to settle it once and for all: rollcall map "
    assert f'{way}"my list.xlsx"\n' in desk.say("check", "my list.xlsx").out
    assert desk.say("check", "slip.xlsx").err.endswith(f"{way}slip.xlsx\n")
    assert way not in desk.say("check", "fine.xlsx").out


@pytest.mark.system
def test_on_a_terminal_it_asks_about_what_is_doubtful(desk: Desk) -> None:
    desk.book("list.xlsx", ("Serail Number", *STOCK[1:]), DEVICE)
    said = desk.say_at_a_terminal("map", "list.xlsx", keys="\n2\n1\n")
    assert 'Column A "Serail Number": no field is called so; perhaps serial_number. It holds SN-00012.' in said
    assert "  1  read it as serial_number" in said
    assert "Save this in the settings, as [sources.list], for every list like this one?" in said
    columns = desk.json("map", "list.xlsx", "--source", "list")["sheets"][0]["columns"]
    assert [columns[0]["target"], columns[4]["target"]] == ["serial_number", "extra.Locaton"]

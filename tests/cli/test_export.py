"""`export` writes what is on record, and says what it wrote."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk, read_sheet, sheet_names


def test_it_says_how_much_it_wrote_and_where(monday: Desk) -> None:
    said = monday.say("export", "-o", "out/export.xlsx")

    assert (said.code, said.out, said.err) == (0, "", "7 devices, 4 of them held: out/export.xlsx\n")
    assert sheet_names(monday.at("out/export.xlsx")) == ["Inventory", "Assignments", "_rollcall"]


def test_for_a_program_it_names_the_file(monday: Desk) -> None:
    report = monday.json("export", "-o", "export.xlsx")

    assert (report["ok"], report["command"], report["outputs"]) == (True, "export", {"export": "export.xlsx"})


def test_it_is_silent_where_that_is_asked_for(monday: Desk) -> None:
    said = monday.say("--quiet", "export", "-o", "export.xlsx")

    assert (said.code, said.out, said.err) == (0, "", "")


def test_one_kind_of_sheet_may_be_enough(monday: Desk) -> None:
    monday.say("export", "-o", "held.xlsx", "--kind", "assignments")

    assert sheet_names(monday.at("held.xlsx")) == ["Assignments", "_rollcall"]
    assert [row["serial_number"] for row in read_sheet(monday.at("held.xlsx"), "Assignments")] == [
        *("LT-0001", "LT-0002", "LT-0003", "PH-0001")
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--state", "nowhere.duckdb"), "There is no ledger at nowhere.duckdb yet."),
        (("--org", "acme"), "No organization acme is on record. Those on record: default."),
        (("-o", "rollcall.duckdb"), "rollcall.duckdb belongs to the ledger, and would be overwritten."),
    ],
)
def test_what_cannot_be_exported_is_refused_with_a_way_out(monday: Desk, words: tuple[str, ...], said: str) -> None:
    refused = monday.say("export", "-o", "no.xlsx", *words)

    assert refused.code == 2
    assert said in refused.err
    assert not monday.at("no.xlsx").exists()


def test_the_ledger_stays_the_same_byte_for_byte(office: Desk) -> None:
    before = office.state.read_bytes()

    office.say("export", "-o", "export.xlsx")

    assert office.state.read_bytes() == before

"""`rollcall template`: what it says, and what it refuses."""

from __future__ import annotations

import re

import openpyxl
import pytest

from schemas.workbook_forms.template import GUIDE
from tests.support.desk import Desk


def test_it_says_what_it_wrote_and_where(desk: Desk) -> None:
    said = desk.say("template", "inventory", "-o", "out/new.xlsx")
    assert (said.code, said.out, said.err) == (0, "", "15 columns, room for 1,000 rows: out/new.xlsx\n")
    assert desk.at("out/new.xlsx").exists()


def test_it_says_how_much_is_filled_in(odd_office: Desk) -> None:
    said = odd_office.say("template", "assignments", "-o", "new.xlsx", "--prefill", "--rows", "1")
    assert said.err.endswith("5 rows filled in, room for 1 more row: new.xlsx\n")


def test_for_a_program_it_names_the_file(desk: Desk) -> None:
    report = desk.json("template", "inventory", "-o", "new.xlsx")
    assert (report["ok"], report["command"], report["outputs"]) == (True, "template", {"template": "new.xlsx"})


def test_it_is_silent_where_that_is_asked_for(desk: Desk) -> None:
    said = desk.say("--quiet", "template", "inventory", "-o", "new.xlsx")
    assert (said.code, said.out, said.err) == (0, "", "")


@pytest.mark.system
def test_what_it_was_filled_with_is_of_an_instant_in_the_time_zone_of_the_settings(odd_office: Desk) -> None:
    odd_office.at("rollcall.toml").write_text('timezone = "Asia/Tokyo"\n', encoding="utf-8")
    odd_office.say("template", "inventory", "-o", "new.xlsx", "--prefill")
    guide = openpyxl.load_workbook(odd_office.at("new.xlsx"))[GUIDE]
    texts = [cell for row in guide.iter_rows(values_only=True) for cell in row if isinstance(cell, str)]
    (said,) = (text for text in texts if "filled with what was on record at" in text)
    assert re.search(r"on record at \d{4}-\d\d-\d\d \d\d:\d\d Asia/Tokyo\.", said)
    assert "UTC" not in " ".join(texts)


def test_it_makes_no_ledger(desk: Desk) -> None:
    desk.say("template", "inventory", "-o", "new.xlsx")
    assert not desk.state.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("devices", "-o", "no.xlsx"), "'devices' is not one of 'inventory', 'assignments', 'register', 'people'."),
        (("inventory",), "Missing option '-o'"),
        (("inventory", "-o", "no.xlsx", "--rows", "0"), "0 is not in the range"),
        (("inventory", "-o", "no.xlsx", "--prefill", "--state", "no.duckdb"), "There is no ledger at no.duckdb yet."),
        (("inventory", "-o", "no.xlsx", "--prefill", "--org", "acme"), "No organization acme is on record."),
        (("inventory", "-o", "rollcall.duckdb"), "rollcall.duckdb belongs to the ledger, and would be overwritten."),
    ],
)
def test_what_cannot_be_made_is_refused(odd_office: Desk, words: tuple[str, ...], said: str) -> None:
    refused = odd_office.say("template", *words)
    assert refused.code == 2
    assert said in refused.err
    assert not odd_office.at("no.xlsx").exists()

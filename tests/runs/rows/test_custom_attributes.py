"""Columns of people's own: kept under one name in whatever case, exported again, and gone where they are ignored."""

from __future__ import annotations

import json
from typing import Any

import duckdb
import pytest

from tests.support.desk import Desk

HEADER = ("Serial", "Name", "Type", "Category")
ONE = ("LT-0500", "Laptop 500", "laptop", "computers")
TWO = ("LT-0501", "Laptop 501", "laptop", "computers")


def extras(desk: Desk) -> dict[str, Any]:
    devices = desk.show("devices")
    return {one["serial_number"]: json.loads(one["extra"]) for one in devices if one["extra"]}


@pytest.mark.system
def test_a_column_in_another_case_is_the_same_attribute(desk: Desk) -> None:
    desk.book("march.xlsx", (*HEADER, "Floor"), (*ONE, 3))
    desk.book("april.xlsx", (*HEADER, "FLOOR"), (*ONE, 3))
    desk.book("may.xlsx", (*HEADER, "floor"), (*ONE, "<clear>"))
    desk.json("run", "march.xlsx")

    assert desk.json("run", "april.xlsx")["rows"]["unchanged"] == 1
    assert extras(desk) == {"LT-0500": {"Floor": "3"}}
    assert desk.json("run", "may.xlsx")["actions"]["update"] == 1
    assert extras(desk) == {}


@pytest.mark.system
def test_so_it_is_in_another_file_of_the_same_run(desk: Desk) -> None:
    desk.book("one.xlsx", (*HEADER, "Floor"), (*ONE, 3))
    desk.book("two.xlsx", (*HEADER, "FLOOR"), (*TWO, 4))

    assert desk.json("run", "one.xlsx", "two.xlsx")["actions"]["create"] == 2
    assert extras(desk) == {"LT-0500": {"Floor": "3"}, "LT-0501": {"Floor": "4"}}


@pytest.mark.system
def test_what_is_kept_is_exported_and_changes_nothing_when_it_comes_back(desk: Desk) -> None:
    desk.book("stock.xlsx", (*HEADER, "Floor", "Asset tag", "Asset ID"), (*ONE, 3, "AT-1", "7"))
    desk.json("run", "stock.xlsx")
    desk.say("export", "-o", "all.xlsx")

    assert desk.json("run", "all.xlsx")["rows"]["unchanged"] == 1
    assert extras(desk) == {"LT-0500": {"Floor": "3", "Asset ID": "7"}}


@pytest.mark.system
def test_what_is_left_out_is_neither_stored_nor_published_nor_explained(desk: Desk) -> None:
    (desk.folder / "rollcall.toml").write_text('[sources.hr.columns]\n"Salary" = ""\n')
    desk.book("stock.xlsx", (*HEADER, "Salary", "Last seen", "Floor"), (*ONE, "54321", "2025-01-02", "77777"))
    desk.json("run", "stock.xlsx", "--source", "hr", "--unknown-columns", "ignore")

    with duckdb.connect(desk.state, read_only=True) as ledger:
        ((cells,),) = ledger.sql("SELECT cells FROM row_outcomes").fetchall()
    told = desk.say("explain", ONE[0]).out
    assert ONE[0] in cells
    assert ONE[0] in told
    for text in ("54321", "2025-01-02", "77777", "Salary", "Last seen", "Floor"):
        assert text not in cells
        assert text not in told

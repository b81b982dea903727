"""Headers that are missing or misspelled, and sheets of very many columns."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from pipeline.errors import FileUnusable
from pipeline.intake.column_letters import column_letter
from pipeline.intake.headers.header_row import Header, find_header
from pipeline.intake.headers.layout import lay_out
from pipeline.intake.raw_sheets import RawSheet, no_unsaved
from pipeline.model import Reading
from schemas.vocabulary import Kind, UnknownColumns
from tests.support.sheets.header_rows import checked, columns, told
from tests.support.workbooks import Rows, read, write

_GOOD: Rows = [["Serial", "Owner email"], ["LT-1", "eva@acme.example"]]


def test_data_without_a_header_is_described(tmp_path: Path) -> None:
    rows: list[list[object]] = [[f"LT-000{n}", "eva@acme.example", f"AA:BB:CC:00:00:0{n}"] for n in range(1, 4)]
    with pytest.raises(FileUnusable) as caught:
        checked(tmp_path, *rows)
    assert caught.value.code == "no_usable_sheet"
    assert "column B looks like e-mail addresses, column C looks like MAC addresses" in caught.value.message
    assert "`owner_email` above column B" in caught.value.hint


@pytest.mark.parametrize("header", [["serial_numbr", "Label", "End date"], ["Owner emial", "Location", "Site"]])
def test_a_misspelled_header_beside_a_right_one_is_an_error_also_in_a_second_sheet(
    header: list[object], tmp_path: Path
) -> None:
    with pytest.raises(FileUnusable) as caught:
        read(write(tmp_path / "a.xlsx", {"A": _GOOD, "B": [header, ["LT-2", "x", "y"]]}))
    assert told(caught.value.issues) == [("A1", "unknown_column", "error")]
    assert "Did you mean" in caught.value.hint


def test_a_sheet_of_sums_is_not_taken_for_a_misspelled_one(tmp_path: Path) -> None:
    sums: Rows = [["Location", "Serial numbers"], ["Berlin", 12], ["Paris", 8]]
    issues = read(write(tmp_path / "a.xlsx", {"A": _GOOD, "Sums": sums})).issues

    assert told(issues) == [(None, "sheet_ignored", "note")]


@pytest.mark.system
@pytest.mark.parametrize("title", ["Column {}", "Shoe size"])
@pytest.mark.parametrize("unknown_columns", [UnknownColumns.IGNORE, UnknownColumns.ERROR])
def test_very_many_columns_are_no_matter(title: str, unknown_columns: UnknownColumns) -> None:
    cells, start = _very_many_columns(title), time.process_time()

    found = _header_of_very_many(title)
    assert found is not None
    rows = cells.slice(1).with_row_index("row", offset=2).with_row_index("row_id", offset=1)
    layout = lay_out(found, Kind.ASSIGNMENTS, rows, Reading(unknown_columns=unknown_columns), file="a", sheet="")

    assert layout.fields == {"A": "serial_number", "B": "owner_email"}
    assert time.process_time() - start < 30  # to compare each with each took minutes


@cache
def _very_many_columns(title: str) -> pl.DataFrame:
    names = [column_letter(index) for index in range(16_000)]
    header = ["Serial", "Owner email", *(title.format(index) for index in range(2, 16_000))]
    lines = [header, *([f"word {row} {index}" for index in range(16_000)] for row in range(3))]
    return pl.DataFrame(lines, schema=dict.fromkeys(names, pl.String), orient="row")


@cache
def _header_of_very_many(title: str) -> Header | None:
    """Found once, in which the first of the tests sees that it takes no time."""
    return find_header(RawSheet("", _very_many_columns(title), no_unsaved()))


def test_of_more_than_twenty_unknown_columns_it_is_told_once(tmp_path: Path) -> None:
    colours = [f"Colour {number}" for number in range(30)]
    rows: Rows = [["Serial", "Owner email", *colours], ["LT-1", "eva@acme.example"]]

    issues = read(write(tmp_path / "a.xlsx", {"A": rows}), unknown_columns=UnknownColumns.IGNORE).issues

    assert issues["message"].to_list() == [
        "a.xlsx, sheet A, C1: 30 columns are left out, since no field is called like them: "
        '"Colour 0" (C1), "Colour 1" (D1), "Colour 2" (E1) and 27 more.'
    ]


def test_headers_that_differ_in_a_number_only_are_no_slips_of_a_field(tmp_path: Path) -> None:
    rows: Rows = [["Serial", "Owner email", "Attribute 1", "Attribute 2", "Attribute 3"], ["LT-1", "eva@acme.example"]]

    issues = read(write(tmp_path / "a.xlsx", {"A": rows}), unknown_columns=UnknownColumns.IGNORE).issues

    assert issues["hint"].to_list() == ["Correct the header."] * 3


def test_a_legend_beside_a_list_is_only_noted_and_alone_it_must_say_what_it_is(tmp_path: Path) -> None:
    legend: Rows = [["What the columns mean"], ["Serial", "the number on the label"]]
    found = read(write(tmp_path / "a.xlsx", {"Devices": _GOOD, "Legend": legend}))
    assert found.issues["code"].to_list() == ["sheet_ignored"]
    assert found.assignments.height == 1
    with pytest.raises(FileUnusable) as caught:
        read(write(tmp_path / "b.xlsx", {"Legend": legend}))
    assert caught.value.code == "missing_column"
    assert "hide the sheet" in caught.value.hint


def test_what_programs_write_around_headers_is_no_part_of_them(tmp_path: Path) -> None:
    found = columns(tmp_path, ["cf_serial_number", "Model,type:text", "Asset Tag:text"], ["S1", "T14", "AT-1"])

    assert found == {"serial_number": "A", "model": "B", "asset_tag": "C"}

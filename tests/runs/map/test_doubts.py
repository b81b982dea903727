"""What is asked about the columns of a file; the first choice is the proposal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import intake
from pipeline.model import FileMap, Reading
from pipeline.runs.map.doubts import Doubt, doubts_of
from schemas.vocabulary import DateOrder, Kind
from tests.support.desk import Cells
from tests.support.workbooks import write

STOCK = ("Serial Number", "Name", "Type", "Category")
DEVICE = ("SN-00012", "Laptop", "laptop", "computers")
OTHER = ("SN-00013", "Laptop", "laptop", "computers")
THIRD = ("SN-00014", "Laptop", "laptop", "computers")

DOUBTFUL: dict[str, list[Cells]] = {
    "slip": [(*STOCK, "Locaton"), (*DEVICE, "Lyon")],
    "slip that refuses": [("Serail Number", *STOCK[1:]), DEVICE],
    "contradiction": [(*STOCK, "Serial No"), (*DEVICE, "SN-00099")],
    "dates": [(*STOCK, "Purchase Date"), (*DEVICE, "03/04/2024")],
    "hardly read": [(*STOCK, "Date of purchase"), (*DEVICE, "soon"), (*OTHER, "later"), (*THIRD, "2024-01-01")],
    "own name": [(*STOCK, "Purchase Date"), (*DEVICE, "soon"), (*OTHER, "later"), (*THIRD, "2024-01-01")],
    "slip that decides the kind": [("Serial Number", "Owner Emial"), ("SN-00012", "ada@acme.example")],
    "no kind": [("Serial Number", "Comment"), ("SN-00012", "x")],
    "years": [(*STOCK, "Warranty"), (*DEVICE, "2"), (*OTHER, "3")],
    "owners in an inventory": [
        ("_kind", "Serial Number", "Name", "Owner"),
        ("inventory", "SN-00012", "Lap", "Ada Day"),
    ],
}


def mapped(path: Path, how: Reading) -> FileMap:
    return intake.map_columns(path, how)


def asked(folder: Path, rows: list[Cells]) -> list[Doubt]:
    return doubts_of(mapped(write(folder / "a.xlsx", {"List": rows}), Reading()))


@pytest.mark.parametrize("rows", DOUBTFUL.values(), ids=DOUBTFUL)
def test_every_answer_settles_its_question(tmp_path: Path, rows: list[Cells]) -> None:
    path = write(tmp_path / "a.xlsx", {"List": rows})
    doubts = doubts_of(mapped(path, Reading()))
    assert doubts
    for doubt in doubts:
        for choice in doubt.choices:
            settled = mapped(path, _answered(choice.columns, choice.options))
            assert doubt.key not in {one.key for one in doubts_of(settled)}, choice


def _answered(columns: object, options: object) -> Reading:
    said = dict(options)  # type: ignore[call-overload]
    how = replace(Reading(), columns=dict(columns))  # type: ignore[call-overload]
    if "kind" in said:
        how = replace(how, kind=Kind(said["kind"]))
    return replace(how, date_order=DateOrder(said["date_order"])) if "date_order" in said else how


@pytest.mark.parametrize(
    ("case", "proposal"),
    [
        ("slip", "read it as location"),
        ("slip that refuses", "read it as serial_number"),
        ("contradiction", 'read "Serial Number" as serial_number, and keep this one as an attribute of your own'),
        ("dates", "the day comes first"),
        ("hardly read", "keep it as an attribute of your own"),
        ("own name", "read it as purchase_date"),
        ("slip that decides the kind", "read it as owner_email"),
        ("no kind", "read it as an inventory"),
        ("years", "read it as warranty_months"),
        ("owners in an inventory", "read the sheet as an assignments sheet"),
    ],
)
def test_the_proposal_is_the_likeliest(tmp_path: Path, case: str, proposal: str) -> None:
    (doubt,) = asked(tmp_path, DOUBTFUL[case])
    assert doubt.choices[0].says == proposal


def test_slips_that_hide_the_header_row_are_asked_for_at_once(tmp_path: Path) -> None:
    rows: list[Cells] = [("Serail Number", "Owner Emial"), ("SN-00012", "ada@acme.example")]
    doubts = asked(tmp_path, rows)
    assert [doubt.key for doubt in doubts] == ["Serail Number", "Owner Emial"]
    columns = {header: name for doubt in doubts for header, name in doubt.choices[0].columns.items()}
    settled = mapped(tmp_path / "a.xlsx", Reading(columns=columns))
    assert (settled.is_usable, settled.sheets[0].kind) == (True, Kind.ASSIGNMENTS)


def test_nothing_is_asked_about_what_is_clear(tmp_path: Path) -> None:
    rows: list[Cells] = [(*STOCK, "Floor", "Last seen", "No.", "Serial No"), (*DEVICE, "3", "today", 1, "SN-00012")]
    assert asked(tmp_path, rows) == []


def test_an_identifier_of_which_few_can_be_read_stays_one(tmp_path: Path) -> None:
    rows: list[Cells] = [STOCK, ("SN 1; SN 2; SN 3", *DEVICE[1:]), ("#REF!", *DEVICE[1:]), ("#N/A", *DEVICE[1:])]
    assert [doubt.choices[0].says for doubt in asked(tmp_path, rows)] == ["read it as serial_number"]

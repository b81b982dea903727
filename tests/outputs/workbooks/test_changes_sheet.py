"""The Changes sheet of a result workbook, as a finance person reads it: person by person."""

from pathlib import Path

import openpyxl
import polars as pl

from pipeline.outputs import write_results
from tests.support.frames import samples


def _sheet(folder: Path, name: str) -> list[dict[str, object]]:
    written = write_results(folder, samples.some_report(), samples.some_results())
    header, *rows = openpyxl.load_workbook(written["results"])[name].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def test_the_actions_of_one_person_stand_together_and_those_of_nobody_last(tmp_path: Path) -> None:
    shown = _sheet(tmp_path, "Changes")
    assert [(row["Action"], row["Owner"] or row["Previous owner"]) for row in shown] == [
        ("unassign", "anna@acme.example"),
        ("assign", "ben@acme.example"),
        ("reassign", "eva@acme.example"),
        ("create", None),
        ("update", None),
    ]


def test_the_parquet_keeps_the_order_of_the_devices(tmp_path: Path) -> None:
    written = write_results(tmp_path, samples.some_report(), samples.some_results())
    actions = pl.read_parquet(written["parquet"] / "changes.parquet")["action"].to_list()
    assert actions == ["create", "update", "assign", "reassign", "unassign"]


def test_people_are_named_with_their_address_beside(tmp_path: Path) -> None:
    titles = list(_sheet(tmp_path, "Changes")[0])
    assert titles[:5] == ["Action", "Owner name", "Owner", "Previous owner name", "Previous owner"]


def test_columns_that_say_nothing_are_left_out(tmp_path: Path) -> None:
    titles = list(_sheet(tmp_path, "Owners")[0])
    assert titles == ["Owner name", "Owner", "Devices taken", "Devices given back", "Devices remaining"]

"""Big workbooks: the promised mix, the same every time, and on as many sheets as they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import fastexcel
import polars as pl
import pytest
from click.testing import CliRunner
from polars.testing import assert_frame_equal

from sample_data import big
from sample_data.big import Size, write_big
from sample_data.generate import main
from schemas.headers.matching import match_header
from schemas.vocabulary import Kind
from tests.support.sample_sheets import read_texts

if TYPE_CHECKING:
    from pathlib import Path

SIZE = Size(rows=2_000, devices=2_500)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("big")
    write_big(folder, SIZE, changed_share=0.02)
    return folder


def test_the_mix_is_as_promised(folder: Path) -> None:
    devices, held = read_texts(folder / "inventory.xlsx"), read_texts(folder / "opening.xlsx")
    rows = read_texts(folder / "assignments.xlsx").join(
        held.select("Serial Number", holder="Owner Email"), on="Serial Number", how="left"
    )
    is_known = pl.col("Serial Number").is_in(devices["Serial Number"].implode())
    is_held = pl.col("holder").is_not_null()
    counts = rows.select(
        unchanged=(is_held & (pl.col("holder") == pl.col("Owner Email"))).sum(),
        moved=(is_held & (pl.col("holder") != pl.col("Owner Email"))).sum(),
        new=(is_known & ~is_held).sum(),
        unknown=(~is_known).sum(),
    )

    assert counts.row(0, named=True) == {"unchanged": 1_400, "moved": 300, "new": 200, "unknown": 100}


def test_an_unchanged_row_changes_no_label(folder: Path) -> None:
    columns = ("Serial Number", "Owner Email", "Label")
    held = read_texts(folder / "opening.xlsx").select(*columns)
    rows = read_texts(folder / "assignments.xlsx").select(*columns)
    same = rows.join(held, on=columns[:2], how="inner", suffix="_held")

    assert same.filter(pl.col("Label").is_not_null()).height > 100
    assert same.filter(pl.col("Label") != pl.col("Label_held")).is_empty()


def test_every_row_names_a_device_of_its_own(folder: Path) -> None:
    rows = read_texts(folder / "assignments.xlsx")

    assert rows["Serial Number"].n_unique() == SIZE.rows


def test_every_device_has_identifiers_of_its_own(folder: Path) -> None:
    devices = read_texts(folder / "inventory.xlsx")

    assert devices.height == SIZE.devices
    assert [devices[column].n_unique() for column in ("Serial Number", "Asset Tag", "MAC Address")] == [2_500] * 3


def test_there_is_about_one_owner_for_four_rows(folder: Path) -> None:
    owners = read_texts(folder / "assignments.xlsx")["Owner Email"].n_unique()

    assert 0.8 * SIZE.owners <= owners <= SIZE.owners == 500


def test_the_next_inventory_differs_in_the_share_that_was_asked_for(folder: Path) -> None:
    devices, changed = read_texts(folder / "inventory.xlsx"), read_texts(folder / "inventory_next.xlsx")

    differing = (devices["Location"] != changed["Location"]).sum()

    assert 25 <= differing <= 75
    assert_frame_equal(devices.drop("Location"), changed.drop("Location"))


def test_the_same_size_gives_the_same_cells(folder: Path, tmp_path: Path) -> None:
    for path in write_big(tmp_path, SIZE):
        assert_frame_equal(read_texts(path), read_texts(folder / path.name))


def test_every_header_names_a_field(folder: Path) -> None:
    kinds = {"inventory.xlsx": Kind.INVENTORY, "opening.xlsx": Kind.ASSIGNMENTS, "assignments.xlsx": Kind.ASSIGNMENTS}

    for name, kind in kinds.items():
        assert None not in [match_header(header, kind) for header in read_texts(folder / name).columns]


def test_more_rows_than_a_sheet_holds_continue_on_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(big, "ROWS_PER_SHEET", 40)
    write_big(tmp_path, Size(rows=100, devices=100))
    reader = fastexcel.read_excel(tmp_path / "assignments.xlsx")

    assert reader.sheet_names == ["Assignments", "Assignments 2", "Assignments 3"]
    assert [reader.load_sheet(name).height for name in reader.sheet_names] == [40, 40, 20]


def test_the_command_writes_three_workbooks(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--rows", "20", "--out", str(tmp_path / "new")])

    assert result.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [
        "assignments.xlsx",
        "inventory.xlsx",
        "opening.xlsx",
    ]


@pytest.mark.parametrize(
    "options",
    [
        ["--rows", "20"],
        ["--rows", "20", "--out", "sample_data"],
        ["--devices", "20"],
        ["--rows", "20", "--devices", "19", "--out", "."],
    ],
)
def test_options_that_do_not_fit_are_refused(options: list[str]) -> None:
    result = CliRunner().invoke(main, options)

    assert result.exit_code == 2

"""A folder that is one table in several files: one list, in which every row has its file and its place there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from pipeline.errors import FileUnusable
from pipeline.model import Checked, ReaderLimits
from tests.support.workbooks import read

PRICE = Decimal("1200.50")


def devices(start: int, stop: int) -> pa.Table:
    """Devices with a column for each kind of value; the MAC address of number 3 is none."""
    numbers = range(start, stop)
    return pa.table(
        {
            "Serial number": [f"SN{number:03}" for number in numbers],
            "Name": [f"Laptop {number}" for number in numbers],
            "Type": ["Laptop" for _ in numbers],
            "Category": ["hardware" for _ in numbers],
            "Purchase date": pa.array([dt.date(2024, 1, 1 + number) for number in numbers]),
            "Price": pa.array([Decimal("1200.50") for _ in numbers], pa.decimal128(9, 2)),
            "MAC address": pa.array(["nonsense" if number == 3 else None for number in numbers], pa.string()),
        }
    )


def written(table: pa.Table, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    (csv.write_csv if path.suffix == ".csv" else parquet.write_table)(table, path)


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_files_of_one_table_are_one_list_and_each_row_keeps_its_file(ending: str, tmp_path: Path) -> None:
    folder = tmp_path / "devices"
    other_order = devices(2, 5).select(
        ["Price", "MAC address", "Name", "Serial number", "Type", "Category", "Purchase date"]
    )
    written(devices(0, 2), folder / f"part-0.{ending}")
    written(other_order, folder / f"part-1.{ending}")
    written(devices(0, 0), folder / f"part-2.{ending}")
    for aside in ("_SUCCESS", ".part-0.crc", "part-9.tmp", "_old/part-8.csv"):
        (folder / aside).parent.mkdir(exist_ok=True)
        (folder / aside).write_bytes(b"?")

    checked = read(folder)

    rows = checked.inventory.select("serial_number", "purchase_price", "file", "sheet", "row", "fault").rows()
    one, two = f"part-0.{ending}", f"part-1.{ending}"
    assert rows == [
        ("SN000", PRICE, "devices", one, 2, None),
        ("SN001", PRICE, "devices", one, 3, None),
        ("SN002", PRICE, "devices", two, 2, None),
        ("SN003", PRICE, "devices", two, 3, "invalid_value"),
        ("SN004", PRICE, "devices", two, 4, None),
    ]
    (issue,) = _errors(checked)
    assert issue.startswith(f'devices, sheet {two}, G3: "nonsense"')
    assert [(one.file, one.rows) for one in checked.sources] == [("devices", 5)]
    assert [(sheet.sheet, sheet.rows) for sheet in checked.sheets] == [(one, 2), (two, 3)]


def _errors(checked: Checked) -> list[str]:
    return checked.issues.filter(checked.issues["severity"] == "error")["message"].to_list()


def test_the_names_of_folders_are_columns_too(tmp_path: Path) -> None:
    for site in ("Paris%20Nord", "__HIVE_DEFAULT_PARTITION__"):
        written(devices(0, 1), tmp_path / "fleet" / f"Location={site}" / "a.parquet")
    assert read(tmp_path / "fleet").inventory["location"].to_list() == ["Paris Nord", None]


def test_a_delta_table_is_read_as_its_log_says(tmp_path: Path) -> None:
    deltalake = pytest.importorskip("deltalake", reason="Delta tables need pip install 'rollcall[spark]'")
    place, sites = tmp_path / "fleet", pa.array(["Ä b", "Ä b", None])
    deltalake.write_deltalake(place, devices(0, 3).append_column("Location", sites), partition_by=["Location"])
    table = deltalake.DeltaTable(place)
    table.delete("\"Serial number\" = 'SN001'")
    later = devices(3, 4).drop_columns(["Name"]).append_column("Model", pa.array(["X1"]))
    deltalake.write_deltalake(
        table, later.append_column("Location", pa.array(["C"])), mode="append", schema_mode="merge"
    )

    checked = read(place)

    rows = checked.inventory.sort("serial_number").select("serial_number", "location", "model", "row").rows()
    assert rows == [("SN000", "Ä b", None, 2), ("SN002", None, None, 2), ("SN003", "C", "X1", 2)]
    before = checked.sources[0].sha256
    assert read(place).sources[0].sha256 == before
    deltalake.write_deltalake(place, devices(4, 5), mode="append", schema_mode="merge")
    assert read(place).sources[0].sha256 != before


def _unlike(folder: Path) -> None:
    written(devices(0, 1), folder / "a.parquet")
    written(devices(0, 1).drop_columns(["Price"]), folder / "b.parquet")


def _repeated(folder: Path) -> None:
    (folder / "a.csv").write_text("Serial number,Notes,Notes\nSN1,a,b\n")
    (folder / "b.csv").write_text("Serial number,Notes\nSN2,a\n")


def _unfinished(folder: Path) -> None:
    written(devices(0, 1), folder / "a.parquet")
    (folder / "_temporary").mkdir()


def _books(folder: Path) -> None:
    written(devices(0, 1), folder / "a.parquet")
    (folder / "b.csv").write_text("serial\nSN1\n")


def _broken(folder: Path) -> None:
    written(devices(0, 1), folder / "a.parquet")
    (folder / "b.parquet").write_bytes(b"PAR1" + bytes(99))


def _foreign(folder: Path) -> None:
    written(devices(0, 1), folder / "a.parquet")
    (folder / "scan.pdf").write_bytes(b"%PDF-1.7")


def _many(folder: Path) -> None:
    written(devices(0, 8), folder / "a.parquet")


def _large(folder: Path) -> None:
    (folder / "a.csv").write_bytes(b"x" * 200_000)


def _empty(folder: Path) -> None:
    (folder / "_SUCCESS").touch()


def _not_delta(folder: Path) -> None:
    (folder / "_delta_log").mkdir()
    (folder / "_delta_log" / "00000000000000000000.json").write_text('{"add": 1}')


def _elsewhere(folder: Path) -> None:
    deltalake = pytest.importorskip("deltalake", reason="Delta tables need pip install 'rollcall[spark]'")
    deltalake.write_deltalake(folder, devices(0, 1))
    log = folder / "_delta_log" / "00000000000000000000.json"
    log.write_text(log.read_text().replace('"path":"', '"path":"../'))


def _lost(folder: Path) -> None:
    deltalake = pytest.importorskip("deltalake", reason="Delta tables need pip install 'rollcall[spark]'")
    deltalake.write_deltalake(folder, devices(0, 1))
    next(folder.glob("part-*.parquet")).rename(folder / "part-0.parquet")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_unlike, 'its files are not of one table: a.parquet has a column "Price", and b.parquet has none'),
        (_repeated, 'its files are not of one table: a.csv has a column "Notes (2)", and b.csv has none'),
        (_unfinished, "this folder is still being written: it has a folder _temporary"),
        (_books, "it holds other files than Parquet files alone or CSV files alone"),
        (_broken, "b.parquet in it: this is not a readable Parquet file"),
        (_foreign, "scan.pdf in it: this is a PDF file, not a spreadsheet"),
        (_many, "it has 8 rows, and 6 are the most that may be read at once"),
        (_large, "its files have 0.2 MB together, and 0.1 MB are the most"),
        (_empty, "this folder holds no file with rows"),
        (_not_delta, "this is not a readable Delta table"),
        (_elsewhere, "its log names a file outside of the folder (../part-"),
        (_lost, ".parquet in it: there is no such file"),
    ],
)
def test_a_folder_that_is_no_table_or_not_done_is_refused(
    make: Callable[[Path], None], said: str, tmp_path: Path
) -> None:
    (tmp_path / "fleet").mkdir()
    make(tmp_path / "fleet")
    with pytest.raises(FileUnusable) as caught:
        read(tmp_path / "fleet", limits=ReaderLimits(rows=6, megabytes=0.1))
    assert (caught.value.exit_code, caught.value.message.startswith("fleet: ")) == (3, True)
    assert said in caught.value.message
    assert caught.value.hint


def test_a_parquet_file_of_more_rows_than_have_room_is_refused_before_it_is_read(tmp_path: Path) -> None:
    written(devices(0, 8), tmp_path / "a.parquet")
    with pytest.raises(FileUnusable, match="it has 8 rows, and 6 are the most that may be read at once"):
        read(tmp_path / "a.parquet", limits=ReaderLimits(rows=6))

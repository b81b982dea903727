"""What the worker hands to its parent: of very many rows column by column, and a Parquet file as it is read."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from polars.testing import assert_frame_equal
from pyarrow import parquet as arrow_parquet

from pipeline.errors import FileUnusable
from pipeline.intake.readers import parquet
from pipeline.intake.sandbox import transfer
from pipeline.intake.sandbox.arrival import unpacked

_ROWS = 250_000


def _handed_over(path: Path, folder: Path, most_rows: int | None) -> pl.DataFrame:
    folder.mkdir()
    answer = json.loads(json.dumps(transfer.packed(parquet.load(path, most_rows), folder)))
    (sheet,) = unpacked(answer, folder).sheets
    for file in folder.iterdir():
        file.unlink()
    return pl.DataFrame(sheet.batch)


@pytest.mark.system
def test_very_many_rows_arrive_as_few_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "list.parquet"
    numbers = range(_ROWS)
    names = [None if number % 3 else f"a name of some length {number}" for number in numbers]
    table = pa.table(
        {"Serial": [f"SN{number}" for number in numbers], "Price": [n / 4 for n in numbers], "Name": names}
    )
    arrow_parquet.write_table(table, path, row_group_size=120_000)

    at_once = _handed_over(path, tmp_path / "whole", None)
    for module in (parquet, transfer):
        monkeypatch.setattr(module, "MANY", 1_000)
    in_parts = _handed_over(path, tmp_path / "parts", _ROWS)

    assert_frame_equal(at_once, in_parts)
    assert in_parts.n_chunks("all") == [1, 1, 1]


def test_a_file_that_breaks_off_is_refused_as_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "list.parquet"
    arrow_parquet.write_table(pa.table({"Serial": [f"SN{number}" for number in range(5_000)]}), path)
    content = bytearray(path.read_bytes())
    content[100:2_000] = b"x" * 1_900
    path.write_bytes(content)
    for module in (parquet, transfer):
        monkeypatch.setattr(module, "MANY", 1_000)
    with pytest.raises(FileUnusable, match="Parquet"):
        transfer.packed(parquet.load(path, 10_000), tmp_path)

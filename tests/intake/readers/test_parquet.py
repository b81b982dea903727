"""Parquet: typed columns become text that says exactly the same."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from pipeline.errors import FileUnusable
from pipeline.intake.raw_sheets import RawSheet
from pipeline.intake.readers import FileKind
from tests.support.books.value_table import read_one

_INSTANT = dt.datetime(2025, 3, 1, 14, 30, 5, 500_000)


def _read(folder: Path, **columns: pa.Array) -> RawSheet:
    parquet.write_table(pa.table(columns), folder / "a.parquet")
    return read_one(folder / "a.parquet", FileKind.PARQUET)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (pa.array([1, -5, None]), ["1", "-5", None]),
        (pa.array([2**64 - 1], pa.uint64()), ["18446744073709551615"]),
        (pa.array([1200.5, 3.0, 0.1 + 0.2, float("nan")]), ["1200.5", "3", "0.30000000000000004", None]),
        (pa.array([123456789012345.0, 1e300, -0.5]), ["123456789012345", "1e+300", "-0.5"]),
        (pa.array([1.1, 2.0], pa.float32()), ["1.1", "2"]),
        (pa.array([Decimal("1200.50")]), ["1200.50"]),
        (pa.array([dt.date(2025, 3, 1)]), ["2025-03-01"]),
        (pa.array([_INSTANT, dt.datetime(2025, 3, 1)]), ["2025-03-01 14:30:05.5", "2025-03-01 00:00:00"]),
        (pa.array([_INSTANT], pa.timestamp("ns", "Europe/Berlin")), ["2025-03-01 14:30:05.5Z"]),
        (pa.array([dt.time(14, 30)]), ["14:30:00"]),
        (pa.array([True, False, None]), ["true", "false", None]),
        (pa.array([["a", None, "b"], [], None, ["c"]]), ["a; b", None, None, "c"]),
        (pa.array([[1, 2], None]), ["1; 2", None]),
        (pa.array(["x", "y", "x"]).dictionary_encode(), ["x", "y", "x"]),
        (pa.array(["012345", "", None]), ["012345", None, None]),
        (pa.nulls(2), [None, None]),
        (pa.array([], pa.string()), []),
    ],
)
def test_each_type_becomes_text(values: pa.Array, found: list[str | None], tmp_path: Path) -> None:
    assert _read(tmp_path, Value=values).cells["A"].to_list() == ["Value", *found]


def test_the_names_of_the_columns_are_the_first_row(tmp_path: Path) -> None:
    sheet = _read(tmp_path, **{"Serial number": pa.array(["SN1"]), "Price": pa.array([5])})
    assert sheet.cells.rows() == [("Serial number", "Price"), ("SN1", "5")]


def test_columns_of_numbers_are_numbers(tmp_path: Path) -> None:
    sheet = _read(tmp_path, a=pa.array(["1", "2"]), b=pa.array([1, None]), c=pa.array([True, False]))
    assert sheet.stored(["A", "B", "C"]).rows() == [
        (2, "B", "number", "1", None),
        (2, "C", "boolean", "true", None),
        (3, "C", "boolean", "false", None),
    ]


@pytest.mark.parametrize(
    ("values", "what"),
    [
        (pa.array([{"a": 1}]), "nested values: a cell of it would be a table of its own"),
        (pa.array([[[1]]]), "nested values: a cell of it would be a table of its own"),
        (pa.array([b"x"]), "bytes that are no text, like pictures"),
    ],
)
def test_a_column_of_no_single_values_is_refused(values: pa.Array, what: str, tmp_path: Path) -> None:
    with pytest.raises(FileUnusable) as caught:
        _read(tmp_path, Owner=values)
    assert caught.value.message == f'column "Owner" holds {what}'


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and nothing more PAR1")
    with pytest.raises(FileUnusable, match="not a readable Parquet file"):
        read_one(tmp_path / "a.parquet", FileKind.PARQUET)


def test_texts_of_bytes_that_are_none_are_refused(tmp_path: Path) -> None:
    texts = pa.array(["LT-1", "LT-2"])
    broken = pa.Array.from_buffers(pa.string(), 2, [None, texts.buffers()[1], pa.py_buffer(b"LT-1LT\xff2")])

    with pytest.raises(FileUnusable, match="not a readable Parquet file"):
        _read(tmp_path, serial=broken)

"""Rows of a table typed some at a time: the same rows, issues and notes as if they were typed at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from pyarrow import parquet

from pipeline.errors import FileUnusable
from pipeline.intake.sheets import batches
from pipeline.model import Checked
from schemas.vocabulary import Request, UnknownColumns
from tests.support.strength import examples
from tests.support.workbooks import read

_BATCH = 2
# Texts of columns, by header: usual ones, odd ones, and what hangs on the other cells of its column.
_TEXTS = {
    "Serial number": (
        "SN1",
        "sn2",
        "  SN3",
        "AT-9",
        "0012",
        "1234567890123456789",
        "6.3E+15",
        "TBD",
        "<all>",
        "SN°4",
        "",
    ),
    "Name": ("Laptop", "Tablet &amp; pen", "JÃ¶rg", "0", "n/a", "", "Name", "20001.0"),
    "Owner email": ("anna@acme.example", "Bo <bo@acme.example>", "acme", "<none>", "none", "аnna@acme.example", ""),
    "Employee number": ("20001", "20002.0", "C55", "0", ""),
    "Purchase date": (
        "2024-03-01",
        "2024-03-01 00:00:00",
        "2024-03-01 10:30",
        "03/04/2025",
        "25/03/2025",
        "1 May 2024",
    ),
    "Assigned since": ("2025-03-01", "2025-03-01T10:00:00Z", "2567-01-05", "1970-01-01", "-", "05.2024", ""),
    "Price": ("1200.50", "1.234", "1,234", "12,50", "€ 12", "$ 5", "twelve", "NULL", ""),
    "Currency": ("EUR", "usd", "$", "kr", ""),
    "Status": ("in use", "returned", "stock", ""),
    "Floor": ("3", "0", "#N/A", ""),
}


@pytest.fixture(autouse=True)
def _few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_AT_ONCE", _BATCH)


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """True for each sheet that was typed some rows at a time, false for each that was tried."""
    found: list[bool] = []
    whole = batches._in_batches

    def observed(*args: object) -> object:
        found.append(False)
        rows = whole(*args)  # type: ignore[arg-type]
        found[-1] = True
        return rows

    monkeypatch.setattr(batches, "_in_batches", observed)
    return found


def _both(path: Path, **options: object) -> tuple[Checked, Checked]:
    """What is read of the file at once, and some rows at a time."""
    with pytest.MonkeyPatch.context() as patch:
        at_once = read(path, **options)  # type: ignore[arg-type]
        patch.setattr(batches, "MANY", 0)
        return at_once, read(path, **options)  # type: ignore[arg-type]


def _assert_same(at_once: Checked, in_batches: Checked) -> None:
    for field in fields(Checked):
        one, other = getattr(at_once, field.name), getattr(in_batches, field.name)
        if isinstance(one, pl.DataFrame):
            assert_frame_equal(one, other)
        else:
            assert one == other, field.name


def _csv(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


_DEVICES = "Serial number;Name;Purchase date;Price;Floor"
_WHO = "Serial number;Owner email;Assigned since"
_REGISTER = "Serial number;Name;Owner email;Status;Assigned since"


@pytest.mark.parametrize(
    ("lines", "is_in_batches"),
    [
        ([_DEVICES, "SN1;Laptop;2024-03-01;1200.50;1", ";;;;", "SN2;Phone;;;", "x y;;soon;1,2,3;2"], True),
        ([_WHO, "SN1;a@x.com;2025-03-01", "SN2;<none>;", "SN3;acme;2025-03-01T10:00:00Z", "SN4;b@x.com;"], True),
        ([_REGISTER, "SN1;Laptop;a@x.com;in use;2025-03-01", "SN2;Phone;;;", "SN3;Phone;acme;;"], True),
        ([_DEVICES, "SN1;Laptop;;;", "SN2;Phone;;;", "SN3;n/a;;;"], False),
        ([_DEVICES, "SN1;Laptop;03/04/2025;;", "SN2;Phone;2024-03-01;;", "SN3;Phone;25/03/2025;;"], False),
        ([_DEVICES, "SN1;Laptop;;1.234;", "SN2;Phone;;5;", "SN3;Phone;;12,50;"], False),
        ([_DEVICES, "SN1;Laptop;;$ 5;", "SN2;Phone;;5;", "SN3;Phone;;5 USD;"], False),
        ([_DEVICES, "SN1;0;;;", "SN2;1;;;", "SN3;Phone;;;", "SN4;Phone;;;", "SN5;Phone;;;"], False),
        ([_DEVICES, "SN1;Laptop;;;", "SN2;Phone;;;", "Serial number;Name;Sold on;;", "SN3;;2024-03-01;;"], False),
        ([_WHO, "SN1;a@x.com;1970-01-01", "SN2;b@x.com;1970-01-01", "SN3;c@x.com;2025-03-01"], False),
    ],
)  # fmt: skip
def test_a_list_is_read_the_same_some_rows_at_a_time(
    lines: Sequence[str], *, is_in_batches: bool, taken: list[bool], tmp_path: Path
) -> None:
    at_once, in_batches = _both(_csv(tmp_path / "list.csv", *lines), unknown_columns=UnknownColumns.KEEP)
    _assert_same(at_once, in_batches)
    assert taken == [is_in_batches]


@st.composite
def _lists(draw: st.DrawFn) -> list[str]:
    headers = draw(st.lists(st.sampled_from(list(_TEXTS)[1:]), unique=True, min_size=1, max_size=4))
    columns = ["Serial number", *headers]
    odd = draw(st.integers(1, 3))  # most texts of most columns are usual
    rows = st.tuples(*(st.sampled_from(_TEXTS[name][:odd] + _TEXTS[name][-1:]) for name in columns))
    return ["\t".join(columns), *("\t".join(row) for row in draw(st.lists(rows, min_size=1, max_size=7)))]


@pytest.mark.system
@given(lines=_lists(), action=st.sampled_from([None, None, Request.UNASSIGN]))
@examples(8, of=80)
def test_any_list_is_read_the_same(lines: list[str], action: Request | None) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "_AT_ONCE", _BATCH)
        path = _csv(Path(folder) / "list.csv", *lines)
        try:
            both = _both(path, unknown_columns=UnknownColumns.KEEP, action=action, blank_clears="name,status")
        except FileUnusable:
            reject()
        _assert_same(*both)


@pytest.mark.parametrize("are_numbers", [False, True])
def test_a_table_with_types_is_read_the_same(*, are_numbers: bool, taken: list[bool], tmp_path: Path) -> None:
    serials = [123456, 123457, None, 123459, 123460]
    table = pa.table(
        {
            "Serial number": serials if are_numbers else [f"SN{serial}" for serial in serials],
            "Name": ["Laptop", "Phone", "Tablet", "Phone", None],
            "Order number": [1_234_567_890_123_456, 5, None, 7, 8],
            "Purchase date": [dt.date(2024, 1, day) for day in range(1, 6)],
            "Price": pa.array([Decimal("1200.50"), None, Decimal(-5), Decimal(0), Decimal(1)], pa.decimal128(9, 2)),
            "Rented": [True, False, None, True, True],
        }
    )
    folder = tmp_path / "devices"
    folder.mkdir()
    for at in (0, 3):
        parquet.write_table(table.slice(at, 3), folder / f"part-{at}.parquet")
    _assert_same(*_both(folder))
    assert taken == [not are_numbers]

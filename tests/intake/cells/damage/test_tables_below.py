"""A second table below the first: its cells are not those of the headers above, and its header is no device."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipeline.model import Checked
from tests.support.workbooks import Rows, read, write

Row = list[object]

_HEADER: Row = ["Asset No", "Name", "Type", "Category", "Purchased", "Cost"]
_FIRST: Row = ["UK001", "Laptop 1", "laptop", "IT", date(2024, 2, 14), 1199]
_SOLD: Row = ["UK900", "Tablet 6", "tablet", "IT", date(2026, 5, 1), 50]


def checked(folder: Path, *below: Row) -> Checked:
    rows: Rows = [_HEADER, _FIRST, *below]
    return read(write(folder / "list.xlsx", {"Assets": rows}))


def told(found: Checked) -> list[str]:
    return [text.split(", ", 2)[2] for text in found.issues.filter(severity="error")["message"]]


def test_cells_below_another_header_are_not_those_of_the_first(tmp_path: Path) -> None:
    again: Row = ["Asset No", "Name", "Type", "Category", "Disposed on", "Proceeds"]
    found = checked(tmp_path, [None] * 6, ["Disposed 2026", *[None] * 5], again, _SOLD)

    assert found.inventory.filter(pl.col("fault").is_null())["asset_tag"].to_list() == ["UK001"]
    assert told(found) == [
        'A4: "Disposed 2026" is the title of another table, which begins in the next row.',
        'A5: "Asset No" is a header: another table begins here, with other columns.',
        'E5: "Disposed on" is a header: another table begins here, with other columns.',
        'F5: "Proceeds" is a header: another table begins here, with other columns.',
        'E6: "2026-05-01 00:00:00" stands below "Disposed on" (E5), which is not "Purchased".',
        'F6: "50" stands below "Proceeds" (F5), which is not "Cost".',
    ]


@pytest.mark.parametrize(
    "below",
    [
        [_HEADER, ["UK002", "Laptop 2", "laptop", "IT", date(2024, 3, 1), 1199]],
        [["UK002", "Name", "Type", "IT", date(2024, 3, 1), 1199]],
        [["Asset No", "Laptop 2", "laptop", "IT", date(2024, 3, 1), 1199]],
    ],
    ids=["the same header", "words of headers", "one word of the header"],
)
def test_the_same_header_and_single_words_begin_no_other_table(below: list[Row], tmp_path: Path) -> None:
    assert told(checked(tmp_path, *below)) == []

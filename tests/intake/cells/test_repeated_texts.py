"""A column in which few texts stand in many cells is read like any other, though each text is looked at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from pipeline.intake.cells import repeated_texts
from pipeline.intake.cells.repeated_texts import repeated_columns
from pipeline.intake.files import read_files
from pipeline.model import Reading

if TYPE_CHECKING:
    from pathlib import Path

_MANY = 12_000


def test_columns_of_few_texts_are_told_from_those_of_many() -> None:
    at = pl.int_range(_MANY, eager=True)
    rows = pl.DataFrame({"A": at.cast(pl.String), "B": (at % 7).cast(pl.String), "C": [None] * _MANY})
    assert repeated_columns(rows, ["A", "B", "C"]) == {"B", "C"}
    assert not repeated_columns(rows, [])
    assert not repeated_columns(rows.head(100), ["A", "B", "C"])


def test_one_odd_cell_among_thousands_is_found_in_columns_of_few_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f"SN{row},laptop,Paris,2026-03-01" for row in range(_MANY)]
    rows[-1] = f"SN{_MANY},  laptop\u00a0, R&amp;D ,01.03.2026"
    path.write_text("\n".join(["Serial Number,Type,Location,Purchase Date", *rows]) + "\n", encoding="utf-8")
    assert _MANY >= repeated_texts._MANY_CELLS  # else nothing is tried

    read = read_files([path], Reading(), None)

    assert read.inventory["type"].unique().to_list() == ["laptop"]
    assert read.inventory["purchase_date"].n_unique() == 1
    assert read.issues["cell"].to_list() == ["D1", f"C{_MANY + 1}"]

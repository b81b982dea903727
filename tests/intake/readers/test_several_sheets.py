"""Workbooks of several sheets: each is read whole, in its order, also where two are read at a time."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.intake.readers import FileKind, workbooks
from pipeline.intake.readers.xml import zip_parts

_NAMES = ("Berlin", "Paris", "Wien", "Rom", "Prag")


def test_each_sheet_has_its_own_cells_also_two_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "places.xlsx"
    book = Workbook()
    for name in _NAMES:
        book.create_sheet(name).append(["the same in all", f"only in {name}"])
    book.remove(book.worksheets[0])
    book.save(path)
    expected = [(name, [{"0": "the same in all", "1": f"only in {name}"}]) for name in _NAMES]
    assert _read(path) == expected
    monkeypatch.setattr(zip_parts, "_LARGE", 0)
    assert _read(path) == expected


def _read(path: Path) -> list[tuple[str, list[dict[str, str]]]]:
    sheets = workbooks.load(path, FileKind.XLSX).sheets
    return [(sheet.name, sheet.batch.to_pylist()) for sheet in sheets if sheet.batch is not None]

"""A file is read as what it is, whatever its name says."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.intake.readers import FileKind, read_sheets

_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".XLS", "")


@pytest.mark.parametrize("kind", [FileKind.XLSX, FileKind.XLS, FileKind.ODS])
def test_the_name_does_not_matter(
    kind: FileKind, table: Path, converted: Callable[[str], Path], tmp_path: Path
) -> None:
    path = table if kind is FileKind.XLSX else converted(kind.value)
    expected = read_sheets(path, kind).sheets[0]

    for ending in _ENDINGS:
        named = shutil.copyfile(path, tmp_path / f"devices{ending}")
        sheet = read_sheets(named, kind).sheets[0]
        assert sheet.cells.equals(expected.cells), ending
        assert sheet.merged.equals(expected.merged), ending
        assert sheet.stored("B").equals(expected.stored("B")), ending


def test_a_name_may_be_of_bytes_that_are_no_text(table: Path, tmp_path: Path) -> None:
    named = tmp_path / os.fsdecode(b"ger\xe4te.xlsx")
    shutil.copyfile(table, named)
    sheet = read_sheets(named, FileKind.XLSX).sheets[0]
    assert sheet.cells.equals(read_sheets(table, FileKind.XLSX).sheets[0].cells)

"""One table of every kind of value, to be saved in several formats."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from pipeline.intake.raw_sheets import RawSheet
from pipeline.intake.readers import FileKind, read_sheets

Converted = Callable[[str], Path]

VALUES: dict[str, object] = {
    "whole": 123,
    "negative": -5,
    "decimal": 1200.5,
    "noise": 0.1 + 0.2,
    "15 digits": 123456789012345,
    "19 digits": 1234567890123456789,
    "exponent": 1.5e21,
    "small": 1.5e-7,
    "minus half": -0.5,
    "day": dt.date(2025, 3, 1),
    "instant": dt.datetime(2025, 3, 1, 14, 30, 5),
    "clock": dt.time(14, 30),
    "yes": True,
    "no": False,
    "shown as yes": True,
    "digits as text": "012345",
    "padded": 123,
    "percent": 0.25,
    "empty": None,
    "word": "Büro",
}
"""By the name in column A, what stands in column B."""


def read_one(path: Path, kind: FileKind) -> RawSheet:
    """The first sheet of a file."""
    return read_sheets(path, kind).sheets[0]


def texts(sheet: RawSheet) -> dict[str, str | None]:
    """The text in column B by that in column A."""
    return dict(sheet.cells.select("A", "B").rows())


def convert(paths: list[Path], ending: str, folder: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed, so there are no files of its making")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    words = [program, profile, "--headless", "--convert-to", ending, "--outdir", str(folder / ending)]
    subprocess.run([*words, *map(str, paths)], check=True, capture_output=True, timeout=120)


def write_table(path: Path, epoch: dt.datetime | None = None) -> Path:
    workbook = openpyxl.Workbook()
    if epoch is not None:
        workbook.epoch = epoch
    sheet = workbook.worksheets[0]
    for row, (name, value) in enumerate(VALUES.items(), start=1):
        sheet.cell(row, 1).value = name
        cell = sheet.cell(row, 2)
        cell.value = value  # type: ignore[assignment, unused-ignore]
        formats = {"padded": "00000", "percent": "0.00%", "shown as yes": "BOOLEAN"}
        if name in formats:
            cell.number_format = formats[name]
    sheet.row_dimensions[3].hidden = True
    sheet["D2"] = "one for all"
    sheet.merge_cells("D2:E4")
    workbook.save(path)
    return path

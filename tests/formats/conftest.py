"""One table of every kind of value, saved in several formats once per session."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

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


@pytest.fixture(scope="session")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The values, as openpyxl writes them; row 3 is hidden, and D2:E4 is merged."""
    return _write(tmp_path_factory.mktemp("formats") / "table.xlsx")


@pytest.fixture(scope="session")
def table_of_1904(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the date system of old Macintoshes."""
    return _write(tmp_path_factory.mktemp("formats") / "mac.xlsx", epoch=CALENDAR_MAC_1904)


@pytest.fixture(scope="session")
def converted(table: Path, table_of_1904: Path, tmp_path_factory: pytest.TempPathFactory) -> Converted:
    """`converted("ods")` is the table as LibreOffice saves it; `converted("mac.xlsx")` that of 1904."""
    made: dict[str, Path] = {}
    folder = tmp_path_factory.mktemp("converted")

    def convert(name: str) -> Path:
        ending = name.rpartition(".")[2]
        if ending not in made:
            _convert([table, table_of_1904], ending, folder)
            made[ending] = folder / ending
        return made[ending] / (name if "." in name else f"table.{name}")

    return convert


def _convert(paths: list[Path], ending: str, folder: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed, so there are no files of its making")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    words = [program, profile, "--headless", "--convert-to", ending, "--outdir", str(folder / ending)]
    subprocess.run([*words, *map(str, paths)], check=True, capture_output=True, timeout=120)


def _write(path: Path, epoch: dt.datetime | None = None) -> Path:
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

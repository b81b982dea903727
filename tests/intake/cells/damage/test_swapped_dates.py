"""Texts that are dates as a spreadsheet program shows them, and real dates whose day and month it may have swapped."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from tests.support.sheets.damaged_columns import warnings
from tests.support.workbooks import read


@pytest.mark.parametrize(
    ("text", "entered"),
    [
        ("14-Mar", "Perhaps 3-14, 14-3 or MAR14 was entered. "),
        ("14. Mrz", "Perhaps 3-14, 14-3 or MAR14 was entered. "),
        ("14-mars", "Perhaps 3-14, 14-3 or MAR14 was entered. "),
        ("Mar-14", "Perhaps 2014-03, 3-14 or MAR14 was entered. "),
        ("3/14/2025", "Perhaps 2025-03-14, 3-14-25 or 14-3-25 was entered. "),
        ("14.03.2025", "Perhaps 2025-03-14, 3-14-25 or 14-3-25 was entered. "),
        ("3/4/2025", ""),
    ],
)
def test_a_text_that_a_program_shows_for_a_date_is_told_of(text: str, entered: str) -> None:
    ((code, said, hint),) = warnings("SN-1", text)
    assert code == "likely_identifier"
    assert said == f'"{text}" looks like a date that a spreadsheet program has made of an identifier.'
    assert hint == f"{entered}Format the column as Text, and enter or import it again."


@pytest.mark.parametrize("text", ["MAR-14", "3-14", "2025-03-14", "14-Mar-A", "14.03.25.7", "LT-0010"])
def test_other_texts_are_not(text: str) -> None:
    assert warnings(text) == []


def told(path: Path, *cells: object) -> list[str]:
    """What is said of the order of the dates in a column of these cells, but for how they are read."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Serial number", "Owner email", "Effective at"])
    for number, cell in enumerate(cells):
        sheet.append([f"SN-{number}", "a@x.example", cell])
    book.save(path / "a.xlsx")
    issues = read(path / "a.xlsx").issues
    assert set(issues["code"]) <= {"date_order"}
    return issues.filter(pl.col("severity") == "warning")["message"].to_list()


def test_real_dates_beside_texts_in_one_order_may_be_swapped(tmp_path: Path) -> None:
    assert told(tmp_path, date(2025, 4, 3), "25/03/2025", date(2025, 6, 6), date(2025, 6, 5)) == [
        "a.xlsx, sheet Sheet, C1: some dates of this column are texts, and the day and the month of the others may be "
        "swapped: C2 is 2025-04-03, C5 is 2025-06-05."
    ]


def test_real_dates_of_late_days_are_not_swapped(tmp_path: Path) -> None:
    assert told(tmp_path, date(2025, 4, 3), "25/03/2025", date(2025, 6, 13)) == []


def test_real_dates_beside_texts_with_dots_are_not_swapped(tmp_path: Path) -> None:
    assert told(tmp_path, date(2025, 4, 3), "25.03.2025") == []


def test_texts_alone_are_not_swapped(tmp_path: Path) -> None:
    assert told(tmp_path, "03/04/2025", "25/03/2025", "2025-05-06") == []

"""A date cell that shows only its day is that day, whatever time of day it holds."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from pipeline.model import Checked
from tests.support.workbooks import read

BOUGHT = ["Serial Number", "Name", "Type", "Category", "Purchase date"]
HELD = ["Serial Number", "Owner email", "Effective at"]


def checked_of(folder: Path, header: list[str], row: list[object], value: object, code: str) -> Checked:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(header)
    sheet.append([*row, value])
    sheet.cell(2, len(header)).number_format = code
    path = folder / "list.xlsx"
    book.save(path)
    return read(path)


@pytest.mark.parametrize(
    "code", ["dd/mm/yyyy", "yyyy-mm-dd;@", "d mmm yy", "mmm yyyy", "[$-409]dddd, mmmm dd, yyyy", "m/d"]
)
@pytest.mark.parametrize("value", [datetime(2024, 3, 5, 14, 30), datetime(2024, 3, 5, 0, 0, 1), 45356.6041666])
def test_a_date_that_shows_only_a_day_is_that_day(value: object, code: str, tmp_path: Path) -> None:
    checked = checked_of(tmp_path, BOUGHT, ["SN1", "L1", "laptop", "IT"], value, code)

    assert checked.inventory["purchase_date"].to_list() == [date(2024, 3, 5)]
    assert checked.issues.is_empty()


@pytest.mark.parametrize(
    ("code", "expected"),
    [("dd/mm/yyyy", datetime(2024, 3, 5)), ("yyyy-mm-dd hh:mm", datetime(2024, 3, 5, 14, 30))],
)
def test_so_is_the_day_on_which_a_device_is_given(code: str, expected: datetime, tmp_path: Path) -> None:
    checked = checked_of(tmp_path, HELD, ["SN1", "a@x.com"], datetime(2024, 3, 5, 14, 30), code)

    assert checked.assignments["effective_at"].to_list() == [expected]


@pytest.mark.parametrize("code", ["yyyy-mm-dd hh:mm", "dd/mm/yyyy h:mm AM/PM"])
def test_a_time_that_is_shown_is_told_where_only_the_day_is_kept(code: str, tmp_path: Path) -> None:
    checked = checked_of(tmp_path, BOUGHT, ["SN1", "L1", "laptop", "IT"], datetime(2024, 3, 5, 14, 30), code)

    assert checked.inventory["purchase_date"].to_list() == [date(2024, 3, 5)]
    assert checked.issues.select("severity", "code").rows() == [("note", "date_precision")]

"""Binary workbooks: .xlsb, and .xls with charts; both are made record by record for the corpus."""

from datetime import date, datetime, time, timedelta

import pyarrow as pa
import pytest

from pipeline.intake.readers import FileKind, read_sheets
from pipeline.intake.readers.calamine_values import right_texts
from tests.support.books.value_table import read_one
from tests.system.corpus.cases import FILES

_BOOK = FILES / "binary_workbook.xlsb"


def test_a_binary_workbook_is_read_as_text() -> None:
    cells = read_one(_BOOK, FileKind.XLSB).cells
    assert cells["A"].to_list() == ["Serial Number", "LT-0010", "LT-0011", "LT-0012", "123"]


def test_its_numbers_are_told_from_text() -> None:
    assert read_one(_BOOK, FileKind.XLSB).stored(["A", "B"]).rows() == [(5, "A", "number", "123", None)]


@pytest.mark.parametrize("name", ["a_chart_in_the_sheet.xls", "a_chart_on_a_second_sheet.xls"])
def test_the_points_of_a_chart_are_no_cells_of_an_old_workbook(name: str) -> None:
    cells = read_one(FILES / name, FileKind.XLS).cells
    assert cells["A"].drop_nulls().to_list() == ["Serial Number", "LT-0010", "LT-0011"]


def test_a_sheet_with_a_chart_alone_has_no_cell() -> None:
    assert read_sheets(FILES / "a_chart_on_a_second_sheet.xls", FileKind.XLS).sheets[1].cells.is_empty()


@pytest.mark.parametrize(
    ("wrong", "value", "right"),
    [
        ("5", "", None),
        (None, 1200, "1200"),
        ("5", 1200.0, "1200"),
        ("5", 0.00001, "0.00001"),
        ("5", True, "true"),
        ("5", datetime(2025, 3, 1, 9, 30), "2025-03-01 09:30:00"),
        ("5", date(2025, 3, 1), "2025-03-01 00:00:00"),
        ("5", time(14, 30), "1899-12-31 14:30:00"),
        ("5", timedelta(hours=30), "1900-01-01 06:00:00"),
    ],
)
def test_a_text_that_is_not_that_of_the_value_is_replaced(wrong: str | None, value: object, right: str | None) -> None:
    texts = right_texts(pa.array([wrong], pa.string()), [[value]], 0)
    assert texts.to_pylist() == [right]

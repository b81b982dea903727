"""Texts that name or number things, and what a spreadsheet program makes of them: warned of, never rejected."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.sheets.damaged_columns import Cell, Column, date, number, warnings
from tests.support.sheets.people_lists import STOCK
from tests.support.workbooks import read

_AGAIN = "Format the column as Text, and enter or import it again."


def _said(cell: Cell, name: str) -> list[tuple[str, str]]:
    """What is said of one cell, and the hint without the advice that all have."""
    found = warnings(cell, name=name)
    assert {code for code, _said, _hint in found} <= {"damaged_text"}
    return [(said, hint.removesuffix(_AGAIN).strip()) for _code, said, hint in found]


@pytest.mark.parametrize("name", ["name", "external_id", "model", "tracking_number", "location"])
def test_a_number_that_has_lost_digits_is_warned_of_in_every_text(name: str) -> None:
    said = '"1234567890123456" is a number that has lost 1 of its 16 digits: spreadsheet programs keep 15.'
    assert _said(number("1234567890123456"), name) == [(said, "")]


@pytest.mark.parametrize("name", ["order_number", "model", "comment"])
def test_a_text_in_exponent_form_is_warned_of(name: str) -> None:
    said = '"4.50001E+15" is a number that has lost 10 of its 16 digits'
    shown = "it is only what a spreadsheet program shows of it."
    assert _said(Cell("4.50001E+15"), name) == [(f"{said}: {shown}", "")]


def test_a_number_in_exponent_form_is_warned_of_once() -> None:
    assert len(_said(number("6.37702E+21", raw="6.37702E+21"), "model")) == 1
    assert len(_said(number("450001000000", "0.00E+00"), "invoice_number")) == 1


@pytest.mark.parametrize("name", ["model", "name", "location"])
def test_a_date_that_was_made_of_a_name_is_warned_of(name: str) -> None:
    said = '"2025-03-14 00:00:00" is a date: the spreadsheet program made it of what was entered.'
    assert _said(date("2025-03-14 00:00:00", "d-mmm"), name) == [(said, "Perhaps 3-14, 14-3 or MAR14 was entered.")]


def test_zeros_that_are_only_shown_are_warned_of_where_things_are_numbered() -> None:
    said = '"123" is shown as 00123, but the cell holds only the number 123.'
    for name in ("order_number", "contract_number", "invoice_number", "tracking_number", "external_id"):
        assert _said(number("123", "00000"), name) == [(said, "Perhaps 00123 is meant.")]
    assert _said(number("123", "00000"), "model") == []


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        (number("15.6"), "screen_size"),
        (number("15.6", "0.00"), "order_number"),
        (number("16", '0" GB"'), "ram"),
        (number("2024"), "model_year"),
        (number("123456789012345"), "external_id"),
        (Cell("1234567890123456"), "tracking_number"),
        (Cell("00123"), "order_number"),
        (Cell("2025-03-14 00:00:00"), "comment"),
        (Cell("12E45"), "model"),
    ],
)
def test_numbers_and_texts_that_lost_nothing_are_fine(cell: Cell, name: str) -> None:
    assert _said(cell, name) == []


def test_a_file_is_asked_only_where_some_text_may_be_damaged() -> None:
    for name, text, asked in [
        ("model", "123", []),
        ("model", "X1 Carbon", []),
        ("order_number", "PO-123", []),
        ("order_number", "00123", []),
        ("order_number", "123", ["A"]),
        ("model", "1234567890123456", ["A"]),
        ("model", "2025-03-14 00:00:00", ["A"]),
    ]:
        column = Column((Cell("T14"), Cell(text)), name)
        column.damage()
        assert column.asked == asked, (name, text)


def test_rows_with_damaged_texts_are_taken_as_they_are(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet: Any = workbook.worksheets[0]
    sheet.append([*STOCK, "Model", "Order number"])
    sheet.append(["SN-1", "L", "laptop", "IT", datetime(2025, 3, 14), 42])
    sheet["E2"].number_format, sheet["F2"].number_format = "d-mmm", "000000"
    workbook.save(tmp_path / "a.xlsx")
    checked = read(tmp_path / "a.xlsx")
    assert checked.issues.select("cell", "code", "severity").rows() == [
        ("E2", "damaged_text", "warning"),
        ("F2", "damaged_text", "warning"),
    ]
    assert checked.inventory.select("model", "order_number", "fault").rows() == [("2025-03-14 00:00:00", "42", None)]

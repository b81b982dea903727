"""Identifiers that a spreadsheet program has made numbers, dates or truth values of: what is said of them."""

from __future__ import annotations

import pytest

from pipeline.intake.raw_sheets import StoredAs
from tests.support.sheets.damaged_columns import Cell, Column, date, number, said_of, warnings

_SHOWN = "it is only what a spreadsheet program shows of it."


@pytest.mark.parametrize(
    ("cell", "lost", "digits"),
    [
        (number("1234567890123456"), 1, 16),
        (number("1000000000000000"), 1, 16),
        (number("1234567890123457024", raw="1.2345678901234568E+18"), 4, 19),
        (number("6.37702E+21", raw="6.37702E+21"), 7, 22),
    ],
)
def test_a_number_of_more_than_fifteen_digits_has_lost_the_others(cell: Cell, lost: int, digits: int) -> None:
    said = f'"{cell.text}" is a number that has lost {lost} of its {digits} digits: spreadsheet programs keep 15.'
    assert said_of(cell) == (said, "")


@pytest.mark.parametrize(
    ("text", "lost", "digits"),
    [
        ("6.37702E+15", 10, 16),
        ("6,37702E+15", 10, 16),
        ("6.37702e+15", 10, 16),
        ("1E+15", 15, 16),
        ("637.7E+13", 12, 16),
    ],
)
def test_a_text_that_excel_shows_for_a_long_number_is_damaged(text: str, lost: int, digits: int) -> None:
    assert said_of(Cell(text)) == (f'"{text}" is a number that has lost {lost} of its {digits} digits: {_SHOWN}', "")


@pytest.mark.parametrize("text", ["1.5E-05", "1.2345E+3"])
def test_a_text_in_exponent_form_is_damaged_though_no_digit_is_lost(text: str) -> None:
    assert said_of(Cell(text)) == (f'"{text}" is a number in exponent form.', "")


@pytest.mark.parametrize(
    "text", ["1E5", "12E45", "3E-05", "00E1", "E+15", "1E+", "A1E+15", "00123", "123", "2025-03", "TRUE"]
)
def test_texts_that_only_look_like_numbers_are_fine(text: str) -> None:
    assert said_of(Cell(text)) is None
    assert warnings(text) == []


@pytest.mark.parametrize(
    ("cell", "entered"),
    [
        (number("100000", "0.00E+00"), "1E5"),
        (number("12" + 45 * "0", "0.00E+00", raw="1.2E+46"), "12E45"),
        (number("0.0003", "0E+00", raw="3.0E-4"), "3E-4"),
    ],
)
def test_a_number_that_was_entered_with_an_e_is_named_as_it_was_entered(cell: Cell, entered: str) -> None:
    assert said_of(cell) == (f'"{cell.text}" is a number in exponent form.', f"Perhaps {entered} was entered.")


def test_a_number_that_is_shown_in_exponent_form_is_damaged_though_it_is_whole() -> None:
    cell = number("123456789012", "0.00E+00")
    assert said_of(cell) == ('"123456789012" is shown in exponent form.', "Perhaps 123456789012 is meant.")


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        ("123", "00000", "00123"),
        ("123", "00000;-00000", "00123"),
        ("123", '"SN-"0000', "SN-0123"),
        ("123", "\\S\\N0", "SN123"),
        ("12345", "000-000", "012-345"),
        ("12345", "000-00", "123-45"),
        ("1234567", "000-00", "12345-67"),
        ("7", '000"/"00', "000/07"),
    ],
)
def test_a_number_that_is_shown_with_more_than_its_digits_is_damaged(text: str, code: str, shown: str) -> None:
    said = f'"{text}" is shown as {shown}, but the cell holds only the number {text}.'
    assert said_of(number(text, code)) == (said, f"Perhaps {shown} is meant.")


@pytest.mark.parametrize("code", ["00000", "0", "#", "#,##0", "0.00", "@", None, '_-* #,##0_-;"x"'])
def test_a_number_that_is_shown_as_it_is_kept_is_taken(code: str | None) -> None:
    assert said_of(number("12345", code)) is None


def test_a_number_with_decimals_is_damaged() -> None:
    assert said_of(number("123.5")) == ('"123.5" is a number with decimals, not an identifier.', "")


def test_a_truth_value_is_damaged() -> None:
    cell = Cell("true", StoredAs.BOOLEAN, "1")
    assert said_of(cell) == ('"true" is a truth value (yes or no), not a text.', "")


@pytest.mark.parametrize(
    ("text", "code", "entered"),
    [
        ("2025-03-14 00:00:00", "d-mmm", "3-14, 14-3 or MAR14"),
        ("2025-03-14 00:00:00", "m/d", "3-14, 14-3 or MAR14"),
        ("2025-03-03 00:00:00", 'd"." mmm', "3-3 or MAR3"),
        ("2025-03-01 00:00:00", "mmm-yy", "2025-03, 3-25 or MAR25"),
        ("2025-03-14 00:00:00", "yyyy-mm-dd", "2025-03-14, 3-14-25 or 14-3-25"),
        ("2025-03-14 00:00:00", "[$-409]mm/dd/yyyy;@", "2025-03-14, 3-14-25 or 14-3-25"),
        ("2025-03-14 00:00:00", None, "3-14, 14-3, MAR14 or 2025-03-14"),
        ("1899-12-31 03:14:00", "h:mm", "3:14"),
        ("1899-12-31 15:04:05", "hh:mm:ss AM/PM", "15:04:05"),
    ],
)
def test_a_date_names_what_was_probably_entered(text: str, code: str | None, entered: str) -> None:
    said = f'"{text}" is a date: the spreadsheet program made it of what was entered.'
    assert said_of(date(text, code)) == (said, f"Perhaps {entered} was entered.")


def test_a_date_that_cannot_be_told_is_damaged_all_the_same() -> None:
    assert said_of(date("1900-02-29 00:00:00", "d-mmm")) is not None


def test_a_number_in_a_column_of_network_addresses_has_lost_its_zeros() -> None:
    said = '"1122334455" is a number, which has lost the zeros that its 12 digits begin with.'
    assert said_of(number("1122334455"), "mac_address") == (said, "Perhaps 001122334455 is meant.")
    assert said_of(number("112233445566"), "mac_address") is None


def test_numbers_that_are_taken_are_told_of_once_per_column() -> None:
    hint = "If any of them begins with 0, format the column as Text, and enter or import them again."
    loses = "and a number loses the zeros that it begins with."
    (code, said, told), *others = warnings(number("1"), "2", number("3"), number("4"), number("5"), number("6.5"))
    assert (code, told, others) == ("numbers_as_identifiers", hint, [])
    assert said == f"4 identifiers of this column are numbers, not text (A2, A4, A5 and 1 more), {loses}"
    ((_, said, _),) = warnings(number("1"))
    assert said == f"1 identifier of this column is a number, not text (A2), {loses}"


def test_a_number_that_is_a_placeholder_is_called_that_and_nothing_else() -> None:
    assert said_of(number("0", "00000")) is None
    assert warnings(number("0")) == []


def test_other_columns_are_not_looked_at() -> None:
    column = Column((number("1234567890123456"), date("2025-03-14 00:00:00")), "purchase_price")
    assert column.damage().bad_cells.is_empty()
    assert column.asked == []


@pytest.mark.parametrize("name", ["serial_number", "asset_tag", "dev_eui", "imei"])
def test_every_column_of_identifiers_is_looked_at(name: str) -> None:
    assert said_of(number("123.5"), name) is not None


def test_a_file_is_asked_only_where_a_text_may_be_no_text() -> None:
    texts = Column(tuple(map(Cell, ["SN-1", "00123", "1-23", "12E45", "TRUE-1", "MAR14"])))
    texts.damage()
    assert texts.asked == []
    digits = Column((Cell("SN-1"), Cell("123")))
    digits.damage()
    assert digits.asked == ["A"]


def test_cells_of_every_kind_in_one_column_are_each_told_of() -> None:
    several = (
        number("123", "00000"),
        Cell("SN-1\u2007"),
        number("1234567890123456"),
        number("5", "000"),
        Cell("6.37702E+15"),
        date("2025-03-14 00:00:00", "d-mmm"),
        number("7"),
        Cell("true", StoredAs.BOOLEAN, "1"),
        Cell("  1E+15"),
        date("2025-03-14 00:00:00"),
    )
    damage = Column(several * 50).damage()
    assert damage.bad_cells.height == 8 * 50
    assert sorted(set(damage.bad_cells["row"] % 10)) == [0, 1, 2, 4, 5, 6, 7, 9]
    ((said,),) = damage.warnings.select("said").rows()
    assert said.startswith("50 identifiers of this column are numbers, not text (A8, A18, A28 and 47 more)")

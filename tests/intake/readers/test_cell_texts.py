"""The contract with those who judge cells: which text a value becomes, in whatever format it was saved."""

from pathlib import Path

import pytest

from pipeline.intake.readers import FileKind
from tests.support.books.value_table import Converted, read_one, texts

_TEXTS = {
    "whole": "123",
    "negative": "-5",
    "decimal": "1200.5",
    "noise": "0.3",
    "15 digits": "123456789012345",
    "19 digits": "1234567890123457024",
    "exponent": "1500000000000000000000",
    "small": "0.00000015",
    "minus half": "-0.5",
    "day": "2025-03-01 00:00:00",
    "instant": "2025-03-01 14:30:05",
    "clock": "1899-12-31 14:30:00",
    "yes": "true",
    "no": "false",
    "shown as yes": "true",
    "digits as text": "012345",
    "padded": "123",
    "percent": "0.25",
    "empty": None,
    "word": "Büro",
}
_SHOWN_ONLY = {"shown as yes": "1"}
"""LibreOffice makes a number of a boolean that has the format BOOLEAN, but for its own format: there of the others."""
_FIFTEEN_DIGITS = {"19 digits": "1234567890123460096"}
"""LibreOffice writes no more of a number into XML."""


def test_each_value_of_a_workbook_becomes_its_text(table: Path) -> None:
    assert texts(read_one(table, FileKind.XLSX)) == _TEXTS


@pytest.mark.system
def test_a_workbook_of_libreoffice_gives_the_same(converted: Converted) -> None:
    assert texts(read_one(converted("xlsx"), FileKind.XLSX)) == _TEXTS | _FIFTEEN_DIGITS | _SHOWN_ONLY


@pytest.mark.system
def test_an_old_workbook_gives_the_same(converted: Converted) -> None:
    assert texts(read_one(converted("xls"), FileKind.XLS)) == _TEXTS | _SHOWN_ONLY


@pytest.mark.system
def test_an_open_document_gives_the_same(converted: Converted) -> None:
    assert texts(read_one(converted("ods"), FileKind.ODS)) == _TEXTS | _FIFTEEN_DIGITS | {"yes": "1", "no": "0"}


def test_dates_of_1904_are_the_same_days(table_of_1904: Path) -> None:
    found = texts(read_one(table_of_1904, FileKind.XLSX))
    assert (found["day"], found["instant"]) == ("2025-03-01 00:00:00", "2025-03-01 14:30:05")


@pytest.mark.system
@pytest.mark.parametrize(("name", "kind"), [("mac.xlsx", FileKind.XLSX), ("mac.xls", FileKind.XLS)])
def test_dates_of_1904_are_the_same_days_from_libreoffice(name: str, kind: FileKind, converted: Converted) -> None:
    found = texts(read_one(converted(name), kind))
    assert (found["day"], found["instant"]) == ("2025-03-01 00:00:00", "2025-03-01 14:30:05")

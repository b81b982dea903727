"""Binary workbooks (.xlsb), one of which lies in the corpus: no program here can write them."""

from pipeline.intake.readers import FileKind
from tests.support.books.value_table import read_one
from tests.system.corpus.cases import FILES

_BOOK = FILES / "binary_workbook.xlsb"


def test_a_binary_workbook_is_read_as_text() -> None:
    cells = read_one(_BOOK, FileKind.XLSB).cells
    assert cells["A"].to_list() == ["Serial Number", "LT-0010", "LT-0011", "LT-0012", "123"]


def test_its_numbers_are_told_from_text() -> None:
    assert read_one(_BOOK, FileKind.XLSB).stored(["A", "B"]).rows() == [(5, "A", "number", "123", None)]

"""How long a file is: the rows that were read of it, as far as a shorter file next time would be a sign of damage."""

from __future__ import annotations

from pathlib import Path

from tests.support.workbooks import Rows, read, write

_INVENTORY: Rows = [["Serial number", "Name", "Type", "Category"], ["SN1", "Laptop 1", "laptop", "computers"]]
_DESIRED: Rows = [["Serial number", "Owner email"], ["SN1", "anna@example.com"], [], ["SN2", "not an address"]]


def test_every_row_of_every_sheet_that_is_read_counts_good_or_bad(tmp_path: Path) -> None:
    book = write(tmp_path / "both.xlsx", {"Devices": _INVENTORY, "Desired": _DESIRED, "Notes": [["read me"]]})

    assert [source.rows for source in read(book).sources] == [3]


def test_each_file_has_its_own_count_also_one_without_a_row(tmp_path: Path) -> None:
    full = write(tmp_path / "full.xlsx", {"Desired": _DESIRED})
    empty = write(tmp_path / "empty.xlsx", {"Desired": _DESIRED[:1]})

    assert {source.file: source.rows for source in read(full, empty).sources} == {"full.xlsx": 2, "empty.xlsx": 0}


def test_a_result_workbook_that_came_back_has_no_count(tmp_path: Path) -> None:
    rejected = [[*_DESIRED[0], "_outcome"], *_DESIRED[1:]]
    book = write(tmp_path / "results.xlsx", {"Rows": rejected, "Rejected": rejected})

    assert [source.rows for source in read(book).sources] == [None]

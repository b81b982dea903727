"""Rows that are hidden or filtered out: read, left out, or refused, and always said."""

from pathlib import Path

import pytest

from pipeline.errors import FileUnusable
from schemas.vocabulary import HiddenRows
from tests.support.sheets.people_lists import HEADER, desired, told
from tests.support.workbooks import Rows, codes, read

_ROWS: Rows = [HEADER, *([f"SN{number}", "a@x.com"] for number in range(2, 12))]


def test_hidden_rows_are_read_and_said_in_one_warning(tmp_path: Path) -> None:
    checked = read(desired(tmp_path, _ROWS, hidden=[3, 4, 5, 9]))
    assert checked.assignments.height == 10
    assert told(checked, "hidden_rows") == [
        (
            "warning",
            "a.xlsx, sheet Desired: 4 rows that are hidden or filtered out are read like the others: rows 3 to 5, 9.",
        )
    ]
    assert "--hidden-rows exclude" in checked.issues["hint"].item()


def test_hidden_rows_that_are_excluded_are_as_if_they_were_not_there(tmp_path: Path) -> None:
    checked = read(desired(tmp_path, _ROWS, hidden=[3, 4, 5, 9]), hidden_rows=HiddenRows.EXCLUDE)
    assert checked.assignments["row"].to_list() == [2, 6, 7, 8, 10, 11]
    assert checked.assignments["row_id"].to_list() == [1, 2, 3, 4, 5, 6]
    assert checked.sheets[0].rows == 6
    assert told(checked, "hidden_rows") == [
        (
            "note",
            "a.xlsx, sheet Desired: 4 rows that are hidden or filtered out are not read, as asked: rows 3 to 5, 9.",
        )
    ]
    assert "absent from a full sheet" in checked.issues["hint"].item()


def test_hidden_rows_can_be_refused(tmp_path: Path) -> None:
    with pytest.raises(FileUnusable, match="1 row that is hidden or filtered out is in the data: row 3") as refused:
        read(desired(tmp_path, _ROWS, hidden=[3]), hidden_rows=HiddenRows.REFUSE)
    assert codes(refused.value) == ["hidden_rows"]


@pytest.mark.parametrize("how", HiddenRows)
def test_hidden_rows_without_data_do_not_matter(how: HiddenRows, tmp_path: Path) -> None:
    checked = read(desired(tmp_path, [[], *_ROWS, [], []], hidden=[1, 13, 14]), hidden_rows=how)
    assert checked.assignments.height == 10
    assert checked.issues.is_empty()


def test_a_hidden_total_is_a_total_and_no_hidden_row(tmp_path: Path) -> None:
    checked = read(desired(tmp_path, [*_ROWS, ["Total", 10]], hidden=[12]), hidden_rows=HiddenRows.REFUSE)
    assert checked.assignments.height == 10
    assert checked.issues["code"].to_list() == ["rows_left_out"]


def test_of_many_ranges_the_first_are_listed(tmp_path: Path) -> None:
    rows: Rows = [HEADER, *([f"SN{number}", "a@x.com"] for number in range(2, 70))]
    ((_severity, message),) = told(read(desired(tmp_path, rows, hidden=range(2, 70, 2))), "hidden_rows")
    assert message.endswith(
        "34 rows that are hidden or filtered out are read like the others: rows "
        + ", ".join(str(number) for number in range(2, 42, 2))
        + " and 14 more places."
    )

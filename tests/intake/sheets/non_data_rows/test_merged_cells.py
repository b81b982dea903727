"""Merged cells among the data: only the first cell of an area has a value."""

from pathlib import Path

from tests.support.sheets.people_lists import HEADER, desired
from tests.support.workbooks import Rows, findings, read


def test_a_cell_that_a_merged_area_covers_is_bad_and_the_first_row_is_read(tmp_path: Path) -> None:
    rows: Rows = [HEADER, ["SN1", "a@x.com"], ["SN2"], ["SN3"], ["SN4", "b@x.com"]]
    checked = read(desired(tmp_path, rows, merged=["B2:B4"]))
    assert findings(checked) == [("B3", "missing_value"), ("B4", "missing_value")]
    assert checked.assignments["fault"].to_list() == [None, "missing_value", "missing_value", None]
    assert checked.issues["message"].to_list() == [
        "a.xlsx, sheet Desired, B3: the cell is part of the merged cells B2:B4.",
        "a.xlsx, sheet Desired, B4: the cell is part of the merged cells B2:B4.",
    ]
    assert set(checked.issues["hint"]) == {"Unmerge them, and write the value in each row."}


def test_a_covered_identifier_is_told_once(tmp_path: Path) -> None:
    rows: Rows = [HEADER, ["SN1", "a@x.com"], [None, "b@x.com"]]
    checked = read(desired(tmp_path, rows, merged=["A2:A3"]))
    assert findings(checked) == [("A3", "missing_value")]


def test_an_area_over_several_fields_of_a_row_makes_the_others_bad(tmp_path: Path) -> None:
    rows: Rows = [[*HEADER, "Label"], ["SN1", "a@x.com"], ["SN2", "b@x.com", "desk"]]
    checked = read(desired(tmp_path, rows, merged=["B2:C2"]))
    assert findings(checked) == [("C2", "missing_value")]
    assert checked.issues["hint"].to_list() == [
        "If the row is only a heading, delete it; if not, unmerge them, and write each value in its own cell."
    ]
    assert checked.assignments["owner_email"].to_list() == ["a@x.com", "b@x.com"]


def test_merged_cells_in_titles_rows_without_data_and_other_columns_do_not_matter(tmp_path: Path) -> None:
    rows: Rows = [["Fleet of March"], [], [*HEADER, "_ours"], ["SN1", "a@x.com", 1], ["SN2", "b@x.com", None], []]
    checked = read(desired(tmp_path, rows, merged=["A1:B1", "C4:C5", "A6:B9"]))
    assert checked.issues.is_empty()

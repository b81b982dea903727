"""Merged cells among the data: only the first cell of an area has a value."""

from pathlib import Path

from tests.support.sheets.people_lists import HEADER, desired
from tests.support.workbooks import Rows, findings, read


def test_the_value_of_a_group_is_that_of_each_of_its_rows(tmp_path: Path) -> None:
    rows: Rows = [HEADER, ["SN1", "a@x.com"], ["SN2"], ["SN3"], ["SN4", "b@x.com"], ["SN5"]]
    checked = read(desired(tmp_path, rows, merged=["B2:B4", "B5:B6"]))
    assert checked.assignments["owner_email"].to_list() == [*["a@x.com"] * 3, *["b@x.com"] * 2]
    (note,) = checked.issues.to_dicts()
    assert (note["severity"], note["code"], note["cell"]) == ("note", "merged_cells", "B1")
    assert note["message"] == (
        "a.xlsx, sheet Desired, B1: the value of merged cells is taken for each of their rows in the column "
        '"Owner email": B2:B4, B5:B6.'
    )


def test_a_group_ends_where_its_merged_cells_end(tmp_path: Path) -> None:
    held = [["SN1", "a@x.com", "desk"], ["SN2", "b@x.com"], ["SN3", "c@x.com"]]
    checked = read(desired(tmp_path, [[*HEADER, "Label"], *held], merged=["C2:C3"]))
    assert checked.assignments["label"].to_list() == ["desk", "desk", None]


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

"""Headings between the devices of a list are left out with a note; a row that may be a device or a person is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.sheets.one_sheet import stock
from tests.support.sheets.people_lists import told
from tests.support.workbooks import read

Row = list[object]

_HEADER: Row = ["Asset No", "Model", "Type", "Serial No", "Owner"]
_FIRST: Row = ["FA-1", "T14", "laptop", "SN-1", "Eva Berg"]
_SECOND: Row = ["FA-2", "M404", "printer", "SN-2", "Front desk"]


def _heading(text: str, at: int = 0) -> Row:
    return [text if letter == at else None for letter in range(len(_HEADER))]


@pytest.mark.parametrize("last", [3, 300], ids=["few rows", "many rows"])
def test_headings_of_groups_are_no_devices(last: int, tmp_path: Path) -> None:
    more: list[Row] = [[f"FA-{at}", "T14", "laptop", f"SN-{at}", None] for at in range(3, last)]
    checked = read(stock(tmp_path, [_HEADER, _heading("IT equipment"), _FIRST, _heading("Büro"), _SECOND, *more]))

    assert checked.inventory["asset_tag"].to_list() == ["FA-1", "FA-2", *(row[0] for row in more)]
    assert checked.inventory["fault"].null_count() == checked.inventory.height
    ((severity, said),) = told(checked, "rows_left_out")
    assert severity == "note"
    assert said.endswith("2 rows are no devices and are not read: row 2 (IT equipment); row 4 (Büro).")


@pytest.mark.parametrize(
    ("header", "lone"),
    [
        (_HEADER, _heading("FA-9")),
        (_HEADER, _heading("Tom Hale", at=4)),
        (_HEADER, _heading("T14", at=1)),
        (["Owner", "Model", "Type", "Serial No", "Asset No"], _heading("Tom Hale")),
        (["Device name", "Model", "Type", "Serial No", "Owner"], _heading("Beamer")),
    ],
    ids=["a tag", "an owner", "a model", "an owner in the first column", "a name"],
)
def test_a_lone_cell_that_may_be_a_device_or_somebody_is_read(header: Row, lone: Row, tmp_path: Path) -> None:
    own = list(header) != _HEADER
    rows = [["X", *row[1:4], "FA-7"] if own else row for row in (_FIRST, _SECOND)]
    checked = read(stock(tmp_path, [header, rows[0], lone, rows[1]]))

    assert checked.inventory["row"].to_list() == [2, 3, 4]
    assert told(checked, "rows_left_out") == []


def test_words_are_tags_where_other_tags_are_words(tmp_path: Path) -> None:
    rows: list[Row] = [["ALPHA", *_FIRST[1:]], _heading("BETA"), ["GAMMA", *_SECOND[1:]]]

    assert read(stock(tmp_path, [_HEADER, *rows])).inventory["asset_tag"].to_list() == ["ALPHA", "BETA", "GAMMA"]


def test_a_name_in_capitals_above_others_is_a_heading(tmp_path: Path) -> None:
    header: Row = ["Device name", "Model", "Type", "Serial No", "Owner"]
    checked = read(stock(tmp_path, [header, _heading("MONITORS:"), ["Desk 1", *_FIRST[1:]]]))

    assert checked.inventory["row"].to_list() == [3]

"""Formulas without a saved value, and what is no such thing."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import xlsxturbo

from tests.support.workbooks import findings, read, write

_HEADER = ["Serial number", "Owner email", "Label"]


def _rewritten(path: Path, change: Callable[[str], str]) -> Path:
    """The workbook with its first sheet's XML changed, as other programs would write it."""
    changed = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()) if name.endswith("sheet1.xml") else content)
    return changed


def _prefixed(xml: str) -> str:
    return re.sub(r"<(/?)(\w)", r"<\1x:\2", xml).replace('xmlns="', 'xmlns:x="')


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ('<c r="C2"><f>A2</f></c>', [("C2", "no_saved_value")]),
        ('<c r="C2" s="1"><f>A2</f><v/></c>', [("C2", "no_saved_value")]),
        ('<c r="C2"><f t="shared" si="0"/><v></v></c>', [("C2", "no_saved_value")]),
        ('<c r="C2" t="str"><f>""</f><v></v></c>', []),
        ('<c r="C2"><f>1+1</f><v>2</v></c>', []),
        ('<c r="C2"/>', []),
    ],
)
def test_a_formula_is_missed_only_where_it_has_no_value(
    cell: str, found: list[tuple[str, str]], tmp_path: Path
) -> None:
    path = write(tmp_path / "a.xlsx", {"Desired": [_HEADER, ["SN1", "a@x.com", "=A2"]]})
    changed = _rewritten(path, lambda xml: re.sub(r'<c r="C2".*?</c>', cell, xml))
    assert findings(read(changed)) == found


def test_a_sheet_with_a_namespace_prefix_is_searched_too(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"Desired": [_HEADER, ["SN1", "a@x.com", "=A2"]]})
    assert findings(read(_rewritten(path, _prefixed))) == [("C2", "no_saved_value")]


@pytest.mark.system
def test_large_sheets_of_one_workbook_are_read_at_once_and_in_order(tmp_path: Path) -> None:
    rows = 30_000
    sheet = pl.DataFrame({"Serial number": [f"SN{number:09d}" for number in range(rows)]}).with_columns(
        **{"Owner email": pl.lit("somebody.with.a.long.address@example.com"), "Comment": pl.lit("x" * 120)}
    )
    xlsxturbo.dfs_to_xlsx([(sheet, "One"), (sheet, "Two")], str(tmp_path / "a.xlsx"), constant_memory=True)
    checked = read(tmp_path / "a.xlsx")
    assert [(one.sheet, one.rows) for one in checked.sheets] == [("One", rows), ("Two", rows)]
    assert checked.assignments["row_id"].to_list() == list(range(1, 2 * rows + 1))
    assert checked.issues.is_empty()

"""Frames become sheets."""

from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from pipeline.errors import StoreFailed
from pipeline.outputs import write_table
from pipeline.outputs.excel import styles
from pipeline.outputs.excel.workbook import Look, page, writable, write_whole, write_workbook


def test_a_frame_longer_than_a_sheet_goes_on_on_a_numbered_one() -> None:
    parts = page(pl.DataFrame({"row": range(7)}), "Rows", Look(), capacity=3)
    assert [(name, frame["row"].to_list()) for frame, name, _ in parts] == [
        ("Rows", [0, 1, 2]),
        ("Rows 2", [3, 4, 5]),
        ("Rows 3", [6]),
    ]


@pytest.mark.system
def test_a_table_of_more_rows_than_excel_allows_is_written(tmp_path: Path) -> None:
    rows = pl.DataFrame({"row": pl.int_range(1_048_577, eager=True)})
    book = openpyxl.load_workbook(write_table(tmp_path / "long.xlsx", rows, "Rows"), read_only=True)
    assert book.sheetnames == ["Rows", "Rows 2"]
    assert [row[0] for row in book["Rows 2"].iter_rows(values_only=True)] == ["Row", 1_048_575, 1_048_576]


def test_a_table_has_readable_headers_and_its_title(tmp_path: Path) -> None:
    rows = pl.DataFrame({"serial_number": ["LT-0042"], "start_time": [datetime(2026, 3, 1)], "mdm_status": [None]})
    book = openpyxl.load_workbook(write_table(tmp_path / "new" / "t.xlsx", rows, "Ownerships: March/2026"))
    assert book.sheetnames == ["Ownerships  March 2026"]
    assert [cell.value for cell in book.worksheets[0][1]] == ["Serial number", "From (UTC)", "MDM status"]


def test_an_empty_table_says_that_nothing_was_found(tmp_path: Path) -> None:
    rows = pl.DataFrame(schema={"serial_number": pl.String})
    sheet = openpyxl.load_workbook(write_table(tmp_path / "t.xlsx", rows, "devices")).worksheets[0]
    assert [cell.value for cell in sheet["A"]] == ["Serial number", None, "Nothing was found."]


def test_two_columns_that_would_read_alike_keep_their_names() -> None:
    columns = pl.Schema({"owner": pl.String(), "owner_email": pl.String()})
    assert styles.titles_of(columns) == {"owner": "owner", "owner_email": "owner_email"}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (pl.Series("it", [["HDMI", "USB-C"], None]), ["HDMI; USB-C", None]),
        (pl.Series("it", [[1, 2], []]), ["1; 2", ""]),
        (pl.Series("it", [{"floor": "3"}, None]), ['{"floor":"3"}', None]),
        (pl.Series("it", [[{"floor": "3"}], None]), ['{"value":[{"floor":"3"}]}', None]),
    ],
)
def test_nested_values_become_text(values: pl.Series, expected: list[str | None]) -> None:
    assert writable(values.to_frame())["it"].to_list() == expected


def test_values_of_every_type_can_be_written(tmp_path: Path) -> None:
    row = {
        "flag": True,
        "day": date(2026, 3, 1),
        "long": timedelta(days=1),
        "share": float("nan"),
        "huge": 2**60,
        "nothing": None,
    }
    path = write_table(tmp_path / "t.xlsx", pl.DataFrame([row]), "types")
    cells = [cell.value for cell in openpyxl.load_workbook(path).worksheets[0][2]]
    assert cells == [True, datetime(2026, 3, 1), "1 day, 0:00:00", None, str(2**60), None]


def test_columns_are_as_wide_as_their_cells_within_reason() -> None:
    widths = styles.widths_of(pl.DataFrame({"id": [1], "name": ["x" * 30], "comment": ["x" * 900]}))
    assert [round(width) for width in widths.values()] == [9, 34, 46]


def test_a_link_laid_under_the_name_of_an_unfinished_file_is_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("mine")
    folder = tmp_path / "shared"
    folder.mkdir()
    (folder / ".t.xlsx.part").symlink_to(precious)

    write_table(folder / "t.xlsx", pl.DataFrame({"row": [1]}), "rows")

    assert precious.read_text() == "mine"


def test_a_file_has_the_permissions_of_any_new_one(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.touch()
    path = write_table(tmp_path / "t.xlsx", pl.DataFrame({"row": [1]}), "rows")
    assert path.stat().st_mode == usual.stat().st_mode


def test_two_writings_at_once_do_not_meet(tmp_path: Path) -> None:
    def write(unfinished: Path) -> None:
        unfinished.write_text("first")
        write_whole(tmp_path / "t.txt", lambda other: other.write_text("second"))

    assert write_whole(tmp_path / "t.txt", write).read_text() == "first"


def test_a_failure_leaves_no_unfinished_file(tmp_path: Path) -> None:
    def fail(unfinished: Path) -> None:
        assert unfinished.exists()
        raise OSError(28, "No space left on device")

    with pytest.raises(StoreFailed, match=r"t\.xlsx could not be written\. The disk that holds .* is full"):
        write_workbook(tmp_path / "t.xlsx", page(pl.DataFrame({"row": [1]}), "Rows", Look()), finish=fail)
    assert list(tmp_path.iterdir()) == []

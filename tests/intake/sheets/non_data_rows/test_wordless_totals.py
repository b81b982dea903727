"""Totals without a word: a last line of sums, amounts and counts is left out; whatever could be a device is read."""

from pathlib import Path

import pytest

from pipeline.model import Checked
from tests.support.workbooks import Rows, read, write

Cells = list[object]

HEADER: Cells = ["Serial Number", "Name", "Type", "Category", "Purchase Price", "Warranty Months"]
DEVICES: Rows = [
    HEADER,
    ["LT-1", "One", "laptop", "computers", "1,250.00", 24],
    ["LT-2", "Two", "laptop", "computers", "1,250.00", 36],
]
LISTED = ["LT-1", "LT-2"]


def checked_of(folder: Path, rows: Rows, name: str = "list.xlsx") -> Checked:
    if name.endswith(".csv"):
        lines = (";".join("" if cell is None else str(cell) for cell in row) for row in rows)
        (folder / name).write_text("\n".join(lines) + "\n")
        return read(folder / name)
    return read(write(folder / name, {"Stock": rows}))


def left_out(checked: Checked) -> list[str]:
    return checked.issues.filter(code="rows_left_out")["message"].to_list()


@pytest.mark.parametrize("name", ["list.xlsx", "list.csv"])
@pytest.mark.parametrize(
    "last",
    [
        [None, None, None, None, "2,500.00", None],
        [None, None, None, None, "2500", 60],
        [None, None, None, None, "EUR 2,500.00", None],
        [None, None, None, None, "2,475.00", None],
        [None, None, 2, None, "2,500.00", None],
        [2, None, None, None, "2,500.00", None],
        [None, 2, None, None, "2,500.00", 60],
        [None, None, None, None, None, 60],
        ["-", "-", "-", "–", "2,500.00", "-"],
    ],
    ids=lambda cells: " ".join(str(cell) for cell in cells if cell is not None),
)
@pytest.mark.parametrize("gap", [[], [[]]], ids=["", "below a blank row"])
def test_a_last_line_of_sums_is_left_out_and_listed(last: Cells, gap: Rows, name: str, tmp_path: Path) -> None:
    checked = checked_of(tmp_path, [*DEVICES, *gap, last], name)

    assert checked.inventory["serial_number"].to_list() == LISTED
    said = " ".join(str(cell) for cell in last if cell is not None)
    (message,) = left_out(checked)
    assert message.endswith(f"1 row is no device and is not read: row {4 + len(gap)} ({said}).")


@pytest.mark.parametrize(
    ("prices", "total"),
    [
        (("1.250,00", "99,50"), "1.349,50"),
        (("1.250,00 €", "1.250,00 €"), "2.500,00 €"),
        (("1 250,00", "1 250,00"), "2 500,00"),
        (("1'250.00", "CHF 50.00"), "1'300.00"),
        ((1250, 1250.5), 2500.5),
        (("$1,250.00", "($50.00)"), "$1,200.00"),
    ],
)
def test_amounts_are_added_as_people_write_them(prices: tuple[object, ...], total: object, tmp_path: Path) -> None:
    rows = [[f"LT-{at}", price, price] for at, price in enumerate(prices, start=1)]
    checked = checked_of(tmp_path, [["Serial Number", "Type", "Book value"], *rows, [None, None, total]])
    assert checked.inventory.height == len(prices)
    assert len(left_out(checked)) == 1


def test_several_last_lines_of_amounts_are_left_out_together(tmp_path: Path) -> None:
    totals: Rows = [[None, None, None, None, amount, None] for amount in ("2,500.00", "475.00", "2,975.00")]
    checked = checked_of(tmp_path, [*DEVICES, *totals, ["Prepared by Anna Bell"]])
    assert checked.inventory["serial_number"].to_list() == LISTED
    assert "4 rows are no devices" in left_out(checked)[0]


@pytest.mark.parametrize(
    "last",
    [
        ["LT-3", None, None, None, "2,500.00", None],
        [2, None, None, None, "2,400.00", None],
        [3, None, None, None, "2,500.00", None],
        [2, None, None, None, None, None],
        [None, "Three", None, None, "2,500.00", None],
        [None, None, "laptop", None, "2,500.00", None],
        [None, None, None, None, "2,500.00", 61],
        [None, None, None, None, None, 61],
        [None, None, None, None, None, 2],
    ],
    ids=lambda cells: " ".join(str(cell) for cell in cells if cell is not None),
)
def test_a_last_line_that_is_not_all_sums_is_read(last: Cells, tmp_path: Path) -> None:
    checked = checked_of(tmp_path, [*DEVICES, last])
    assert checked.inventory.height == 3
    assert left_out(checked) == []


def test_an_amount_above_a_device_is_read(tmp_path: Path) -> None:
    checked = checked_of(tmp_path, [DEVICES[0], DEVICES[1], [None] * 4 + ["1,250.00"], DEVICES[2]])
    assert checked.inventory.height == 3


def test_a_sheet_of_nothing_but_amounts_is_read(tmp_path: Path) -> None:
    assert checked_of(tmp_path, [HEADER, [None] * 4 + ["1,250.00"]]).inventory.height == 1


def test_numbers_that_name_devices_are_devices(tmp_path: Path) -> None:
    rows = [[7, "900"], [9, "100"], [3, "1000"]]
    assert checked_of(tmp_path, [["Serial Number", "Purchase Price"], *rows]).inventory.height == 3


def test_a_register_keeps_its_holders(tmp_path: Path) -> None:
    header = ["Serial Number", "Model", "Owner Email", "Purchase Price"]
    rows = [["LT-1", "T14", "anna@acme.example", "1.250,00"], ["LT-2", "T14", "ben@acme.example", "1.250,00"]]
    checked = checked_of(tmp_path, [header, *rows, [], [None, 2, None, "2.500,00"]])
    assert checked.assignments["serial_number"].to_list() == LISTED
    assert len(left_out(checked)) == 1

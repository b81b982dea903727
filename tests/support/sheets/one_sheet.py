"""Workbooks of one sheet, of either kind."""

from pathlib import Path

from tests.support.workbooks import Rows, write

HEADER = ["Serial number", "Owner email"]
STOCK = ["Serial number", "Name", "Type", "Category"]


def desired(folder: Path, rows: Rows) -> Path:
    return write(folder / "assignments.xlsx", {"Desired": rows})


def stock(folder: Path, rows: Rows) -> Path:
    return write(folder / "inventory.xlsx", {"Stock": rows})

"""Damaged identifiers in real files, and look-alikes of what the ledger knows: what `check`, `plan` and `run` say."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from tests.support.desk import Desk, read_sheet
from tests.support.workbooks import findings, read

HEADER = ("Serial number", "Asset tag", "Name", "Type", "Category")
KIND = ("laptop", "computer")
STOCK = (
    HEADER,
    ("00123", "AT-1", "LT-1", *KIND),
    ("SN-10", "AT-2", "LT-2", *KIND),
    ("SN-20", "AT-3", "LT-3", *KIND),
)


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk whose ledger has three devices; to be copied."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    desk.book("stock.xlsx", *STOCK)
    assert desk.say("run", "stock.xlsx").code == 0
    return desk


def book(path: Path, *cells: tuple[object, str | None]) -> Path:
    """An assignments workbook of these serial numbers, in these number formats."""
    workbook = openpyxl.Workbook()
    sheet: Any = workbook.worksheets[0]
    sheet.append(["Serial number", "Owner e-mail"])
    for row, (value, code) in enumerate(cells, start=2):
        sheet.cell(row, 2, "a@x.example")
        cell = sheet.cell(row, 1, value)
        cell.number_format = code or cell.number_format
    workbook.save(path)
    return path


def likely(report: Any) -> list[tuple[str | None, ...]]:
    """What a command with `--json` says of look-alikes: the cell, the value, the message and the hint."""
    found = [issue for issue in report["issues"] if issue["code"] == "likely_identifier"]
    assert {issue["severity"] for issue in found} <= {"warning"}
    return [tuple(issue[name] for name in ("cell", "value", "message", "hint")) for issue in found]


def suspects(report: Any) -> list[tuple[str, str]]:
    """The cells and the values of new devices that are likely old ones."""
    return [(issue["cell"], issue["value"]) for issue in report["issues"] if issue["code"] == "suspect_device"]


def messages(desk: Desk, report: Any) -> list[str]:
    """What a run says of each row."""
    return [row["_message"] for row in read_sheet(desk.at(report["outputs"]["results"]), "Rows")]


def test_a_workbook_tells_numbers_dates_and_truth_values_from_texts(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        (123, "00000"),
        (6377021234567890, "0"),
        (date(2025, 3, 14), "d-mmm"),
        (time(3, 14), "h:mm"),
        (True, None),
        (123.5, None),
        ("1E5", None),
        ("00123", None),
        ("2025-03-14", None),
        (456, None),
    )
    checked = read(path)
    assert findings(checked) == [(f"A{row}", "damaged_identifier") for row in range(2, 8)]
    assert checked.assignments["serial_number"].to_list() == [*[None] * 6, "1E5", "00123", "2025-03-14", "456"]
    assert checked.assignments["fault"].to_list() == [*["damaged_identifier"] * 6, *[None] * 4]
    (warning,) = checked.issues.filter(pl.col("severity") == "warning").to_dicts()
    assert (warning["code"], warning["cell"], warning["row_id"]) == ("numbers_as_identifiers", "A1", None)
    hints = checked.issues.filter(pl.col("severity") == "error")["hint"].to_list()
    assert [hint.partition(".")[0] for hint in hints[:4:2]] == [
        "Perhaps 00123 is meant",
        "Perhaps 3-14, 14-3 or MAR14 was entered",
    ]


def test_a_damaged_identifier_is_the_only_issue_of_its_cell(tmp_path: Path) -> None:
    header = ("MAC", "Owner e-mail")
    workbook = openpyxl.Workbook()
    sheet: Any = workbook.worksheets[0]
    for row in (header, (time(12, 34), "a@x.example"), (1122334455, "a@x.example")):
        sheet.append(row)
    workbook.save(tmp_path / "a.xlsx")
    assert findings(read(tmp_path / "a.xlsx")) == [("A2", "damaged_identifier"), ("A3", "damaged_identifier")]


def test_a_csv_file_has_only_the_texts_that_excel_shows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = ["Serial number;Owner e-mail", *(f"{serial};a@x.example" for serial in ("1,2E+15", "1E5", "123", "00123"))]
    path.write_text("\n".join(lines))
    checked = read(path)
    assert findings(checked) == [("A2", "damaged_identifier")]
    assert checked.issues.height == 1


@pytest.mark.system
def test_a_damaged_row_is_rejected_and_says_what_to_do(stocked: Desk, tmp_path: Path) -> None:
    desk = stocked.copied_to(tmp_path)
    book(tmp_path / "a.xlsx", (123, "00000"))
    report = desk.json("run", "a.xlsx", code=4)
    assert report["reasons"] == {"damaged_identifier": 1}
    assert messages(desk, report) == [
        'a.xlsx, sheet Sheet, A2: "123" is shown as 00123, but the cell holds only the number 123. '
        "00123 is on record, and may have been entered. Format the column as Text, and enter or import it again."
    ]


@pytest.mark.system
@pytest.mark.parametrize("command", ["check", "plan", "run"])
def test_an_unknown_serial_number_names_the_known_one_that_it_looks_like(
    command: str, stocked: Desk, tmp_path: Path
) -> None:
    desk = stocked.copied_to(tmp_path)
    desk.book("a.xlsx", ("Owner e-mail", "S/N"), ("a@x.example", "123"), ("a@x.example", "SN-99"))
    report = desk.json(command, "a.xlsx", code=None)
    message = "a.xlsx, sheet Sheet1, B2: the serial number 123 is not on record, but one looks like it."
    hint = "Did you mean 00123? Correct it if so; nothing is corrected on its own."
    assert likely(report) == [("B2", "123", message, hint)]


@pytest.mark.system
def test_a_row_that_is_skipped_asks_what_was_meant_and_changes_nothing(stocked: Desk, tmp_path: Path) -> None:
    desk = stocked.copied_to(tmp_path)
    desk.book("a.xlsx", ("Serial number", "Owner e-mail"), ("123", "a@x.example"), ("SN-99", "a@x.example"))
    assert messages(desk, desk.json("run", "a.xlsx", code=None)) == [
        "123 is not on record; nothing was changed. Did you mean 00123? "
        "Otherwise add the device with an inventory sheet.",
        "SN-99 is not on record; nothing was changed. Check the identifier, or add the device with an inventory sheet.",
    ]
    assert desk.holders() == {}


@pytest.mark.system
def test_a_device_is_created_beside_its_look_alike_all_the_same(stocked: Desk, tmp_path: Path) -> None:
    desk = stocked.copied_to(tmp_path)
    desk.book("b.xlsx", HEADER, ("SN-1O", None, "LT-9", *KIND), ("SN-30", None, "LT-8", *KIND))
    report = desk.json("run", "b.xlsx", "--device-guard", "warn", code=None)
    assert messages(desk, report) == ["SN-1O was created. Did you mean SN-10?", "SN-30 was created."]
    assert suspects(report) == [("A2", "SN-1O")]
    assert len(desk.show("devices")) == 5


@pytest.mark.system
def test_an_assign_row_that_creates_a_device_asks_too(stocked: Desk, tmp_path: Path) -> None:
    desk = stocked.copied_to(tmp_path)
    rows = (("A2-1", "AT3", "a@x.example", "laptop"), ("A2-2", None, "a@x.example", "laptop"))
    desk.book("a.xlsx", ("Serial number", "Asset tag", "Owner e-mail", "Device type"), *rows)
    report = desk.json("run", "a.xlsx", "--create-devices", "--device-guard", "warn", code=None)
    first, second = messages(desk, report)
    assert first.endswith(". The device is new. Did you mean AT-3?")
    assert "?" not in second
    assert suspects(report) == [("B2", "AT3")]


@pytest.mark.system
def test_an_inventory_row_that_gives_too_little_to_create_a_device_asks_too(stocked: Desk, tmp_path: Path) -> None:
    desk = stocked.copied_to(tmp_path)
    desk.book("b.xlsx", ("Serial number", "Name", "Location"), ("SN 20", "LT-3", "Cellar"))
    assert messages(desk, desk.json("run", "b.xlsx", "--device-guard", "warn", code=4)) == [
        "SN 20 is not on record, and its type and category are not given. "
        "Did you mean SN-20? Otherwise fill in type and category, or use --default-type."
    ]


@pytest.mark.system
def test_a_device_that_the_same_run_creates_is_likely_too(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.book("stock.xlsx", *STOCK)
    desk.book("a.xlsx", ("Serial number", "Owner e-mail"), ("123", "a@x.example"), ("00123", "b@x.example"))
    report = desk.json("run", "stock.xlsx", "a.xlsx", code=None)
    assert [value for _, value, *_ in likely(report)] == ["123"]
    assert desk.holders() == {"00123": "b@x.example"}


@pytest.mark.system
def test_of_several_look_alikes_each_is_named(stocked: Desk, tmp_path: Path) -> None:
    desk = stocked.copied_to(tmp_path)
    desk.book("b.xlsx", HEADER, ("0123", None, "LT-7", *KIND))
    desk.json("run", "b.xlsx", "--device-guard", "warn", code=None)
    desk.book("a.xlsx", ("Serial number", "Owner e-mail"), ("123", "a@x.example"))
    ((_, _, message, hint),) = likely(desk.json("check", "a.xlsx", code=None))
    assert str(message).endswith("the serial number 123 is not on record, but 2 look like it.")
    assert hint == "Did you mean 00123 or 0123? Check which one is meant; nothing is corrected on its own."

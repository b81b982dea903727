"""A register as finance keeps it: a title, groups of merged cells, prices with EUR, mixed dates, colours, a total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from tests.support.books.exports import NO_ACTION
from tests.support.desk import Desk

_HEADER = (
    *("Site", "Inv. No.", "Serial No.", "Device type", "Model", "Assigned to", "E-mail", "Cost centre"),
    *("Purchase price", "Purchase date", "Budget holder"),
)
_PEOPLE = (
    ("Anna Bell", "anna.bell@acme.example", "CC 100"),
    ("Ben Cole", "ben.cole@acme.example", "CC 100"),
    ("Eva Díaz", "eva.diaz@acme.example", "CC 210"),
    ("Finn Ek", "finn.ek@acme.example", "CC 210"),
    (None, None, "CC 300"),
)
_SITES = (("Berlin", 25), ("Zürich", 20), ("Paris", 15))
_YELLOW = PatternFill("solid", fgColor="FFFF00")
_OWNER, _PRICE = 6, 8
_WHOLE = ("--mode", "full", "--scope", "all")


def _rows() -> Iterator[list[Any]]:
    for number in range(1, 61):
        bought = date(2024, 1 + number % 12, 1 + number % 27)
        is_text = number % 3 == 0
        yield [
            f"INV-{number:04}",
            f"LT-{number:05}",
            "Laptop" if number % 3 else "Monitor",
            "Latitude 5440" if number % 3 else "P2419H",
            *_PEOPLE[number % 5],
            f"EUR {900 + number * 7:,.2f}" if number % 4 else 900 + number * 7,
            bought.strftime("%d.%m.%Y") if is_text else bought,
            "M. Roth",
        ]


def _written(path: Path, rows: Sequence[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Device register Finance, November 2026"])
    sheet.append([])
    sheet.append(_HEADER)
    sites = [site for site, count in _SITES for _ in range(count)]
    for at, row in enumerate(rows):
        sheet.append([sites[at], *row])
        if at % 10 == 0:
            for cell in sheet[sheet.max_row]:
                cell.fill = _YELLOW
    first = 4
    for _, count in _SITES:
        last = min(first + count, 4 + len(rows)) - 1
        sheet.merge_cells(start_row=first, end_row=last, start_column=1, end_column=1)
        first += count
    sheet.append(["Total", None, None, f"{len(rows)} devices", *[None] * 4, sum(_amount(row) for row in rows)])
    book.save(path)
    return path


def _amount(row: list[Any]) -> float:
    return float(str(row[7]).removeprefix("EUR ").replace(",", ""))


@pytest.fixture(scope="module")
def loaded_once(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk where the register is loaded, by one command and without settings; only to be read."""
    desk = Desk(tmp_path_factory.mktemp("loaded"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLLCALL_PUBLISH__ENABLED", "false")
        said = desk.json("run", _written(desk.folder / "register.xlsx", list(_rows())))
    assert said["rows"] == {"in": 60, "applied": 60, "unchanged": 0, "skipped": 0, "rejected": 0}
    assert said["actions"] == {**NO_ACTION, "create": 60, "assign": 48}
    return desk


@pytest.fixture
def loaded(loaded_once: Desk, tmp_path: Path) -> Desk:
    """The desk once the register is loaded, of one's own."""
    return loaded_once.copied_to(tmp_path)


@pytest.mark.system
def test_it_is_read_as_it_is_meant(loaded: Desk) -> None:
    device = next(one for one in loaded.show("devices") if one["serial_number"] == "LT-00026")
    told = ("asset_tag", "type", "model", "location", "cost_center", "purchase_price", "purchase_date", "owner_email")
    assert [device[name] for name in told] == [
        *("INV-0026", "Laptop", "Latitude 5440", "Zürich", "CC 100", 1082.0, "2024-03-27"),
        "ben.cole@acme.example",
    ]
    assert device["extra"] == '{"Budget holder":"M. Roth"}'


@pytest.mark.system
def test_loaded_again_it_changes_nothing(loaded: Desk) -> None:
    again = loaded.json("run", "register.xlsx")

    assert (again["rows"]["unchanged"], again["actions"]) == (60, NO_ACTION)


@pytest.mark.system
def test_corrected_it_changes_only_what_was_corrected(loaded: Desk) -> None:
    rows = list(_rows())
    rows[0][4:7] = _PEOPLE[3]
    rows[9][7] = "EUR 1.00"

    report = loaded.json("run", _written(loaded.folder / "corrected.xlsx", rows))

    assert report["rows"] == {"in": 60, "applied": 2, "unchanged": 58, "skipped": 0, "rejected": 0}
    assert report["actions"] == {**NO_ACTION, "update": 2, "reassign": 1}


@pytest.mark.system
def test_next_month_shows_who_moved_and_left_and_what_is_new_and_retired_in_one_plan(loaded: Desk) -> None:
    rows = list(_rows())
    rows[0][4:6] = _PEOPLE[3][:2]  # moved
    rows[1][4:6] = [None, None]  # left
    rows[40] = [
        "INV-0099",
        "LT-00099",
        "Laptop",
        "Latitude 5450",
        *_PEOPLE[0],
        "EUR 1,300.00",
        date(2026, 11, 2),
        "M. R.",
    ]

    plan = loaded.json("plan", _written(loaded.folder / "december.xlsx", rows), *_WHOLE, "-o", "december plan.xlsx")

    assert plan["actions"] == {**NO_ACTION, "create": 1, "assign": 1, "reassign": 1, "unassign": 2}
    assert plan["absent_unassigned"] == 1  # LT-00041, which no row names any more
    sheets = openpyxl.load_workbook(loaded.folder / "december plan.xlsx").sheetnames
    assert {"Create", "Assign", "Reassign", "Unassign"} <= set(sheets)

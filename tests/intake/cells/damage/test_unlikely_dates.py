"""Dates that are hardly meant: rejected where they cannot be right, else told; and dates of the East."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from pipeline.intake.files import read_files
from pipeline.model import Checked, Reading

_HEAD = "Serial Number,Name,Type,Category"
_ROW = "SN1,Laptop 1,laptop,computers"


def _read(folder: Path, *lines: str) -> Checked:
    path = folder / "a.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_files([path], Reading(), None)


def _said(checked: Checked) -> list[tuple[str, str, str]]:
    found = checked.issues.filter(pl.col("severity") != "note")
    return found.select("cell", "code", "severity").rows()


@pytest.mark.parametrize("text", ["15/03/2567", "2567-03-15", "15.03.2567", "2567年3月15日"])
def test_a_purchase_in_a_year_of_the_buddhist_calendar_is_rejected_naming_the_year(text: str, tmp_path: Path) -> None:
    checked = _read(tmp_path, f"{_HEAD},Purchase Date", f"{_ROW},{text}")
    assert _said(checked) == [("E2", "invalid_date", "error")]
    assert checked.inventory["fault"].to_list() == ["invalid_date"]
    (message,) = checked.issues.filter(pl.col("code") == "invalid_date")["message"]
    assert "2567 is 2024 in the Buddhist calendar" in message


def test_only_an_end_may_lie_that_far_ahead(tmp_path: Path) -> None:
    checked = _read(tmp_path, f"{_HEAD},Rental End,Warranty End", f"{_ROW},2567-03-15,2570-03-14")
    assert _said(checked) == [("E2", "unlikely_date", "warning"), ("F2", "invalid_date", "error")]
    held = _read(tmp_path, "Serial Number,Owner Email,Effective At,End At", "SN1,a@example.com,2567-01-01,2999-01-01")
    assert _said(held) == [("C2", "invalid_date", "error")]


def test_a_purchase_of_long_ago_and_a_warranty_before_the_purchase_are_told(tmp_path: Path) -> None:
    checked = _read(tmp_path, f"{_HEAD},Purchase Date,Warranty End", f"{_ROW},1969-12-31,2024-01-01")
    assert _said(checked) == [("E2", "unlikely_date", "warning")]
    checked = _read(tmp_path, f"{_HEAD},Purchase Date,Warranty End", f"{_ROW},2024-03-01,2022-03-01")
    assert _said(checked) == [("F2", "unlikely_date", "warning")]
    assert checked.inventory["fault"].to_list() == [None]


def test_a_warranty_may_be_long(tmp_path: Path) -> None:
    assert _said(_read(tmp_path, f"{_HEAD},Purchase Date,Warranty End", f"{_ROW},2024-03-01,2074-03-01")) == []


@pytest.mark.parametrize(
    "text",
    [
        "令和6年5月1日",
        "平成30年",
        "113年5月1日",
        "113/05/01",
        "1445-09-01",
        "1403/02/12",
        "٢٠٢٤-٠٥-٠١",
        "۱۴۰۳/۰۲/۱۲",
        "๑๕/๐๓/๒๕๖๗",
    ],
)
def test_dates_of_other_calendars_and_digits_are_never_read_wrong(text: str, tmp_path: Path) -> None:
    checked = _read(tmp_path, f"{_HEAD},Purchase Date", f"{_ROW},{text}")
    assert _said(checked) == [("E2", "invalid_date", "error")]
    assert checked.inventory["purchase_date"].to_list() == [None]


def test_dates_with_dots_are_day_first(tmp_path: Path) -> None:
    lines = ("SN1,Laptop 1,laptop,computers,01.11.2023", "SN2,Laptop 2,laptop,computers,2.3.24")
    checked = _read(tmp_path, f"{_HEAD},Purchase Date", *lines)
    assert (_said(checked), checked.inventory["purchase_date"].cast(pl.String).to_list()) == (
        [],
        ["2023-11-01", "2024-03-02"],
    )


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-03-01 09:00:00+00", datetime(2025, 3, 1, 9)),
        ("2025-03-01 09:00:00-05", datetime(2025, 3, 1, 14)),
        ("2025-03-01T09:00:00.5+0530", datetime(2025, 3, 1, 3, 30, 0, 500_000)),
        ("2025-03-01 09:00 UTC", datetime(2025, 3, 1, 9)),
        ("2025-03-01 09:00 GMT", datetime(2025, 3, 1, 9)),
        ("25/03/2025 09:00 -05", datetime(2025, 3, 25, 14)),
        ("2025-03-01", datetime(2025, 3, 1)),
        ("2025年3月1日 14:30", datetime(2025, 3, 1, 14, 30)),
        ("2025年3月1日14时30分", datetime(2025, 3, 1, 14, 30)),
        ("2025年3月1日 下午2:30", datetime(2025, 3, 1, 14, 30)),
        ("2025年3月1日 下午2时30分05秒", datetime(2025, 3, 1, 14, 30, 5)),
        ("2025年03月01日 上午 9:05:07", datetime(2025, 3, 1, 9, 5, 7)),
        ("2025년 3월 1일 오후 2:30", datetime(2025, 3, 1, 14, 30)),
    ],
)
def test_instants_with_short_offsets_and_clocks_of_the_east(text: str, instant: datetime, tmp_path: Path) -> None:
    checked = _read(tmp_path, "Serial Number,Owner Email,Effective At", f"SN1,a@example.com,{text}")
    assert (_said(checked), checked.assignments["effective_at"].to_list()) == ([], [instant])


@pytest.mark.parametrize("text", ["2025-03-01-05", "2025-03-01 25:00+00", "2025-03-01 09:00+15", "2025-03-01 UTC"])
def test_other_offsets_are_no_instants(text: str, tmp_path: Path) -> None:
    checked = _read(tmp_path, "Serial Number,Owner Email,Effective At", f"SN1,a@example.com,{text}")
    assert _said(checked) == [("C2", "invalid_date", "error")]

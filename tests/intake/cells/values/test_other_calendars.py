"""A date of another calendar is rejected, and the calendar is named with the year that is probably meant."""

from pathlib import Path

import pytest

from tests.support.sheets.people_lists import STOCK, desired
from tests.support.workbooks import read


@pytest.mark.parametrize(
    ("text", "calendar", "year"),
    [
        ("1445-03-05", "Islamic (Hijri)", "2023 or 2024"),
        ("05/03/1445", "Islamic (Hijri)", "2023 or 2024"),
        ("1402/05/16", "Persian", "2023 or 2024"),
        ("令和5年3月5日", "Japanese", "2023"),
        ("令和元年5月1日", "Japanese", "2019"),
        ("R5.3.5", "Japanese", "2023"),
        ("H30/4/1", "Japanese", "2018"),
        ("112/3/5", "Taiwanese (Minguo)", "2023"),
        ("民國112年3月5日", "Taiwanese (Minguo)", "2023"),
    ],
)
def test_a_date_of_another_calendar_is_named(text: str, calendar: str, year: str, tmp_path: Path) -> None:
    checked = read(desired(tmp_path, [[*STOCK, "Purchase date"], ["SN1", "L1", "laptop", "IT", text]]))

    (issue,) = checked.issues.to_dicts()
    assert issue["code"] == "invalid_date"
    assert issue["message"].endswith(f'"{text}" looks like a date of the {calendar} calendar.')
    assert issue["hint"] == f"Write it as a date like 2025-03-01; its year is probably {year}."


@pytest.mark.parametrize("text", ["R2-D2", "next week", "S 12", "1234567", "12/3/5x"])
def test_other_texts_are_of_no_calendar(text: str, tmp_path: Path) -> None:
    checked = read(desired(tmp_path, [[*STOCK, "Purchase date"], ["SN1", "L1", "laptop", "IT", text]]))

    assert "calendar" not in checked.issues["message"].item()

"""A month, a quarter or a year is its first day, or its last where something ends; a note says so once per column."""

from datetime import date, datetime
from pathlib import Path

import pytest

from pipeline.model import Checked
from tests.support.sheets.people_lists import HEADER, STOCK, desired
from tests.support.workbooks import Rows, read


def stock(folder: Path, title: str, *texts: object) -> Checked:
    rows = [[f"SN{n}", f"L{n}", "laptop", "IT", text] for n, text in enumerate(texts)]
    return read(desired(folder, [[*STOCK, title], *rows]))


def notes(checked: Checked) -> list[str]:
    return [text.split("Desired, ")[1] for text in checked.issues.filter(code="date_precision")["message"]]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("08/2024", date(2024, 8, 1), date(2024, 8, 31)),
        ("8.2024", date(2024, 8, 1), date(2024, 8, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("08-2024", date(2024, 8, 1), date(2024, 8, 31)),
        ("Aug 98", date(1998, 8, 1), date(1998, 8, 31)),
        ("Feb-30", date(2030, 2, 1), date(2030, 2, 28)),
        ("2024/08", date(2024, 8, 1), date(2024, 8, 31)),
        ("2024.08", date(2024, 8, 1), date(2024, 8, 31)),
        ("Aug 2024", date(2024, 8, 1), date(2024, 8, 31)),
        ("August, 2024", date(2024, 8, 1), date(2024, 8, 31)),
        ("août 2024", date(2024, 8, 1), date(2024, 8, 31)),
        ("marzo 2024", date(2024, 3, 1), date(2024, 3, 31)),
        ("gen-98", date(1998, 1, 1), date(1998, 1, 31)),
        ("outubro de 2024", date(2024, 10, 1), date(2024, 10, 31)),
        ("mei 2024", date(2024, 5, 1), date(2024, 5, 31)),
        ("agosto de 2024", date(2024, 8, 1), date(2024, 8, 31)),
        ("2024 March", date(2024, 3, 1), date(2024, 3, 31)),
        ("Aug '24", date(2024, 8, 1), date(2024, 8, 31)),
        ("Aug-98", date(1998, 8, 1), date(1998, 8, 31)),
        ("2024年8月", date(2024, 8, 1), date(2024, 8, 31)),
        ("Q3 2024", date(2024, 7, 1), date(2024, 9, 30)),
        ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31)),
        ("1. Quartal 2024", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        (2024, date(2024, 1, 1), date(2024, 12, 31)),
        ("1998", date(1998, 1, 1), date(1998, 12, 31)),
        (1999, date(1999, 1, 1), date(1999, 12, 31)),
        ("1970.0", date(1970, 1, 1), date(1970, 12, 31)),
    ],
)
def test_what_gives_no_day_is_its_first_or_its_last(text: object, first: date, last: date, tmp_path: Path) -> None:
    row = ["SN1", "L1", "laptop", "IT", text, text]
    checked = read(desired(tmp_path, [[*STOCK, "Purchase date", "Warranty end"], row]))

    assert checked.inventory["purchase_date"].to_list() == [first]
    assert checked.inventory["warranty_end"].to_list() == [last]
    assert notes(checked) == [
        f'E1: "{text}" in E2 gives no day, and is read as the first one, {first}.',
        f'F1: "{text}" in F2 gives no day, and is read as the last one, {last}.',
    ]
    assert checked.inventory["fault"].to_list() == [None]


@pytest.mark.parametrize(
    "text", ["8/24", "13/2024", "00/2024", "2024.1", "Q5 2024", "1024", "1969", "19999", "Foo 2024", "Foo-24"]
)
def test_what_could_be_something_else_is_no_date(text: str, tmp_path: Path) -> None:
    checked = stock(tmp_path, "Purchase date", text)

    assert checked.inventory["fault"].to_list() == ["invalid_date"]
    assert notes(checked) == []


def test_a_column_has_one_note_with_an_example(tmp_path: Path) -> None:
    checked = stock(tmp_path, "Purchase date", "2024-03-05", "08/2024", "Q3 2024", "25/03/2024")

    days = [date(2024, 3, 5), date(2024, 8, 1), date(2024, 7, 1), date(2024, 3, 25)]
    assert checked.inventory["purchase_date"].to_list() == days
    assert notes(checked) == [
        "E1: 2 dates of this column give no day: each is read as the first day of its month, quarter or year, as "
        '"08/2024" in E3 is as 2024-08-01.'
    ]


def test_people_get_devices_from_the_first_day_of_a_month_but_not_of_a_mere_year(tmp_path: Path) -> None:
    rows: Rows = [
        [*HEADER, "Effective at", "End at"],
        ["SN1", "a@x.com", "08/2024", "09/2024"],
        ["SN2", "a@x.com", "2024", None],
    ]
    checked = read(desired(tmp_path, rows))

    assert checked.assignments["effective_at"].to_list() == [datetime(2024, 8, 1), None]
    assert checked.assignments["end_at"].to_list() == [datetime(2024, 9, 30), None]
    assert checked.assignments["fault"].to_list() == [None, "invalid_date"]


@pytest.mark.parametrize(
    "others",
    [
        ["08/2023"],
        ["2023"],
        ["Sep-98"],
        ["Jun-31"],
        ["Sep-21", "Oct-23", "Jan-24", "Mär-22", "Dez-19"],
        ["2024-03-05", "Oct 2023"],
    ],
)
@pytest.mark.parametrize("text", ["Aug-24", "Aug 24", "Aug. 24", "août-24"])
def test_a_month_beside_two_digits_is_of_that_year_where_the_column_tells(
    text: str, others: list[str], tmp_path: Path
) -> None:
    checked = stock(tmp_path, "Purchase date", text, *others)

    assert checked.inventory["purchase_date"].to_list()[0] == date(2024, 8, 1)
    assert checked.issues["severity"].unique().to_list() == ["note"]


@pytest.mark.parametrize(
    "others",
    [
        [],
        ["Sep-21", "Oct-23"],
        ["2024-03-05", "August 24, 2024"],
        ["Sep-01", "Oct-30", "Jan-24", "Mar-22", "Dec-17"],
        ["Sep-01", "Oct-02", "Jan-03", "Mar-04", "Dec-05"],
    ],
)
def test_it_is_asked_for_where_the_column_does_not_tell(others: list[str], tmp_path: Path) -> None:
    checked = stock(tmp_path, "Purchase date", "Aug-24", *others)
    issue = checked.issues.filter(severity="error").row(0, named=True)

    assert checked.inventory["fault"].to_list()[0] == "ambiguous_date"
    assert issue["message"].endswith(
        '"Aug-24" may be a month and its year, or a day without one, and its column does not tell which is meant.'
    )
    assert issue["hint"] == "Write a month as 2024-08, and a day with its year, as 2024-08-24."


@pytest.mark.parametrize("text", ["24-Aug", "24. August", "Aug 5", "5 août", "August 24th"])
def test_a_day_without_its_year_is_called_so(text: str, tmp_path: Path) -> None:
    checked = stock(tmp_path, "Purchase date", text, "Aug-24")

    assert checked.inventory["fault"].to_list() == ["invalid_date", "ambiguous_date"]
    assert checked.issues["message"].to_list()[0].endswith(f'"{text}" is a day of which the year is not told.')


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024年3月5日 14:30", date(2024, 3, 5)),
        ("05.03.2024 14:30", date(2024, 3, 5)),
        ("2024-03-05T14:30:00", date(2024, 3, 5)),
        ("2024-03-05 14:30:00.123", date(2024, 3, 5)),
        ("March 5, 2024 2:30 PM", date(2024, 3, 5)),
        ("2024-03-05T00:30:00+05:30", date(2024, 3, 5)),
        ("2024-03-05T23:30:00-05:00", date(2024, 3, 5)),
        ("2024-03-05T23:00:00.000Z", date(2024, 3, 6)),
        ("2024-03-31 02:30:00", date(2024, 3, 31)),
    ],
)
def test_of_a_time_of_day_the_day_is_taken_and_told(text: str, day: date, tmp_path: Path) -> None:
    rows: Rows = [[*STOCK, "Purchase date"], ["SN1", "L1", "laptop", "IT", text]]
    checked = read(desired(tmp_path, rows), timezone="Europe/Berlin")

    assert checked.inventory["purchase_date"].to_list() == [day]
    assert notes(checked) == [f'E1: "{text}" in E2 has a time of day: only the day is kept, {day}.']
    assert checked.inventory["fault"].to_list() == [None]


def test_a_column_with_times_has_one_note_and_midnight_is_none(tmp_path: Path) -> None:
    checked = stock(
        tmp_path, "Purchase date", "05.03.2024 00:00", "2024-03-06T00:00:00Z", "07.03.2024 9:15", "8.3.24 7:00"
    )

    assert checked.inventory["purchase_date"].to_list() == [date(2024, 3, day) for day in (5, 6, 7, 8)]
    assert notes(checked) == [
        'E1: 2 dates of this column have a time of day: only the day is kept, as 2024-03-07 of "07.03.2024 9:15" in E4.'
    ]

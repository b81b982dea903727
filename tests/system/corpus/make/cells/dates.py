"""Dates as people write them."""

from __future__ import annotations

from datetime import date, datetime

from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.system.corpus.make.books import ANNA, ASSIGNMENTS, BEN, EVA, book, first, made, saved
from tests.system.corpus.make.catalogue import makes

_DATED = (*ASSIGNMENTS, "Effective At")
_BOUGHT = ("Serial Number", "Purchase Date")
_PEOPLE = (("LT-0010", ANNA), ("LT-0011", BEN), ("LT-0012", EVA))


def _dated(*dates: object) -> bytes:
    """Three people and since when."""
    return made((_DATED, *((*who, when) for who, when in zip(_PEOPLE, dates, strict=True))))


def _bought(*dates: object) -> bytes:
    """Devices and when they were bought."""
    return made((_BOUGHT, *((f"LT-001{at}", when) for at, when in enumerate(dates))))


@makes("real_dates.xlsx")
def real() -> bytes:
    """Cells that Excel knows as dates, with and without a time."""
    return _bought(date(2025, 3, 1), datetime(2025, 3, 4), date(1999, 12, 31))


@makes("dates_of_the_1904_system.xlsx")
def system_1904() -> bytes:
    """Saved by an old Excel for Mac: the same numbers mean days four years later."""
    workbook = book()
    workbook.epoch = CALENDAR_MAC_1904
    sheet = first(workbook)
    sheet.delete_rows(1, 10)
    for row in (_BOUGHT, ("LT-0010", date(2025, 3, 1)), ("LT-0011", date(2024, 2, 29))):
        sheet.append(row)
    return saved(workbook)


@makes("text_dates_day_first.xlsx")
def day_first() -> bytes:
    """25/03/2025 allows only one order, and so decides for the column."""
    return _bought("25/03/2025", "03/04/2025", "31/12/2024")


@makes("text_dates_month_first.xlsx")
def month_first() -> bytes:
    """03/25/2025 allows only the other."""
    return _bought("03/25/2025", "03/04/2025", "12/31/2024")


@makes("text_dates_ambiguous.xlsx")
def ambiguous() -> bytes:
    """No value of the column decides."""
    return _bought("03/04/2025", "05/06/2025", "01/02/2025")


@makes("text_dates_mixed_orders.xlsx")
def mixed() -> bytes:
    """One value can only be day first, another only month first."""
    return _bought("25/03/2025", "03/25/2025", "03/04/2025")


@makes("text_dates_same_either_way.xlsx")
def same_either_way() -> bytes:
    """05/05/2025 is one day whichever comes first."""
    return _bought("05/05/2025", "06/06/2025")


@makes("text_dates_with_points.xlsx")
def with_points() -> bytes:
    """As Germany writes them: day first, with points."""
    return _bought("03.04.2025", "25.03.2025", "1.2.2025")


@makes("text_dates_two_digit_years.xlsx")
def two_digits() -> bytes:
    """25/03/24 does not say which century it is, nor which number is the year."""
    return _bought("25/03/24", "31/12/98", "13/01/25")


@makes("text_dates_with_month_names.xlsx")
def month_names() -> bytes:
    """English, German, French and Spanish names."""
    return _bought("1 March 2025", "Mar 1, 2025", "01-Mar-2025", "1. März 2025", "1 mars 2025", "1 de marzo de 2025")


@makes("text_dates_iso_and_others.xlsx")
def iso_and_others() -> bytes:
    """ISO dates, one with dots, one as eight digits, one that does not exist."""
    return _bought("2025-03-01", "2025/03/04", "2025.03.05", "20250306", "2025-02-30")


@makes("text_dates_with_times.xlsx")
def with_times() -> bytes:
    """Since when, to the minute: with a zone, without, and in the American way."""
    return _dated("2025-03-01T09:00:00Z", "2025-03-01 09:00", "03/25/2025 9:00 AM")


@makes("real_and_text_dates_mixed.xlsx")
def real_and_text() -> bytes:
    """Excel understood 3 April and left 25/03 as text: a sign that it took the day for the month."""
    return _bought(date(2025, 4, 3), "25/03/2025", date(2025, 6, 5))


@makes("numbers_in_date_column.xlsx")
def numbers() -> bytes:
    """45717 is how Excel keeps 1 March 2025; 2025 is a year, 0 is nothing."""
    return _bought(45717, 2025, 0)


@makes("words_in_date_column.xlsx")
def words() -> bytes:
    """What people write when they do not know."""
    return _bought("soon", "Q1 2025", "TBD", "03/2025")


@makes("dates_far_away.xlsx")
def far_away() -> bytes:
    """Open ends as other systems write them, and a year with a slip."""
    rows = (("2999-12-31", None), ("9999-12-31", None), ("0205-03-01", None))
    header = (*ASSIGNMENTS, "End At")
    return made((header, *((*who, when) for who, (when, _) in zip(_PEOPLE, rows, strict=True))))


@makes("end_before_start.xlsx")
def end_before_start() -> bytes:
    """The end is the day before the beginning."""
    header = (*ASSIGNMENTS, "Effective At", "End At")
    return made((header, ("LT-0013", ANNA, "2025-03-02", "2025-03-01")))


@makes("ambiguous_dates_by_csv.csv")
def ambiguous_csv() -> bytes:
    """The same trap without a workbook."""
    return b"Serial Number,Purchase Date\nLT-0010,03/04/2025\nLT-0011,05/06/2025\n"


@makes("days_with_hidden_times.xlsx")
def hidden_times() -> bytes:
    """Cells that show a day and hold a time, and one that shows its time."""
    workbook = book()
    sheet = first(workbook)
    sheet.delete_rows(1, 10)
    for row in (_BOUGHT, ("LT-0010", datetime(2025, 3, 1, 14, 30)), ("LT-0011", datetime(2025, 3, 4, 0, 0, 1))):
        sheet.append(row)
    sheet.append(("LT-0012", datetime(2025, 3, 4, 14, 30)))
    for at, code in ((2, "dd/mm/yyyy"), (3, "yyyy-mm-dd"), (4, "yyyy-mm-dd hh:mm")):
        sheet.cell(at, 2).number_format = code
    return saved(workbook)

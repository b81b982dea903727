"""Workbooks with several sheets, hidden ones, sheets that are none, and headers that need thought."""

from __future__ import annotations

from openpyxl.chart import BarChart, Reference

from tests.system.corpus.make.books import (
    ANNA,
    ASSIGNMENTS,
    BEN,
    GOOD,
    INVENTORY,
    book,
    book_of,
    changed,
    fill,
    first,
    made,
    saved,
)
from tests.system.corpus.make.catalogue import makes


@makes("hidden_sheet_only.xlsx")
def hidden_only() -> bytes:
    """The only sheet with a table is hidden; the visible one is a cover."""
    workbook = book_of({"Cover": (("Hardware list 2025",),), "Data": GOOD})
    workbook["Data"].sheet_state = "hidden"
    return saved(workbook)


@makes("very_hidden_sheet.xlsx")
def very_hidden() -> bytes:
    """Hidden so that Excel does not even list it; a usable sheet beside it."""
    workbook = book_of({"Who has what": GOOD, "Old": ((*ASSIGNMENTS,), ("LT-0013", ANNA))})
    workbook["Old"].sheet_state = "veryHidden"
    return saved(workbook)


@makes("all_sheets_hidden.xlsx")
def all_hidden() -> bytes:
    """No program makes it, but a file can say that no sheet is visible."""
    return changed(made(), "xl/workbook.xml", ('state="visible"', 'state="hidden"'))


@makes("two_usable_sheets.xlsx")
def two_sheets() -> bytes:
    """An inventory and who has it, in one workbook."""
    inventory = (INVENTORY, ("LT-0010", "T14", "Berlin"), ("LT-0011", "T14", "Paris"))
    return saved(book_of({"Inventory": inventory, "Assignments": GOOD}))


@makes("one_sheet_per_site.xlsx")
def sheet_per_site() -> bytes:
    """Twelve sheets of one kind."""
    return saved(book_of({f"Site {at}": (ASSIGNMENTS, (f"LT-00{at + 9}", ANNA)) for at in range(1, 13)}))


@makes("sheet_of_notes_beside.xlsx")
def notes_beside() -> bytes:
    """A sheet of explanations and an empty one are no tables."""
    notes = (("How to fill this in",), ("Write one row per laptop.",))
    return saved(book_of({"Read me": notes, "Data": GOOD, "Sheet3": ()}))


@makes("sheet_names_with_quotes.xlsx")
def quoted_names() -> bytes:
    """Names that formulas and links must quote."""
    bad = (ASSIGNMENTS, ("LT-0010", "anna at acme"))
    return saved(book_of({'Anna\'s "list"': bad, "=1+1": bad, "a & b <c>": bad}))


@makes("empty_sheet.xlsx")
def empty() -> bytes:
    """A workbook as it is before anything is typed."""
    return made(())


@makes("chartsheet.xlsx")
def chartsheet() -> bytes:
    """A whole sheet that is a chart, before the one with the table."""
    workbook = book((("Serial Number", "Purchase Price"), ("LT-0010", 1200), ("LT-0011", 1300)))
    chart = BarChart()
    chart.add_data(Reference(first(workbook), min_col=2, min_row=1, max_row=3), titles_from_data=True)
    workbook.create_chartsheet("Chart", 0).add_chart(chart)
    return saved(workbook)


@makes("misspelled_header.xlsx")
def misspelled() -> bytes:
    """`Owner Emial`."""
    return made((("Serial Number", "Owner Emial"), *GOOD[1:]))


@makes("all_headers_misspelled.xlsx")
def all_misspelled() -> bytes:
    """`Seral Nubmer`, `Owner Emial`: it was meant to be read."""
    return made((("Seral Nubmer", "Owner Emial"), *GOOD[1:]))


@makes("duplicate_header.xlsx")
def duplicate() -> bytes:
    """Two columns for the owner's address."""
    return made(((*ASSIGNMENTS, "E-Mail"), ("LT-0010", ANNA, BEN)))


@makes("duplicate_header_same_values.xlsx")
def duplicate_same() -> bytes:
    """The same column twice, with the same header, as a join leaves it."""
    return made((("Serial Number", "Owner Email", "Serial Number"), ("LT-0010", ANNA, "LT-0010")))


@makes("blank_header_with_values.xlsx")
def blank_header() -> bytes:
    """Somebody wrote into the column beside the table."""
    return made((ASSIGNMENTS, ("LT-0010", ANNA, "broken?"), ("LT-0011", BEN)))


@makes("unknown_columns.xlsx")
def unknown() -> bytes:
    """A column that no field answers to."""
    return made(((*ASSIGNMENTS, "Shoe Size"), ("LT-0010", ANNA, 43)))


@makes("no_owner_column.xlsx")
def no_owner_column() -> bytes:
    """It says since when, and not who."""
    return made((("Serial Number", "Effective At"), ("LT-0010", "2025-03-01")))


@makes("no_device_column.xlsx")
def no_device_column() -> bytes:
    """It says who, and not what."""
    return made((("Owner Email", "Effective At"), (ANNA, "2025-03-01")))


@makes("wide_header_of_blanks.xlsx")
def wide_blanks() -> bytes:
    """A table whose header row goes on with 60 cells of spaces."""
    workbook = book()
    fill(first(workbook), ((*ASSIGNMENTS, *([" "] * 60)),))
    return saved(workbook)
